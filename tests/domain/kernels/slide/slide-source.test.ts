import { describe, expect, it } from 'vitest';
import { resizePillow } from '../../../../src/domain/kernels/geometry/pillow-resize';
import { frameTiles } from '../../../../src/domain/kernels/slide/frame-tiles';
import { readLevelRegion } from '../../../../src/domain/kernels/slide/read-region';
import { levelFor, slideSource } from '../../../../src/domain/kernels/slide/slide-source';
import type { DecodedFrame } from '../../../../src/domain/pixels';
import type { TileSource } from '../../../../src/domain/ports';
import type { SlideLevel, TileAddress } from '../../../../src/domain/slide';

/** Levels of 100 × 80, 50 × 40 and 13 × 10 in tiles of 16; the value says level and place. Tile (1, 1) of level 0 is absent. */
const SIZES = [
  [100, 80],
  [50, 40],
  [13, 10],
] as const;
const levels: readonly SlideLevel[] = SIZES.map(([columns, rows]) => ({
  columns,
  rows,
  tileColumns: 16,
  tileRows: 16,
  downsample: [100 / columns, 80 / rows],
}));
const valueAt = (level: number, x: number, y: number): number => (level * 100 + x + y * 2) & 0xff;

function pyramid(bits: 8 | 16 = 8): { readonly tiles: TileSource; readonly asked: TileAddress[] } {
  const asked: TileAddress[] = [];
  const tiles: TileSource = {
    pyramid: {
      ...frameTiles(photo, null).pyramid,
      levels,
      samplesPerPixel: 1,
      bitsAllocated: bits,
      background: [9, 9, 9],
      micronsPerPixel: [0.5, 0.5],
    },
    readTile: (address) => {
      asked.push(address);
      const { level, column, row } = address;
      if (level === 0 && column === 1 && row === 1) return Promise.resolve(null);
      const pixels = bits === 8 ? new Uint8Array(256) : new Uint16Array(256);
      for (let i = 0; i < 256; i++) pixels[i] = valueAt(level, column * 16 + (i % 16), row * 16 + (i >> 4)) * (bits === 8 ? 1 : 256);
      return Promise.resolve({ columns: 16, rows: 16, samplesPerPixel: 1, pixels });
    },
    readAssociated: () => Promise.reject(new Error('none')),
  };
  return { tiles, asked };
}

const photo: DecodedFrame = {
  rows: 6,
  columns: 5,
  samplesPerPixel: 3,
  bitsAllocated: 8,
  bitsStored: 8,
  signed: false,
  photometric: 'RGB',
  pixels: Uint8Array.from({ length: 90 }, (_, i) => i * 2),
  palette: null,
};
const view = { plane: 0, channel: 0, time: 0 };

describe('regions of a level', () => {
  it('are put together from tiles; what none holds and what lies outside is background', async () => {
    const { tiles, asked } = pyramid();
    const { pixels } = await readLevelRegion(tiles, { level: 0, x: 10, y: -2, width: 30, height: 25, ...view });
    for (let y = -2; y < 23; y++) {
      for (let x = 10; x < 40; x++) {
        const absent = y < 0 || (x >= 16 && x < 32 && y >= 16 && y < 32);
        expect(pixels[(y + 2) * 30 + x - 10], `${String(x)}, ${String(y)}`).toBe(absent ? 9 : valueAt(0, x, y));
      }
    }
    expect(asked).toHaveLength(6);
  });

  it('never take padding for image', async () => {
    const { pixels } = await readLevelRegion(pyramid().tiles, { level: 2, x: 11, y: 9, width: 4, height: 3, ...view });
    expect([...pixels]).toEqual([valueAt(2, 11, 9), valueAt(2, 12, 9), 9, 9, ...new Array<number>(8).fill(9)]);
  });

  it('are read tile by tile, and no further than asked', async () => {
    const { tiles, asked } = pyramid();
    await readLevelRegion(tiles, { level: 1, x: 16, y: 16, width: 16, height: 16, ...view, plane: 0 });
    expect(asked).toEqual([{ level: 1, column: 1, row: 1, ...view }]);
  });
});

describe('a slide read at a scale', () => {
  it('takes the coarsest level that is fine enough', () => {
    expect([0.5, 1, 1.9, 2, 7, 7.95, 100].map((scale) => levelFor(levels, scale))).toEqual([0, 0, 0, 1, 1, 2, 2]);
  });

  it('gives pixels of the level as they are where the scale is its own', async () => {
    const read = await slideSource(pyramid().tiles).readRegion({ x: 40, y: 20, width: 20, height: 10 }, { rows: 5, columns: 10 });
    const plane = Array.from({ length: 50 }, (_, i) => valueAt(1, 20 + (i % 10), 10 + Math.floor(i / 10)));
    expect([...read]).toEqual([...plane, ...plane, ...plane]);
  });

  it('resizes as Pillow does, and is white outside', async () => {
    const read = await slideSource(pyramid().tiles).readRegion({ x: -8, y: 40, width: 24, height: 12 }, { rows: 8, columns: 16 });
    const part = Uint8Array.from({ length: 24 * 12 }, (_, i) => (i % 24 < 8 ? 255 : valueAt(0, (i % 24) - 8, 40 + Math.floor(i / 24))));
    expect([...read.subarray(0, 128)]).toEqual([...resizePillow(part, 12, 24, 8, 16, 'bilinear')]);
    expect([...(await slideSource(pyramid().tiles).readRegion({ x: 200, y: 0, width: 4, height: 4 }, { rows: 2, columns: 2 }))]).toEqual(
      new Array<number>(12).fill(255),
    );
  });

  it('cuts 16 bits to the 8 highest', async () => {
    const region = [
      { x: 32, y: 40, width: 8, height: 8 },
      { rows: 8, columns: 8 },
    ] as const;
    expect(await slideSource(pyramid(16).tiles).readRegion(...region)).toEqual(await slideSource(pyramid(8).tiles).readRegion(...region));
  });

  it('reads a photo as a slide of one level', async () => {
    const slide = slideSource(frameTiles(photo, [1, 2]));
    expect(slide).toMatchObject({ columns: 5, rows: 6, micronsPerPixel: [1, 2] });
    const read = await slide.readRegion({ x: 3, y: 4, width: 3, height: 2 }, { rows: 2, columns: 3 });
    const at = (x: number, y: number, c: number): number => (x < 5 ? (photo.pixels[(y * 5 + x) * 3 + c] ?? NaN) : 255);
    expect([...read]).toEqual([0, 1, 2].flatMap((c) => [4, 5].flatMap((y) => [3, 4, 5].map((x) => at(x, y, c)))));
  });
});
