import { describe, expect, it, vi } from 'vitest';
import { seriesId } from '../../src/domain/ids';
import type { TileAddress } from '../../src/domain/slide';
import { TileFeed } from '../../src/viewer/slide/tile-feed';
import { TileStore } from '../../src/viewer/slide/tile-store';
import { GeneratedTiles, generatedPyramid } from '../fixtures/generated-tiles';

const SERIES = seriesId('s1');
const TILE_BYTES = 256 * 256 * 3 + 200;
const at = (column: number): TileAddress => ({ level: 0, column, row: 0, plane: 0, channel: 0, time: 0 });
const source = (options = {}) => new GeneratedTiles(generatedPyramid(256 * 100, 256), () => [1, 2, 3], options);

describe('TileStore', () => {
  it('holds no more bytes than it may, and lets the least used go first', async () => {
    const store = new TileStore(TILE_BYTES * 3);
    const tiles = source();
    const { signal } = new AbortController();
    for (const column of [0, 1, 2]) await store.load(tiles, SERIES, at(column), signal, 'visible');
    expect(store.peek(SERIES, at(0))?.kind).toBe('tile');
    await store.load(tiles, SERIES, at(3), signal, 'visible');
    expect(store.bytes).toBe(TILE_BYTES * 3);
    expect([0, 1, 2, 3].map((column) => store.has(SERIES, at(column)))).toEqual([true, false, true, true]);
  });

  it('reads a tile that two want once, and calls the read off when both have gone', async () => {
    const store = new TileStore(TILE_BYTES * 9);
    const tiles = source({ delay: 30 });
    const [a, b] = [new AbortController(), new AbortController()];
    const both = [store.load(tiles, SERIES, at(0), a.signal, 'visible'), store.load(tiles, SERIES, at(0), b.signal, 'visible')];
    a.abort();
    expect(tiles.aborted).toBe(0);
    b.abort();
    await Promise.all(both);
    expect([tiles.reads.length, tiles.aborted, store.has(SERIES, at(0))]).toEqual([1, 1, false]);
  });

  it('keeps what failed as failed and what is absent as absent, and forgets a series at once', async () => {
    const store = new TileStore(TILE_BYTES * 9);
    const tiles = source({ fails: ({ column }: TileAddress) => column === 1, absent: ({ column }: TileAddress) => column === 2 });
    const { signal } = new AbortController();
    for (const column of [0, 1, 2]) await store.load(tiles, SERIES, at(column), signal, 'visible');
    expect([0, 1, 2].map((column) => store.peek(SERIES, at(column))?.kind)).toEqual(['tile', 'failed', 'absent']);
    store.release([SERIES]);
    expect([store.bytes, store.has(SERIES, at(0))]).toEqual([0, false]);
  });
});

describe('TileFeed', () => {
  it('fetches in the order given, neighbours last, and calls off what is not wanted any more', async () => {
    const store = new TileStore(TILE_BYTES * 200);
    const tiles = source({ delay: 10 });
    let arrived = 0;
    const feed = new TileFeed(store, () => {
      arrived += 1;
    });
    feed.want(tiles, SERIES, [5, 4, 6].map(at), [7, 3].map(at));
    expect(feed.pending).toBe(3);
    expect(tiles.reads.map(({ column }) => column)).toEqual([5, 4, 6]);
    await vi.waitFor(() => {
      expect(arrived).toBe(5);
    });
    expect(tiles.reads.map(({ column }) => column)).toEqual([5, 4, 6, 7, 3]);
    expect(feed.pending).toBe(0);
    feed.want(tiles, SERIES, [20, 21].map(at), []);
    feed.want(tiles, SERIES, [21, 22].map(at), []);
    await vi.waitFor(() => {
      expect(arrived).toBe(7);
    });
    expect(tiles.aborted).toBe(1);
    expect([20, 21, 22].map((column) => store.has(SERIES, at(column)))).toEqual([false, true, true]);
  });

  it('never asks for more than a few at once', async () => {
    const store = new TileStore(TILE_BYTES * 200);
    const tiles = source({ delay: 10 });
    const feed = new TileFeed(store, () => undefined);
    feed.want(
      tiles,
      SERIES,
      Array.from({ length: 40 }, (_, i) => at(i)),
      [],
    );
    expect(tiles.reads.length).toBe(8);
    await vi.waitFor(() => {
      expect(feed.pending).toBe(0);
    });
    expect(tiles.reads.length).toBe(40);
  });
});
