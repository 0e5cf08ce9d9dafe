import { describe, expect, it } from 'vitest';
import { configureNodeCodecs } from '../../../src/cli/node-codecs';
import { AppError } from '../../../src/domain/errors';
import type { TileSource } from '../../../src/domain/ports';
import type { OpenedInstance } from '../../../src/io/opened';
import { openTileSource } from '../../../src/io/slide/open-tile-source';
import type { Attribute } from '../../fixtures/dicom/write-dicom';
import { writeDicomSlide, type DicomSlideOptions } from '../../fixtures/slides/dicom-slide';
import { truthTile } from '../../fixtures/slides/slide-truth';
import { blobOf, openBytes, openOne } from '../support/open';

configureNodeCodecs();

/** Four by three tiles of 32 × 32. */
const SIZE = { columns: 128, rows: 96 } as const;

async function write(options: Partial<DicomSlideOptions> = {}): Promise<Uint8Array<ArrayBuffer>> {
  const [bytes] = await writeDicomSlide({ ...SIZE, ...options });
  if (bytes === undefined) throw new Error('no file');
  return bytes;
}

/** A file's attributes with some replaced, or left out where the value is null. */
const changing =
  (changes: Readonly<Record<number, Attribute['value'] | null>>) =>
  (attributes: readonly Attribute[]): readonly Attribute[] =>
    attributes.flatMap((attribute) => {
      const value = changes[attribute.tag];
      if (value === null) return [];
      return [value === undefined ? attribute : { ...attribute, value }];
    });

async function open(bytes: Uint8Array<ArrayBuffer>): Promise<{ readonly part: OpenedInstance; readonly tiles: TileSource }> {
  const part = await openOne(bytes);
  if (part.locator.kind !== 'slide') throw new Error('no slide');
  return { part, tiles: openTileSource([blobOf(bytes)], part.locator) };
}

/** What each tile comes to, row by row: `=` as written, `0` absent, or the code of its error. */
async function outcomes(tiles: TileSource): Promise<string[]> {
  const found: string[] = [];
  for (let row = 0; row < 3; row++) {
    for (let column = 0; column < 4; column++) {
      const truth = truthTile({
        level: 0,
        plane: 0,
        channel: 0,
        left: column * 32,
        top: row * 32,
        columns: 32,
        rows: 32,
        matrixColumns: SIZE.columns,
        matrixRows: SIZE.rows,
        samples: 3,
        bits: 8,
      });
      const outcome = await tiles.readTile({ level: 0, column, row, plane: 0, channel: 0, time: 0 }).then(
        (tile) => (tile === null ? '0' : Buffer.from(tile.pixels.buffer, tile.pixels.byteOffset).equals(truth as Uint8Array) ? '=' : '≠'),
        (error: unknown) => (error as { code: string }).code,
      );
      found.push(outcome);
    }
  }
  return found;
}

/** Where the bytes of a text lie, nth time. */
function indexOf(bytes: Uint8Array, part: readonly number[], nth: number): number {
  let at = -1;
  for (let i = 0; i <= nth; i++) at = Buffer.from(bytes).indexOf(Buffer.from(part), at + 1);
  return at;
}

const ALL = Array.from({ length: 12 }, () => '=');

describe('slides at fault', () => {
  it.each([
    ['a matrix larger than any slide', { 0x00480006: [0x7fffffff] }, 'dimensions-absurd'],
    ['no total pixel matrix', { 0x00480006: null, 0x00480007: null }, 'pixel-data-inconsistent'],
    ['a matrix of no rows', { 0x00480007: [0] }, 'pixel-data-inconsistent'],
    ['more frames than any slide', { 0x00280008: '2147483647' }, 'dimensions-absurd'],
    ['signed pixels', { 0x00280103: [1] }, 'image-variant-unsupported'],
    ['32 bits', { 0x00280100: [32] }, 'image-variant-unsupported'],
  ])('%s: refused', async (_name, changes, reason) => {
    const bytes = await write({ change: changing(changes), samples: 1 });
    expect(await openBytes(bytes)).toMatchObject({ kind: 'failed', reason });
  });

  it('a matrix with more tiles than there are frames: those that are there, and errors', async () => {
    const { part, tiles } = await open(await write({ change: changing({ 0x00480007: [130] }) }));
    expect(part.issues).toContain('frames-truncated');
    expect(await outcomes(tiles)).toEqual(ALL);
    await expect(tiles.readTile({ level: 0, column: 0, row: 4, plane: 0, channel: 0, time: 0 })).rejects.toMatchObject({
      code: 'pixel-data-missing',
    });
  });

  it('a file that ends early: the tiles before the end', async () => {
    const bytes = await write();
    const { part, tiles } = await open(bytes.slice(0, bytes.byteLength - 32 * 32 * 3 * 2 - 5));
    expect(part.issues).toContain('frames-truncated');
    expect(await outcomes(tiles)).toEqual([...ALL.slice(0, 9), 'pixel-data-missing', 'pixel-data-missing', 'pixel-data-missing']);
  });

  it.each(['basic', 'none', 'extended'] as const)(
    'a compressed file that ends early (%s offset table): the tiles before the end',
    async (table) => {
      const bytes = await write({ coding: 'rle', table });
      const { part, tiles } = await open(bytes.slice(0, bytes.byteLength - 2000));
      const found = await outcomes(tiles);
      expect(part.issues).toContain('frames-truncated');
      expect(found.slice(0, 7)).toEqual(ALL.slice(0, 7));
      expect(found.slice(-1)).toEqual(['pixel-data-missing']);
    },
  );

  it('a tile that is no image any more: the others go on, even where it is the first', async () => {
    for (const broken of [0, 5]) {
      const bytes = await write({ coding: 'jpeg-2000' });
      const start = indexOf(bytes, [0xff, 0x4f, 0xff, 0x51], broken);
      bytes.fill(0xaa, start, start + 60);
      const { tiles } = await open(bytes);
      expect(await outcomes(tiles)).toEqual(ALL.map((outcome, i) => (i === broken ? 'codec-failed' : outcome)));
    }
  });

  it('offset tables that point elsewhere: frames are found by their items', async () => {
    const table = await write({ coding: 'rle', table: 'basic' });
    // The basic offset table follows the element's header and its own item header.
    const at = indexOf(table, [0xe0, 0x7f, 0x10, 0x00], 0) + 12 + 8;
    for (let i = 1; i < 12; i++) new DataView(table.buffer).setUint32(at + i * 4, 0x7fff0000 + i, true);
    expect(await outcomes((await open(table)).tiles)).toEqual(ALL);
    const past = BigUint64Array.from({ length: 12 }, (_, i) => 2n ** 40n + BigInt(i));
    const extended = await write({ coding: 'rle', table: 'extended', change: changing({ 0x7fe00001: new Uint8Array(past.buffer) }) });
    expect(await outcomes((await open(extended)).tiles)).toEqual(ALL);
  });

  it('sparse frames outside the matrix are left out', async () => {
    const { tiles } = await open(await write({ keeps: () => true, change: changing({ 0x00480006: [64] }) }));
    expect(tiles.pyramid.levels[0]).toMatchObject({ columns: 64, rows: 96 });
    expect(await tiles.readTile({ level: 0, column: 1, row: 2, plane: 0, channel: 0, time: 0 })).not.toBeNull();
    await expect(tiles.readTile({ level: 0, column: 2, row: 0, plane: 0, channel: 0, time: 0 })).rejects.toMatchObject({
      code: 'pixel-data-missing',
    });
  });

  it('sparse frames that do not say where they are: in order where they fill the matrix', async () => {
    const { tiles } = await open(await write({ keeps: () => true, change: changing({ 0x52009230: null }) }));
    expect(await outcomes(tiles)).toEqual(ALL);
  });

  it('wrong numbers of optical paths and focal planes: what the frames say', async () => {
    for (const changes of [{ 0x00480302: [3] }, { 0x00480303: [100_000] }]) {
      const { tiles } = await open(await write({ change: changing(changes) }));
      expect(tiles.pyramid).toMatchObject({ channels: [{ name: 'Brightfield' }], planes: [0] });
      expect(await outcomes(tiles)).toEqual(ALL);
    }
  });

  it('tells every truncation apart from an opened file, at whatever byte of the header it happens', async () => {
    const bytes = await write({ keeps: () => true, planes: [0, 1] });
    const pixels = indexOf(bytes, [0xe0, 0x7f, 0x10, 0x00], 0);
    for (let length = 200; length < pixels; length += 37) {
      const outcome = await openBytes(bytes.slice(0, length));
      expect(['failed', 'skipped'], `cut at ${String(length)}`).toContain(outcome.kind);
    }
  });

  it('survives damaged bytes of a header: an outcome with a reason, tiles with theirs', async () => {
    const whole = await write({ keeps: () => true, coding: 'rle', planes: [0, 1] });
    const pixels = indexOf(whole, [0xe0, 0x7f, 0x10, 0x00], 0);
    for (let at = 132; at < pixels + 100; at += 31) {
      const bytes = whole.slice();
      bytes[at] = at % 2 === 0 ? 0xff : (bytes[at] ?? 0) ^ 0x55;
      const outcome = await openBytes(bytes);
      if (outcome.kind !== 'parts') {
        expect(['failed', 'skipped'], `byte ${String(at)}`).toContain(outcome.kind);
        expect(outcome, `byte ${String(at)}`).not.toMatchObject({ reason: 'internal' });
        continue;
      }
      const [part] = outcome.parts;
      if (part?.locator.kind !== 'slide') continue;
      const tiles = openTileSource([blobOf(bytes)], part.locator);
      const address = { level: 0, column: 0, row: 0, plane: 0, channel: 0, time: 0 };
      const code = await tiles.readTile(address).then(
        () => 'read',
        (error: unknown) => (error instanceof AppError ? error.code : String(error)),
      );
      expect(['read', 'pixel-data-missing', 'pixel-data-inconsistent', 'codec-failed', 'truncated'], `byte ${String(at)}`).toContain(code);
    }
  });
});
