import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { configureNodeCodecs } from '../../src/cli/node-codecs';
import { openFile } from '../../src/cli/node-files';
import { seededRandom } from '../../src/domain/demo/random';
import type { TileSource } from '../../src/domain/ports';
import { openSource } from '../../src/io/open-source';
import { openTileSource } from '../../src/io/slide/open-tile-source';
import { pyramidTiff, type PyramidOptions } from '../fixtures/slides/pyramid-tiff';
import { writeSparse } from '../fixtures/slides/sparse-bytes';
import { output, pythonWith } from './harness/child';
import { compare } from './harness/pairs';
import { comparisonRow, skippedRow, type Row } from './harness/report';

/** Reads the tiles of level 0 that the second argument lists, one after another; prints milliseconds a tile. */
const OPENSLIDE = `
import sys, json, time
import openslide
slide = openslide.OpenSlide(sys.argv[1])
tiles = json.loads(sys.argv[2])
side = int(sys.argv[3])
slide.read_region((0, 0), 0, (1, 1))
started = time.perf_counter()
for column, row in tiles:
    slide.read_region((column * side, row * side), 0, (side, side))
print((time.perf_counter() - started) * 1000 / len(tiles))
`;

const VISITS = 1000;
const TILE = 256;

interface Subject {
  readonly what: string;
  readonly options: PyramidOptions;
}

/** OpenSlide reads JPEG 2000 of Aperio only: what it looks for is the description. */
const APERIO = 'Aperio bench\n16384x16384 [0,0 16384x16384] (256x256) J2K/RGB|AppMag = 20|MPP = 0.5';

const SUBJECTS: readonly Subject[] = [
  { what: 'JPEG 4:2:0, 16k × 16k', options: { columns: 16_384, rows: 16_384, compression: 'jpeg' } },
  { what: 'JPEG 4:2:0, 100k × 100k', options: { columns: 100_096, rows: 100_096, compression: 'jpeg', big: true } },
  { what: 'deflate with predictor, 16k × 16k', options: { columns: 16_384, rows: 16_384, predictor: true } },
  { what: 'JPEG 2000, 16k × 16k', options: { columns: 16_384, rows: 16_384, compression: 'jpeg-2000', description: APERIO } },
];

/** P6, its part without a screen: tiles of level 0 at random, read and decoded in one thread, against OpenSlide. */
export async function slideTiles(): Promise<readonly Row[]> {
  const python = await pythonWith('openslide');
  if (python === null) return [skippedRow('P6', 'tiles of a slide', 'python3 with openslide is not installed')];
  configureNodeCodecs();
  const folder = mkdtempSync(join(tmpdir(), 'diaphane-bench-'));
  const rows: Row[] = [];
  try {
    for (const { what, options } of SUBJECTS) {
      const path = join(folder, 'slide.tif');
      await writeSparse(path, await pyramidTiff({ ...options, tile: TILE, levels: 3 }));
      const random = seededRandom(6);
      const across = Math.floor(options.columns / TILE);
      const tiles = Array.from({ length: VISITS }, () => [Math.floor(random.next() * across), Math.floor(random.next() * across)] as const);
      const ours = async (): Promise<number> => {
        const source = await openTiles(path);
        await source.readTile({ level: 0, column: 0, row: 0, plane: 0, channel: 0, time: 0 });
        const started = performance.now();
        for (const [column, row] of tiles) await source.readTile({ level: 0, column, row, plane: 0, channel: 0, time: 0 });
        return (performance.now() - started) / tiles.length;
      };
      const peer = async (): Promise<number> => Number(await output(python, ['-c', OPENSLIDE, path, JSON.stringify(tiles), String(TILE)]));
      rows.push(
        comparisonRow(
          'P6',
          `a tile of ${String(TILE)} × ${String(TILE)} at random, ${what}; OpenSlide read_region`,
          await compare(ours, peer),
          '≤ 0.5',
        ),
      );
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return rows;
}

async function openTiles(path: string): Promise<TileSource> {
  const { blob } = await openFile(path);
  const outcome = await openSource(blob, path);
  const part = outcome.kind === 'parts' ? outcome.parts[0] : undefined;
  if (part?.locator.kind !== 'slide') throw new Error('the generated slide does not open');
  return openTileSource([blob], part.locator);
}
