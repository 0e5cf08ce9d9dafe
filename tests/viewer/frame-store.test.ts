import { describe, expect, it } from 'vitest';
import { isAbort } from '../../src/domain/errors';
import type { FrameSource } from '../../src/domain/ports';
import { FrameNavigator } from '../../src/viewer/frames/frame-navigator';
import { FrameStore } from '../../src/viewer/frames/frame-store';
import { CINE, SOURCE } from './harness/phantoms';

const FRAME_BYTES = 200 * 400;
const never = (): boolean => false;

function counted(): { source: FrameSource; reads: number[]; aborted: number[] } {
  const reads: number[] = [];
  const aborted: number[] = [];
  const source: FrameSource = {
    readFrame: async (series, frame, signal) => {
      reads.push(frame.frameNumber);
      try {
        return await SOURCE.readFrame(series, frame, signal);
      } catch (error) {
        if (isAbort(error)) aborted.push(frame.frameNumber);
        throw error;
      }
    },
  };
  return { source, reads, aborted };
}

describe('frame store', () => {
  it('decodes a frame once for all who wait for it', async () => {
    const { source, reads } = counted();
    const store = new FrameStore(source, 10 * FRAME_BYTES, { isPinned: never, onEvict: () => undefined });
    const { signal } = new AbortController();
    const [a, b] = await Promise.all([store.load(CINE, 0, signal), store.load(CINE, 0, signal)]);
    expect(a).toBe(b);
    expect(await store.load(CINE, 0, signal)).toBe(a);
    expect(reads).toEqual([1]);
    expect(store.bytes).toBe(FRAME_BYTES);
  });

  it('stays within its budget, oldest out first, and keeps what is on screen', async () => {
    const evicted: string[] = [];
    const store = new FrameStore(SOURCE, 3 * FRAME_BYTES, { isPinned: (key) => key === 'cine/0', onEvict: (key) => evicted.push(key) });
    const { signal } = new AbortController();
    for (const index of [0, 1, 2, 3, 4]) await store.load(CINE, index, signal);
    expect(evicted).toEqual(['cine/1', 'cine/2']);
    expect(store.has(CINE.id, 0)).toBe(true);
    expect(store.bytes).toBe(3 * FRAME_BYTES);
  });

  it('aborts the decode when the last one who waits has gone, not before', async () => {
    const { source, aborted } = counted();
    const store = new FrameStore(source, 10 * FRAME_BYTES, { isPinned: never, onEvict: () => undefined });
    const first = new AbortController();
    const second = new AbortController();
    const one = store.load(CINE, 3, first.signal);
    const two = store.load(CINE, 3, second.signal);
    first.abort();
    await expect(one).rejects.toSatisfy(isAbort);
    expect(aborted).toEqual([]);
    second.abort();
    await expect(two).rejects.toSatisfy(isAbort);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(aborted).toEqual([4]);
    expect(store.bytes).toBe(0);
  });

  it('reports a failing frame and forgets it, so that it can be tried again', async () => {
    const { source, reads } = counted();
    const store = new FrameStore(source, 10 * FRAME_BYTES, { isPinned: never, onEvict: () => undefined });
    const { signal } = new AbortController();
    await expect(store.load(CINE, 6, signal)).rejects.toMatchObject({ code: 'codec-failed' });
    await expect(store.load(CINE, 6, signal)).rejects.toMatchObject({ code: 'codec-failed' });
    expect(reads).toEqual([7, 7]);
  });

  it('gives up a series at once', async () => {
    const store = new FrameStore(SOURCE, 10 * FRAME_BYTES, { isPinned: never, onEvict: () => undefined });
    await store.load(CINE, 0, new AbortController().signal);
    store.release([CINE.id]);
    expect(store.bytes).toBe(0);
  });
});

describe('frame navigator', () => {
  function navigator(): { navigator: FrameNavigator; shown: number[]; failed: number[]; settled: () => Promise<void>; store: FrameStore } {
    const shown: number[] = [];
    const failed: number[] = [];
    const store = new FrameStore(SOURCE, 100 * FRAME_BYTES, { isPinned: never, onEvict: () => undefined });
    const moved = new FrameNavigator(store, {
      onFrame: (index) => shown.push(index),
      onLoading: () => undefined,
      onError: (index) => failed.push(index),
    });
    const settled = async (): Promise<void> => {
      do await new Promise((resolve) => setTimeout(resolve, 10));
      while (moved.loading);
    };
    return { navigator: moved, shown, failed, settled, store };
  }

  it('ends on the last wish of a fast scroll without loading everything on the way', async () => {
    const { navigator: moved, shown, settled } = navigator();
    moved.open(CINE, 0);
    for (let index = 1; index <= 15; index += 1) moved.goTo(index);
    await settled();
    expect(shown.at(-1)).toBe(15);
    expect(shown.length).toBeLessThanOrEqual(3);
  });

  it('shows an error for the failing frame only', async () => {
    const { navigator: moved, shown, failed, settled } = navigator();
    moved.open(CINE, 6);
    await settled();
    moved.goTo(7);
    await settled();
    expect(failed).toEqual([6]);
    expect(shown).toEqual([7]);
  });

  it('fetches the neighbours ahead, and stays within the series', async () => {
    const { navigator: moved, store, settled } = navigator();
    moved.open(CINE, 0);
    moved.goTo(17);
    await settled();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect([18, 19, 16].map((index) => store.has(CINE.id, index))).toEqual([true, true, true]);
    moved.goTo(99);
    expect(moved.target).toBe(19);
  });

  it('says nothing any more after it was closed', async () => {
    const { navigator: moved, shown, failed } = navigator();
    moved.open(CINE, 2);
    moved.close();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([shown, failed]).toEqual([[], []]);
  });
});
