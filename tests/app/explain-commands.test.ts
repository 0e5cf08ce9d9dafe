import { describe, expect, it } from 'vitest';
import { createExplainCommands, type ExplainPorts } from '../../src/app/commands/explain';
import { createModelCommands, type ModelPorts } from '../../src/app/commands/models';
import { rememberRuns } from '../../src/app/models/last-runs';
import { SessionDocuments } from '../../src/app/session-documents';
import type { ComputeRequest, ComputeResult } from '../../src/app/workers/compute.client';
import { AppError, abortError } from '../../src/domain/errors';
import { jobId } from '../../src/domain/ids';
import type { ModelAnswer } from '../../src/domain/model-answer';
import type { InstalledModel } from '../../src/domain/model-package';
import type { HeatmapOutput } from '../../src/domain/result';
import { hang, makeStores, photo } from './support/stores';

const text = { fr: '', en: '' };
const SERIES = photo('a');
const MODEL: InstalledModel = {
  summary: {
    id: 'chest',
    version: '1.0.0',
    name: text,
    description: text,
    publisher: '',
    license: '',
    task: 'classification',
    modalities: [],
    intendedUse: { status: 'research', purpose: text, population: text, outOfScope: text, limitations: text },
    labels: [],
    sources: [{ id: 'image', kind: 'image', role: '', optional: false, textColumns: [] }],
    outputs: [{ id: 'label', kind: 'classification', name: null, labels: [], explainable: true }],
    verified: true,
    threshold: { value: 0.5, userAdjustable: true },
    weightsSha256: 'abc',
    size: 1,
    card: '',
  },
  state: 'ready',
  error: null,
  readyOffline: true,
  place: 'memory',
  selfTests: [],
};
const ANSWER: ModelAnswer = {
  job: jobId('asked'),
  modelId: 'chest',
  modelVersion: '1.0.0',
  weightsSha256: 'abc',
  provider: 'wasm',
  series: SERIES.id,
  row: null,
  frame: { instance: SERIES.frames[0]?.instance ?? ('' as never), frameNumber: 1 },
  outputs: [{ id: 'text', kind: 'text', text: '' }],
  checks: [],
};
const map = (value: number): HeatmapOutput => ({
  id: 'label.occlusion-1',
  kind: 'heatmap',
  grid: { shape: [8, 8], spacing: null, affine: null },
  data: new Float32Array(64).fill(value),
  range: [0, 1],
  label: 'pneumonia',
  explains: 'label',
});
const result = (value: number): ComputeResult => ({
  outputs: [map(value)],
  checks: [],
  provider: 'wasm',
  timing: { pre: 1, run: 2, post: 3 },
  load: 0,
  fallback: null,
});

interface Call {
  readonly request: ComputeRequest;
  resolve(result: ComputeResult): void;
  reject(error: Error): void;
}

function setUp() {
  const stores = makeStores();
  hang(stores, SERIES);
  stores.models.setState({ models: [MODEL] });
  stores.review.setState({ answers: [ANSWER], aiVisible: false });
  const calls: Call[] = [];
  const ports = {
    catalogue: { handle: () => ({ key: 'chest', files: new Map() }), tested: () => Promise.resolve() },
    compute: {
      run: (request: ComputeRequest, { signal }: { signal: AbortSignal }) =>
        new Promise<ComputeResult>((resolve, reject) => {
          calls.push({ request, resolve, reject });
          signal.addEventListener('abort', () => {
            reject(abortError());
          });
        }),
    },
    frames: { readFrame: () => Promise.resolve({ rows: 8, columns: 8 }) },
    documents: new SessionDocuments(),
    askByPoints: () => undefined,
    notify: () => undefined,
    report: () => undefined,
  } as unknown as ModelPorts;
  const jobs = createModelCommands(stores, ports);
  rememberRuns(stores);
  return { stores, calls, jobs, ...createExplainCommands(stores, { ...(ports as unknown as ExplainPorts), jobs }) };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('explaining an answer', () => {
  it('puts the map beside it and shows it; asked again, in the place of the first', async () => {
    const { stores, calls, explainAnswer } = setUp();
    for (const value of [0.25, 0.75]) {
      explainAnswer(ANSWER.job, 'label', 'pneumonia');
      await settle();
      expect(stores.models.getState().job).toMatchObject({ purpose: 'explanation', modelId: 'chest', series: SERIES.id });
      calls.at(-1)?.resolve(result(value));
      await settle();
      const { answers, heatmap, aiVisible } = stores.review.getState();
      expect(answers).toEqual([{ ...ANSWER, outputs: [...ANSWER.outputs, map(value)] }]);
      expect([heatmap, aiVisible]).toEqual(['asked/label.occlusion-1', true]);
    }
    expect(calls.map(({ request }) => request.explain)).toEqual([1, 2].map(() => ({ output: 'label', label: 'pneumonia' })));
    expect([...(calls[0]?.request.sources.keys() ?? [])]).toEqual(['image']);
    expect(stores.models.getState().job?.state).toBe('succeeded');
    // What it took foretells no run.
    expect(stores.models.getState().lastRuns).toEqual({});
  });

  it('is cancelled like any run, and leaves the answer as it was', async () => {
    const { stores, calls, jobs, explainAnswer } = setUp();
    explainAnswer(ANSWER.job, 'label', 'pneumonia');
    await settle();
    jobs.cancelJob();
    await settle();
    expect(calls).toHaveLength(1);
    expect(stores.models.getState().job?.state).toBe('cancelled');
    expect(stores.review.getState()).toMatchObject({ answers: [ANSWER], heatmap: null });
  });

  it('says what went wrong as any run does', async () => {
    const { stores, calls, explainAnswer } = setUp();
    explainAnswer(ANSWER.job, 'label', 'pneumonia');
    await settle();
    calls[0]?.reject(new AppError('answer-not-finite', 'NaN'));
    await settle();
    expect(stores.models.getState().job).toMatchObject({ state: 'failed', error: 'answer-not-finite' });
  });

  it('is not done by another version than the one that answered, nor of an answer that is gone', async () => {
    const { stores, calls, explainAnswer } = setUp();
    explainAnswer(jobId('other'), 'label', 'pneumonia');
    stores.models.setState({ models: [{ ...MODEL, summary: { ...MODEL.summary, version: '2.0.0' } }] });
    explainAnswer(ANSWER.job, 'label', 'pneumonia');
    await settle();
    expect(calls).toHaveLength(0);
    expect(stores.models.getState().queue).toEqual([]);
  });
});
