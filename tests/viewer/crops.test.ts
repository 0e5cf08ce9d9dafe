import { describe, expect, it, vi } from 'vitest';
import { seriesId } from '../../src/domain/ids';
import { defaultLook } from '../../src/domain/slide-view';
import { CropStore } from '../../src/viewer/crops/crop-store';
import { frameCrop } from '../../src/viewer/crops/frame-crop';
import { slideCrop, tilesForCrops } from '../../src/viewer/crops/slide-crop';
import { frameValues } from '../../src/viewer/frames/frame-values';
import { TileStore } from '../../src/viewer/slide/tile-store';
import { GeneratedTiles, generatedPyramid, type Painter } from '../fixtures/generated-tiles';
import { imageInstance, seriesOf } from '../fixtures/series';

const SERIES = seriesId('s1');
/** The colour of a place: its column, its row, and its level. */
const paint: Painter = ({ x, y }, { level }) => [Math.floor(x / 4) % 256, Math.floor(y / 4) % 256, level * 50];
const slide = (options = {}) => new GeneratedTiles(generatedPyramid(4096, 2048), paint, options);
const never = new AbortController().signal;
const cut = (source: GeneratedTiles, x: number, y: number, side: number, pixels: number) =>
  slideCrop(source, { region: { x, y, width: side, height: side }, pixels, plane: 0, look: null }, never);

function at({ columns, rgba }: { readonly columns: number; readonly rgba: Uint8ClampedArray }, x: number, y: number): number[] {
  return Array.from(rgba.subarray((y * columns + x) * 4, (y * columns + x) * 4 + 4));
}

describe('a crop of a slide', () => {
  it('is the stored pixels of its place, across the borders of tiles', async () => {
    const crop = await cut(slide(), 200, 240, 100, 100);
    expect([crop.columns, crop.rows]).toEqual([100, 100]);
    for (const [x, y] of [
      [0, 0],
      [99, 0],
      [60, 40],
      [99, 99],
    ] as const)
      expect(at(crop, x, y)).toEqual([Math.floor((200 + x) / 4), Math.floor((240 + y) / 4), 0, 255]);
  });

  it('comes from the coarsest level that is fine enough', async () => {
    const source = slide();
    const crop = await cut(source, 1024, 512, 512, 100);
    expect(new Set(source.reads.map(({ level }) => level))).toEqual(new Set([1]));
    expect([crop.columns, crop.rows, at(crop, 0, 0)[2]]).toEqual([128, 128, 50]);
  });

  it('ends where the slide does', async () => {
    const crop = await cut(slide(), -50, 2000, 100, 100);
    expect(at(crop, 49, 10)[3]).toBe(0);
    expect(at(crop, 50, 47)[3]).toBe(255);
    expect(at(crop, 50, 48)[3]).toBe(0);
  });

  it('adds up the channels that are shown', async () => {
    const pyramid = generatedPyramid(512, 512, {
      samplesPerPixel: 1,
      channels: [
        { name: 'DAPI', colour: [0, 0, 255] },
        { name: 'FITC', colour: [0, 255, 0] },
      ],
    });
    const source = new GeneratedTiles(pyramid, (_, { channel }) => [channel === 0 ? 255 : 51]);
    const look = defaultLook(pyramid);
    const region = { x: 0, y: 0, width: 8, height: 8 };
    expect(at(await slideCrop(source, { region, pixels: 8, plane: 0, look }, never), 4, 4)).toEqual([0, 51, 255, 255]);
    const [first, second] = look.channels;
    if (first === undefined || second === undefined) throw new Error('no channels');
    const alone = { ...look, channels: [{ ...first, visible: false }, second] };
    expect(at(await slideCrop(source, { region, pixels: 8, plane: 0, look: alone }, never), 4, 4)).toEqual([0, 51, 0, 255]);
  });

  it('never asks for the pictures beside the specimen', async () => {
    const source = slide();
    const associated = vi.spyOn(source, 'readAssociated');
    await cut(source, 0, 0, 4096, 64);
    expect(associated).not.toHaveBeenCalled();
  });

  it('shares tiles with its neighbours and with what is looked at, and is called off', async () => {
    const source = slide({ delay: 60 });
    const views = new TileStore(1e8);
    const crops = new TileStore(1e8);
    const asked = new AbortController();
    const tiles = tilesForCrops(source, SERIES, views, crops, asked.signal);
    await views.load(source, SERIES, { level: 0, column: 0, row: 0, plane: 0, channel: 0, time: 0 }, never, 'visible');
    const place = { pixels: 64, plane: 0, look: null };
    await slideCrop(tiles, { ...place, region: { x: 10, y: 10, width: 64, height: 64 } }, asked.signal);
    expect(source.reads).toHaveLength(1);
    await slideCrop(tiles, { ...place, region: { x: 300, y: 10, width: 64, height: 64 } }, asked.signal);
    await slideCrop(tiles, { ...place, region: { x: 400, y: 90, width: 64, height: 64 } }, asked.signal);
    expect(source.reads).toHaveLength(2);
    const late = slideCrop(tiles, { ...place, region: { x: 900, y: 900, width: 64, height: 64 } }, asked.signal);
    await vi.waitFor(
      () => {
        expect(source.reads).toHaveLength(3);
      },
      { interval: 1 },
    );
    asked.abort();
    await expect(late).rejects.toThrow();
    expect(source.aborted).toBe(1);
  });
});

describe('a crop of a frame', () => {
  const [frame] = seriesOf(imageInstance({})).frames;
  if (frame === undefined) throw new Error('no frame');
  const colour = frameValues(
    {
      rows: 8,
      columns: 8,
      samplesPerPixel: 3,
      bitsAllocated: 8,
      bitsStored: 8,
      signed: false,
      photometric: 'RGB',
      pixels: Uint8Array.from({ length: 192 }, (_, i) => Math.floor(i / 3) * 2),
      palette: null,
    },
    frame,
  );
  const series = seriesOf(imageInstance({}));

  it('is its pixels, transparent past its edges', () => {
    const crop = frameCrop(series, frame, colour, { x: 6, y: 2, width: 4, height: 4 }, 100);
    expect([crop.columns, crop.rows]).toEqual([4, 4]);
    expect(at(crop, 0, 0)).toEqual([44, 44, 44, 255]);
    expect(at(crop, 2, 0)[3]).toBe(0);
  });

  it('is averaged down by whole steps, never under the size asked for', () => {
    const crop = frameCrop(series, frame, colour, { x: 0, y: 0, width: 8, height: 8 }, 3);
    expect([crop.columns, crop.rows]).toEqual([4, 4]);
    // The mean of 0, 1, 8 and 9, twice.
    expect(at(crop, 0, 0)).toEqual([9, 9, 9, 255]);
  });
});

describe('crops in memory', () => {
  const image = (bytes: number) => ({ columns: 1, rows: bytes / 4, rgba: new Uint8ClampedArray(bytes) });

  it('are bounded in bytes, the least recently used go first', () => {
    const store = new CropStore(3000);
    store.put(SERIES, 'a', image(1000));
    store.put(SERIES, 'b', image(1000));
    expect(store.peek('a')).not.toBeNull();
    store.put(SERIES, 'c', image(1000));
    expect([store.peek('a') !== null, store.peek('b'), store.peek('c') !== null]).toEqual([true, null, true]);
    expect(store.bytes).toBeLessThanOrEqual(3000);
  });

  it('go with their series', () => {
    const store = new CropStore(1e6);
    store.put(SERIES, 'a', image(1000));
    store.put(seriesId('other'), 'b', image(1000));
    store.release([SERIES]);
    expect([store.peek('a'), store.peek('b') !== null, store.bytes]).toEqual([null, true, 1200]);
    store.release('all');
    expect(store.bytes).toBe(0);
  });
});
