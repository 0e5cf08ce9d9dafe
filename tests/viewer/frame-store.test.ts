import { describe, expect, it } from 'vitest';
import { isAbort } from '../../src/domain/errors';
import type { FramePriority, FrameSource } from '../../src/domain/ports';
import { FrameNavigator } from '../../src/viewer/frames/frame-navigator';
import { FrameStore } from '../../src/viewer/frames/frame-store';
import type { FrameInfo, Series } from '../../src/domain/study';
import { CINE, CT, SOURCE } from './harness/phantoms';

const FRAME_BYTES = 200 * 400;
const never = (): boolean => false;

function frameOf(series: Series, index: number): FrameInfo {
  const frame = series.frames[index];
  if (frame === undefined) throw new Error('no such frame');
  return frame;
}
const cine = (index: number): FrameInfo => frameOf(CINE, index);

/** The CT as an import shows it when only the slices `from` (inclusive) to `to` have arrived. */
const arrived = (from: number, to: number): Series => ({ ...CT, frames: CT.frames.slice(from, to) });
/** The one thing that differs between its slices: the radius of a lesion. */
const lesion = (slice: number): number => {
  let area = 0;
  for (let y = -50; y <= 50; y += 1) for (let x = -50; x <= 50; x += 1) if (Math.hypot(x, y) < 4 + slice) area += 1;
  return area;
};

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
    const [a, b] = await Promise.all([store.load(CINE, cine(0), signal), store.load(CINE, cine(0), signal)]);
    expect(a).toBe(b);
    expect(await store.load(CINE, cine(0), signal)).toBe(a);
    expect(reads).toEqual([1]);
    expect(store.bytes).toBe(FRAME_BYTES);
  });

  it('stays within its budget, oldest out first, and keeps what is on screen', async () => {
    const evicted: string[] = [];
    const store = new FrameStore(SOURCE, 3 * FRAME_BYTES, {
      isPinned: (key) => key === 'cine/cine#1',
      onEvict: (key) => evicted.push(key),
    });
    const { signal } = new AbortController();
    for (const index of [0, 1, 2, 3, 4]) await store.load(CINE, cine(index), signal);
    expect(evicted).toEqual(['cine/cine#2', 'cine/cine#3']);
    expect(store.has(CINE.id, cine(0))).toBe(true);
    expect(store.bytes).toBe(3 * FRAME_BYTES);
  });

  it('aborts the decode when the last one who waits has gone, not before', async () => {
    const { source, aborted } = counted();
    const store = new FrameStore(source, 10 * FRAME_BYTES, { isPinned: never, onEvict: () => undefined });
    const first = new AbortController();
    const second = new AbortController();
    const one = store.load(CINE, cine(3), first.signal);
    const two = store.load(CINE, cine(3), second.signal);
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
    await expect(store.load(CINE, cine(6), signal)).rejects.toMatchObject({ code: 'codec-failed' });
    await expect(store.load(CINE, cine(6), signal)).rejects.toMatchObject({ code: 'codec-failed' });
    expect(reads).toEqual([7, 7]);
  });

  it('gives up a series at once', async () => {
    const store = new FrameStore(SOURCE, 10 * FRAME_BYTES, { isPinned: never, onEvict: () => undefined });
    await store.load(CINE, cine(0), new AbortController().signal);
    store.release([CINE.id]);
    expect(store.bytes).toBe(0);
  });

  it('answers with the pixels of the frame asked for when lower slices take its place in the series', async () => {
    const store = new FrameStore(SOURCE, 1e9, { isPinned: never, onEvict: () => undefined });
    const { signal } = new AbortController();
    const area = async (series: Series, index: number): Promise<number> => {
      const { values } = await store.load(series, frameOf(series, index), signal);
      let count = 0;
      for (const value of values) if (value === 80) count += 1;
      return count;
    };
    expect(await area(arrived(20, 21), 0)).toBe(lesion(20));
    const grown = arrived(5, 21);
    expect(store.peek(grown.id, frameOf(grown, 0))).toBeNull();
    expect(await area(grown, 0)).toBe(lesion(5));
    expect(await area(grown, 15)).toBe(lesion(20));
  });

  it('asks again with precedence for a neighbour that someone wants to see, and keeps one answer', async () => {
    const asked: (FramePriority | undefined)[] = [];
    const source: FrameSource = {
      readFrame: (series, frame, signal, priority) => {
        asked.push(priority);
        return SOURCE.readFrame(series, frame, signal, priority);
      },
    };
    const store = new FrameStore(source, 10 * FRAME_BYTES, { isPinned: never, onEvict: () => undefined });
    const { signal } = new AbortController();
    const early = store.load(CINE, cine(2), signal, 'prefetch');
    const wanted = store.load(CINE, cine(2), signal, 'visible');
    const late = store.load(CINE, cine(2), signal, 'prefetch');
    expect(new Set(await Promise.all([early, wanted, late])).size).toBe(1);
    await new Promise((resolve) => setTimeout(resolve, 20));
    expect(asked).toEqual(['prefetch', 'visible']);
    expect(store.bytes).toBe(FRAME_BYTES);
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
    expect([18, 19, 16].map((index) => store.has(CINE.id, cine(index)))).toEqual([true, true, true]);
    moved.goTo(99);
    expect(moved.target).toBe(19);
  });

  it('asks for the frame on screen first and for its neighbours after it', async () => {
    const asked: [number, FramePriority | undefined][] = [];
    const source: FrameSource = {
      readFrame: (series, frame, signal, priority) => {
        asked.push([frame.frameNumber, priority]);
        return SOURCE.readFrame(series, frame, signal, priority);
      },
    };
    const store = new FrameStore(source, 100 * FRAME_BYTES, { isPinned: never, onEvict: () => undefined });
    const moved = new FrameNavigator(store, { onFrame: () => undefined, onLoading: () => undefined, onError: () => undefined });
    moved.open(CINE, 4);
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect(asked.slice(0, 3)).toEqual([
      [5, 'visible'],
      [6, 'prefetch'],
      [4, 'prefetch'],
    ]);
    moved.close();
  });

  describe('when the series grows', () => {
    it('stays on its frame, at its new place, without showing anything anew', async () => {
      const { navigator: moved, shown, settled } = navigator();
      moved.open(arrived(20, 21), 0);
      await settled();
      moved.follow(arrived(5, 30), false);
      moved.resume();
      await settled();
      expect([moved.target, shown]).toEqual([15, [0]]);
    });

    it('goes to what is first now, when told to stay at the first', async () => {
      const { navigator: moved, shown, store, settled } = navigator();
      moved.open(arrived(20, 21), 0);
      await settled();
      moved.follow(arrived(5, 30), true);
      moved.resume();
      await settled();
      expect([moved.target, shown]).toEqual([0, [0, 0]]);
      expect(store.has(CT.id, frameOf(CT, 5))).toBe(true);
    });

    it('tells the new place of a frame that was on its way', async () => {
      const { navigator: moved, shown, settled } = navigator();
      moved.open(arrived(20, 21), 0);
      moved.follow(arrived(5, 30), false);
      moved.resume();
      await settled();
      expect(shown).toEqual([15]);
    });

    it('shows another frame in place of one that left the series', async () => {
      const { navigator: moved, shown, settled } = navigator();
      moved.open(arrived(20, 24), 3);
      moved.follow(arrived(20, 22), false);
      moved.resume();
      await settled();
      expect([moved.target, shown]).toEqual([1, [1]]);
    });
  });

  it('says nothing any more after it was closed', async () => {
    const { navigator: moved, shown, failed } = navigator();
    moved.open(CINE, 2);
    moved.close();
    await new Promise((resolve) => setTimeout(resolve, 30));
    expect([shown, failed]).toEqual([[], []]);
  });
});
