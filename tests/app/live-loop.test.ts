import { describe, expect, it } from 'vitest';
import type { LiveFrames } from '../../src/app/live/live-frames';
import { liveLoop } from '../../src/app/live/live-loop';
import type { DecodedFrame } from '../../src/domain/pixels';
import type { ModelResult } from '../../src/domain/result';

const RESULT: ModelResult = { outputs: [], checks: [], provider: 'wasm', timing: { pre: 0, run: 0, post: 0 } };

const pixel = (value: number): DecodedFrame => ({
  rows: 1,
  columns: 1,
  samplesPerPixel: 3,
  bitsAllocated: 8,
  bitsStored: 8,
  signed: false,
  photometric: 'RGB',
  pixels: new Uint8Array(3).fill(value),
  palette: null,
});

/** A source of as many frames as asked for. */
function recorded(count: number): LiveFrames {
  let at = 0;
  return { stream: null, next: () => Promise.resolve(at < count ? pixel(at++) : null), stop: () => undefined };
}

/** Counts what listens to the end of a stream. */
function counted(signal: AbortSignal): { readonly signal: AbortSignal; readonly listeners: () => number } {
  let listening = 0;
  const add = signal.addEventListener.bind(signal);
  const remove = signal.removeEventListener.bind(signal);
  signal.addEventListener = (...given: Parameters<typeof add>) => {
    listening++;
    add(...given);
  };
  signal.removeEventListener = (...given: Parameters<typeof remove>) => {
    listening--;
    remove(...given);
  };
  return { signal, listeners: () => listening };
}

describe('live frames', () => {
  it('are answered one after the other, and leave nothing behind at the end of the source', async () => {
    const { signal, listeners } = counted(new AbortController().signal);
    const run: number[] = [];
    let answers = 0;
    await liveLoop(
      recorded(5),
      1000,
      (frame) => {
        run.push(frame.pixels[0] ?? -1);
        return Promise.resolve(RESULT);
      },
      () => answers++,
      signal,
    );
    expect(run).toEqual([0, 1, 2, 3, 4]);
    expect(answers).toBe(5);
    expect(listeners()).toBe(0);
  });

  it('give no answer once they are stopped, not even the one under way', async () => {
    const controller = new AbortController();
    let answers = 0;
    await liveLoop(
      recorded(5),
      1000,
      () => {
        controller.abort();
        return Promise.resolve(RESULT);
      },
      () => answers++,
      controller.signal,
    );
    expect(answers).toBe(0);
  });
});
