import { AppError, isAbort, throwIfAborted, type ErrorCode } from '../../domain/errors';
import type { JobId } from '../../domain/ids';
import type { ExecutionProvider, JobEvent, JobTiming } from '../../domain/job';
import type { ModelAnswer } from '../../domain/model-answer';
import type { ModelSummary } from '../../domain/model-package';
import type { FrameSource } from '../../domain/ports';
import type { ComputeHost, ComputeResult } from '../workers/compute.client';
import type { ModelHandle } from '../workers/compute.client';
import { isReadByRows } from './document-source';
import { gatherSources, type DocumentPlace } from './gather-sources';

export interface DocumentRun {
  readonly job: JobId;
  readonly summary: ModelSummary;
  readonly model: ModelHandle;
  readonly provider: 'webgpu' | 'wasm';
  readonly place: DocumentPlace;
}

export interface DocumentRunPorts {
  readonly compute: Pick<ComputeHost, 'run'>;
  readonly frames: FrameSource;
  /** Shows answers as they come. */
  publish(answers: readonly ModelAnswer[]): void;
}

/** Rows of one run; the others keep what they have. */
const ROWS_AT_ONCE = 20_000;
/** How often the screen hears of new answers, and how much longer than it took to tell it is waited before the next time. */
const PUBLISH_MS = 250;
const PUBLISH_PAUSE = 10;

export interface DocumentRunEnd {
  readonly timing: JobTiming;
  readonly provider: ExecutionProvider;
  readonly fallback: ErrorCode | null;
  /** Rows that have none: empty, refused, or past the most that one run takes. */
  readonly unanswered: number;
}

/**
 * Runs a model on a text, or on every row of a table, the row looked at first. A row that it cannot be run on (an empty
 * text) has no answer; where that is the row looked at, the run fails.
 * @throws AppError as `ComputeHost.run`; AbortError.
 */
export async function runOnDocument(
  { job, summary, model, provider, place }: DocumentRun,
  ports: DocumentRunPorts,
  signal: AbortSignal,
  step: (event: JobEvent) => void,
): Promise<DocumentRunEnd> {
  const { rows, total } = rowsOf(summary, place);
  const pending: ModelAnswer[] = [];
  let due = 0;
  let end: Omit<DocumentRunEnd, 'unanswered'> | null = null;
  let answered = 0;
  for (const [done, row] of rows.entries()) {
    throwIfAborted(signal);
    const result = await answer({ ...place, row }, done === 0);
    if (result !== null) {
      answered++;
      pending.push(toAnswer(result, row));
      end = added(end, result);
    }
    step({ type: 'progress', done: done + 1, total: rows.length });
    if (done === 0 || performance.now() >= due) publish();
  }
  publish();
  if (end === null) throw new AppError('model-not-applicable', 'no row could be read');
  return { ...end, unanswered: total - answered };

  function publish(): void {
    const start = performance.now();
    ports.publish(pending.splice(0));
    const end = performance.now();
    // What is shown is all that was answered so far: telling it ever so often would take ever more of the run.
    due = end + Math.max(PUBLISH_MS, PUBLISH_PAUSE * (end - start));
  }

  async function answer(at: DocumentPlace, first: boolean): Promise<ComputeResult | null> {
    const [source] = summary.sources;
    try {
      const sources = await gatherSources(summary.sources, new Map(source === undefined ? [] : [[source.id, at]]), ports.frames, signal);
      const onStart = (on: ExecutionProvider): void => {
        if (first) step({ type: 'start', provider: on, total: rows.length });
      };
      return await ports.compute.run({ model, provider, sources, series: new Map() }, { signal, run: job, onStart });
    } catch (error) {
      if (first || isAbort(error) || !(error instanceof AppError) || !OF_THE_ROW.has(error.code)) throw error;
      return null;
    }
  }

  function toAnswer({ outputs, checks, provider: on }: ComputeResult, row: number): ModelAnswer {
    const { series, document } = place;
    return {
      job,
      modelId: summary.id,
      modelVersion: summary.version,
      weightsSha256: summary.weightsSha256,
      provider: on,
      series: series.id,
      row: document.kind === 'table' ? row : null,
      frame: null,
      outputs,
      checks,
    };
  }
}

/** What is wrong with one row says nothing of the next. */
const OF_THE_ROW: ReadonlySet<ErrorCode> = new Set(['model-not-applicable', 'inference-failed', 'answer-not-finite']);

/** The rows of this run, and how many the document has for it. */
function rowsOf({ sources }: ModelSummary, { document, row }: DocumentPlace): { readonly rows: readonly number[]; readonly total: number } {
  const [first] = sources;
  if (document.kind !== 'table' || first === undefined || !isReadByRows(first, document)) return { rows: [row], total: 1 };
  const all = Array.from({ length: document.rowCount }, (_, i) => i).filter((each) => each !== row);
  return { rows: [row, ...all.slice(0, ROWS_AT_ONCE - 1)], total: document.rowCount };
}

function added(
  end: Omit<DocumentRunEnd, 'unanswered'> | null,
  { load, timing, provider, fallback }: ComputeResult,
): Omit<DocumentRunEnd, 'unanswered'> {
  const before = end?.timing ?? { load: 0, pre: 0, run: 0, post: 0 };
  return {
    timing: { load: before.load + load, pre: before.pre + timing.pre, run: before.run + timing.run, post: before.post + timing.post },
    provider,
    fallback: end?.fallback ?? fallback?.code ?? null,
  };
}
