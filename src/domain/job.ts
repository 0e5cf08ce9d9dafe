import type { ErrorCode } from './errors';
import type { JobId, SeriesId } from './ids';

export type ExecutionProvider = 'webgpu' | 'wasm-threads' | 'wasm';

export interface JobTiming {
  /** Milliseconds. */
  readonly load: number;
  readonly pre: number;
  readonly run: number;
  readonly post: number;
}

/** One run of one model on one series. A pure state machine: see `advance`. */
export interface JobState {
  readonly id: JobId;
  readonly modelId: string;
  /** Whether it answers anew or explains an answer that was given. */
  readonly purpose: 'answer' | 'explanation';
  /** Where it runs: its result says nothing of the other series. */
  readonly series: SeriesId;
  readonly state: 'queued' | 'loading' | 'running' | 'paused' | 'succeeded' | 'failed' | 'cancelled';
  readonly done: number;
  readonly total: number;
  /** Of what is done, fields of a slide that the model's own checks refused: nothing is said of them. */
  readonly refused: number;
  readonly provider: ExecutionProvider | null;
  readonly timing: JobTiming | null;
  readonly error: ErrorCode | null;
  /** ms since epoch, for the time left. */
  readonly startedAt: number;
}

export type JobEvent =
  | { readonly type: 'load' }
  | { readonly type: 'start'; readonly provider: ExecutionProvider; readonly total: number }
  | { readonly type: 'progress'; readonly done: number; readonly total: number; readonly refused?: number }
  | { readonly type: 'succeed'; readonly timing: JobTiming; readonly provider: ExecutionProvider }
  | { readonly type: 'fail'; readonly error: ErrorCode }
  /** Held back: in the queue, or at its next window where it runs. */
  | { readonly type: 'pause' }
  /** Back in the queue, with what it has done. */
  | { readonly type: 'resume' }
  | { readonly type: 'cancel' };

const FINAL: readonly JobState['state'][] = ['succeeded', 'failed', 'cancelled'];

export function isFinal(job: JobState): boolean {
  return FINAL.includes(job.state);
}

export function queuedJob(
  id: JobId,
  modelId: string,
  series: SeriesId,
  startedAt: number,
  purpose: JobState['purpose'] = 'answer',
): JobState {
  return {
    id,
    modelId,
    purpose,
    series,
    state: 'queued',
    done: 0,
    total: 1,
    refused: 0,
    provider: null,
    timing: null,
    error: null,
    startedAt,
  };
}

/** The next state; a finished job ignores every event (a late message from a worker changes nothing). */
export function advance(job: JobState, event: JobEvent): JobState {
  if (isFinal(job)) return job;
  // What is in progress ends while a job is held.
  const held = job.state === 'paused' ? 'paused' : 'running';
  switch (event.type) {
    case 'load':
      return { ...job, state: 'loading' };
    case 'start':
      return { ...job, state: held, provider: event.provider, done: 0, total: event.total, refused: 0 };
    case 'progress':
      return { ...job, state: held, done: event.done, total: event.total, refused: event.refused ?? job.refused };
    case 'pause':
      return { ...job, state: 'paused' };
    case 'resume':
      return job.state === 'paused' ? { ...job, state: 'queued' } : job;
    case 'succeed':
      return { ...job, state: 'succeeded', done: job.total, timing: event.timing, provider: event.provider };
    case 'fail':
      return { ...job, state: 'failed', error: event.error };
    case 'cancel':
      return { ...job, state: 'cancelled' };
  }
}
