import { createHash } from 'node:crypto';
import { openAsBlob, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { configureNodeCodecs } from '../../../src/cli/node-codecs';
import { readLevelRegion } from '../../../src/domain/kernels/slide/read-region';
import type { TileSource } from '../../../src/domain/ports';
import type { AssociatedImageKind, SlideTile } from '../../../src/domain/slide';
import { openSource } from '../../../src/io/open-source';
import { openTileSource } from '../../../src/io/slide/open-tile-source';
import { SAMPLE_ROOT, SAMPLES_PRESENT } from '../support/sample-files';

if (!SAMPLES_PRESENT) process.stdout.write('skipped: the sample files are not beside the project (tests/io/slide/tiff-samples.test.ts)\n');

configureNodeCodecs();

interface Reference {
  readonly by: string;
  /** Of each level, one digest for each channel and focal plane, planes first. */
  readonly levels: readonly (readonly string[])[];
  readonly associated: Readonly<Partial<Record<AssociatedImageKind, string>>>;
  readonly micronsPerPixel?: readonly [number, number];
}

/** Made by tiff_level_hashes.py. */
const references = JSON.parse(readFileSync(resolve(import.meta.dirname, 'tiff-level-hashes.json'), 'utf8')) as Readonly<
  Record<string, Reference>
>;

async function tilesOf(path: string): Promise<TileSource> {
  const blob = await openAsBlob(join(SAMPLE_ROOT, path));
  const outcome = await openSource(blob, path);
  const part = outcome.kind === 'parts' ? outcome.parts[0] : undefined;
  if (part?.locator.kind !== 'slide') throw new Error(`no slide: ${JSON.stringify(outcome)}`);
  return openTileSource([blob], part.locator);
}

function digest({ pixels: { buffer, byteOffset, byteLength } }: SlideTile): string {
  return createHash('sha256')
    .update(new Uint8Array(buffer, byteOffset, byteLength))
    .digest('hex');
}

describe.skipIf(!SAMPLES_PRESENT)('sample slides in TIFF', () => {
  it.each(Object.entries(references))(
    '%s: every level, plane, channel and picture is bit for bit the reference',
    async (path, reference) => {
      const tiles = await tilesOf(path);
      const { levels, planes, channels, associated, micronsPerPixel } = tiles.pyramid;
      const found: string[][] = [];
      for (const [level, { columns, rows }] of levels.entries()) {
        const own: string[] = [];
        for (const [channel] of channels.entries()) {
          for (const [plane] of planes.entries()) {
            own.push(digest(await readLevelRegion(tiles, { level, x: 0, y: 0, width: columns, height: rows, plane, channel, time: 0 })));
          }
        }
        found.push(own);
      }
      expect(found).toEqual(reference.levels);
      expect(associated.map(({ kind }) => kind).sort()).toEqual(Object.keys(reference.associated).sort());
      for (const { kind } of associated) expect(digest(await tiles.readAssociated(kind)), kind).toBe(reference.associated[kind]);
      if (reference.micronsPerPixel !== undefined) {
        expect(micronsPerPixel?.[0]).toBeCloseTo(reference.micronsPerPixel[0], 9);
        expect(micronsPerPixel?.[1]).toBeCloseTo(reference.micronsPerPixel[1], 9);
      }
    },
  );

  it('reads old-style JPEG, whose tables are tags', async () => {
    const tiles = await tilesOf('libvips/ojpeg-tile.tif');
    const { pixels } = await readLevelRegion(tiles, { level: 0, x: 100, y: 100, width: 2, height: 1, plane: 0, channel: 0, time: 0 });
    // libtiff 4.5 (tiff2rgba), which repeats chroma where libjpeg interpolates it, gives 126 131 101 and 80 85 55.
    for (const [i, value] of [126, 131, 101, 80, 85, 55].entries()) expect(Math.abs((pixels[i] ?? 0) - value)).toBeLessThanOrEqual(6);
  });

  it('opens a slide whose tile is damaged, and says so of the tile', async () => {
    const tiles = await tilesOf('openslide-python/fixtures/unreadable.svs');
    await expect(tiles.readTile({ level: 0, column: 0, row: 0, plane: 0, channel: 0, time: 0 })).rejects.toMatchObject({
      code: 'codec-failed',
    });
  });

  it.each([
    ['openslide-python/fixtures/unopenable.tiff', 'slide-compression-unsupported'],
    ['large_image/test_files/zero_gi.tif', 'image-malformed'],
  ])('refuses %s in words', async (path, reason) => {
    expect(await openSource(await openAsBlob(join(SAMPLE_ROOT, path)), path)).toMatchObject({ kind: 'failed', reason });
  });
});
