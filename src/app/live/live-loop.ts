import type { DecodedFrame } from '../../domain/pixels';
import type { ModelResult } from '../../domain/result';
import type { LiveFrames } from './live-frames';

export interface LiveAnswer {
  readonly result: ModelResult;
  readonly rows: number;
  readonly columns: number;
  /** From the frame to its answer, milliseconds. */
  readonly latency: number;
  /** Answers a second, smoothed. */
  readonly rate: number;
}

/** Weight of the newest interval in the rate shown. */
const SMOOTHING = 0.2;

/**
 * One frame after the other, each the newest when the answer before is there: a slow machine leaves frames out and never
 * falls behind.
 * @param fps frames a second at most.
 */
export async function liveLoop(
  frames: LiveFrames,
  fps: number,
  run: (frame: DecodedFrame) => Promise<ModelResult>,
  onAnswer: (answer: LiveAnswer) => void,
  signal: AbortSignal,
): Promise<void> {
  let interval = 0;
  let before = performance.now();
  const ended = (): boolean => signal.aborted;
  while (!ended()) {
    const started = performance.now();
    const frame = await frames.next();
    if (frame === null) return;
    const result = await run(frame);
    if (ended()) return;
    const now = performance.now();
    interval = interval === 0 ? now - before : interval + SMOOTHING * (now - before - interval);
    before = now;
    onAnswer({ result, rows: frame.rows, columns: frame.columns, latency: now - started, rate: interval > 0 ? 1000 / interval : 0 });
    await wait(Math.max(0, 1000 / fps - (now - started)), signal);
  }
}

function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', end);
      resolve();
    };
    const timer = setTimeout(end, milliseconds);
    signal.addEventListener('abort', end);
    if (signal.aborted) end();
  });
}
