import { describe, expect, it } from 'vitest';
import { configureNodeCodecs } from '../../../src/cli/node-codecs';
import { seededRandom } from '../../../src/domain/demo/random';
import { AppError } from '../../../src/domain/errors';
import type { TileSource } from '../../../src/domain/ports';
import { openSource } from '../../../src/io/open-source';
import type { SourceOutcome } from '../../../src/io/opened';
import { openTileSource } from '../../../src/io/slide/open-tile-source';
import { pyramidTiff, type PyramidOptions } from '../../fixtures/slides/pyramid-tiff';
import { toBlob } from '../../fixtures/slides/sparse-bytes';
import type { TagValue } from '../../fixtures/slides/tiff-writer';

configureNodeCodecs();

const SIZE = { columns: 600, rows: 600, tile: 256 } as const;
const longs = (...values: number[]): TagValue => ({ type: 'long', values });
const shorts = (...values: number[]): TagValue => ({ type: 'short', values });

async function opened(options: Partial<PyramidOptions>): Promise<SourceOutcome> {
  return openSource(toBlob(await pyramidTiff({ ...SIZE, ...options })), 'slide.tif');
}

async function tilesOf(options: Partial<PyramidOptions>): Promise<TileSource> {
  const blob = toBlob(await pyramidTiff({ ...SIZE, ...options }));
  const outcome = await openSource(blob, 'slide.tif');
  const part = outcome.kind === 'parts' ? outcome.parts[0] : undefined;
  if (part?.locator.kind !== 'slide') throw new Error(JSON.stringify(outcome));
  return openTileSource([blob], part.locator);
}

const at = (column: number, row: number, level = 0): Parameters<TileSource['readTile']>[0] => ({
  level,
  column,
  row,
  plane: 0,
  channel: 0,
  time: 0,
});

describe('slides in TIFF at fault', () => {
  it.each<readonly [word: string, tags: Record<number, TagValue>, reason: string]>([
    ['an unknown compression', { 259: shorts(52479) }, 'slide-compression-unsupported'],
    ['floating point', { 258: shorts(32), 262: shorts(1), 277: shorts(1), 339: shorts(3) }, 'slide-samples-unsupported'],
    ['samples of 12 bits', { 258: shorts(12, 12, 12) }, 'slide-samples-unsupported'],
    ['depths that differ', { 258: shorts(8, 16, 8) }, 'slide-samples-unsupported'],
    ['ink colours', { 262: shorts(5), 277: shorts(4), 258: shorts(8, 8, 8, 8) }, 'slide-samples-unsupported'],
    ['no width', { 256: longs(0) }, 'image-malformed'],
    ['tiles without size', { 322: longs(0) }, 'image-malformed'],
    ['an absurd width', { 256: longs(4_000_000_000) }, 'dimensions-absurd'],
    ['absurd tiles', { 322: longs(100_000), 323: longs(100_000) }, 'dimensions-absurd'],
    ['an absurd number of depths', { 258: shorts(...new Array<number>(70_000).fill(8)) }, 'image-malformed'],
  ])('says what is wrong: %s', async (_word, tags, reason) => {
    const outcome = await opened({
      levels: 1,
      spoil: (all) => {
        for (const [tag, value] of Object.entries(tags)) all.set(Number(tag), value);
      },
    });
    expect(outcome).toMatchObject({ kind: 'failed', reason });
  });

  it('goes on without a level that cannot be read, and says so', async () => {
    const outcome = await opened({
      spoil: (tags, level) => {
        if (level === 1) tags.set(259, shorts(52479));
      },
    });
    expect(outcome).toMatchObject({
      kind: 'parts',
      parts: [{ issues: ['slide-levels-missing'], slide: { levels: [{ columns: 600 }, { columns: 150 }] } }],
    });
  });

  it('goes on without levels whose directories are lost', async () => {
    const outcome = await opened({
      spoil: (tags, level) => {
        if (level === 2) tags.set(256, longs(0));
      },
    });
    expect(outcome).toMatchObject({
      kind: 'parts',
      parts: [{ issues: ['slide-levels-missing'], slide: { levels: [{ columns: 600 }, { columns: 300 }] } }],
    });
  });

  it('refuses a file that ends before its directories', async () => {
    expect(await opened({ cut: 4000 })).toMatchObject({ kind: 'failed', reason: 'truncated' });
  });

  it('reads the other tiles where one lies past the end, has no place or is damaged', async () => {
    const past = await tilesOf({
      levels: 1,
      spoil: (tags) => {
        const offsets = tags.get(324);
        if (offsets?.type === 'offset') tags.set(324, { type: 'offset', values: [2_000_000_000, ...offsets.values.slice(1)] });
      },
    });
    await expect(past.readTile(at(0, 0))).rejects.toMatchObject({ code: 'truncated' });
    expect(await past.readTile(at(1, 0))).toMatchObject({ columns: 256, rows: 256 });

    const few = await tilesOf({
      levels: 1,
      spoil: (tags) => {
        const offsets = tags.get(324);
        if (offsets?.type === 'offset') tags.set(324, { type: 'offset', values: offsets.values.slice(0, 8) });
      },
    });
    await expect(few.readTile(at(2, 2))).rejects.toMatchObject({ code: 'image-malformed' });
    expect(await few.readTile(at(1, 2))).not.toBeNull();

    for (const compression of ['deflate', 'jpeg', 'jpeg-2000'] as const) {
      const damaged = await tilesOf({
        levels: 1,
        compression,
        spoil: (tags) => {
          const lengths = tags.get(325);
          if (lengths?.type === 'long') tags.set(325, longs(20, ...lengths.values.slice(1)));
        },
      });
      await expect(damaged.readTile(at(0, 0))).rejects.toMatchObject({ name: 'AppError', code: 'codec-failed' });
      expect(await damaged.readTile(at(1, 1))).toMatchObject({ columns: 256, rows: 256 });
    }
  });

  it('refuses OME-TIFF whose pixels lie in files that are not there', async () => {
    const description =
      '<OME UUID="urn:uuid:a"><Image ID="Image:0"><Pixels DimensionOrder="XYZCT" SizeX="600" SizeY="600" SizeZ="1" SizeC="3" SizeT="1" Type="uint8">' +
      '<Channel SamplesPerPixel="3"/><TiffData IFD="0"><UUID FileName="b.ome.tif">urn:uuid:b</UUID></TiffData></Pixels></Image></OME>';
    expect(await opened({ levels: 1, description })).toMatchObject({ kind: 'failed', reason: 'slide-file-missing' });
  });

  it('stops when told to', async () => {
    const tiles = await tilesOf({});
    const controller = new AbortController();
    controller.abort();
    await expect(tiles.readTile(at(0, 0), controller.signal)).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('gives typed errors or tiles of the right size, whatever bytes are damaged', async () => {
    const random = seededRandom(11);
    const whole = await Promise.all(
      ([{ compression: 'deflate', predictor: true }, { compression: 'jpeg' }, { compression: 'none', ome: true, big: true }] as const).map(
        async (options) => new Uint8Array(await toBlob(await pyramidTiff({ columns: 100, rows: 90, tile: 64, ...options })).arrayBuffer()),
      ),
    );
    const outcomes = new Set<string>();
    for (let run = 0; run < 240; run++) {
      const bytes = whole[run % whole.length]?.slice() ?? new Uint8Array();
      // Directories lie at the end; what is hit there tells more than a changed sample.
      for (let i = 0; i < 4; i++) bytes[Math.floor(bytes.length * (1 - random.next() ** 3))] = Math.floor(random.next() * 256);
      const blob = new Blob([bytes]);
      const outcome = await openSource(blob, 'slide.tif');
      if (outcome.kind !== 'parts') outcomes.add('reason' in outcome ? outcome.reason : outcome.kind);
      for (const part of outcome.kind === 'parts' ? outcome.parts : []) {
        if (part.locator.kind !== 'slide') continue;
        const tiles = openTileSource([blob], part.locator);
        for (const [level, { tileColumns, tileRows, derived }] of tiles.pyramid.levels.entries()) {
          if (derived === true) continue;
          const tile = await tiles.readTile(at(0, 0, level)).catch((error: unknown) => error);
          if (tile === null) outcomes.add('absent');
          else if (tile instanceof AppError) outcomes.add(tile.code);
          else expect(tile, `run ${String(run)}`).toMatchObject({ columns: tileColumns, rows: tileRows });
        }
      }
    }
    expect(outcomes).not.toContain('internal');
    expect(outcomes.size).toBeGreaterThan(3);
  });

  it.each([
    ['ZISRAWFILE', 'slide-format-zeiss'],
    ['SIS\0', 'slide-format-olympus'],
    ['<DataObject ObjectType="DPUfsImport">', 'slide-format-isyntax'],
    ['[Virtual Microscope Specimen]', 'slide-format-vms'],
    ['[GENERAL]\r\nSLIDE_VERSION = 01.02', 'slide-format-mirax'],
  ])('says which scanner wrote what it does not read: %s', async (first, reason) => {
    expect(await openSource(new Blob([first, new Uint8Array(600)]), 'slide')).toMatchObject({ kind: 'skipped', reason });
  });
});
