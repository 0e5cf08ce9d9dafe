import { describe, expect, it } from 'vitest';
import type { Notify, Report } from '../../src/app/context';
import { createModelCommands, type ModelPorts } from '../../src/app/commands/models';
import { createReviewCommands } from '../../src/app/commands/review';
import { SessionDocuments } from '../../src/app/session-documents';
import { EditHistory } from '../../src/app/edit-history';
import { abortError, AppError } from '../../src/domain/errors';
import type { Applicability } from '../../src/domain/model-package';
import type { ComputeResult } from '../../src/app/workers/compute.client';
import { installedModel } from '../fixtures/installed-model';
import { FRAME, hang, makeStores, photo } from './support/stores';

const MODEL = installedModel({ id: 'cells', labels: [{ id: 0, key: 'RBC', name: { fr: '', en: '' }, color: '#000000' }] });
const RESULT: ComputeResult = {
  outputs: [
    {
      id: 'cells',
      kind: 'boxes',
      threshold: 0.5,
      boxes: [
        { label: 'RBC', score: 0.9, box: { x: 1, y: 1, width: 4, height: 4 } },
        { label: 'RBC', score: 0.7, box: { x: 5, y: 5, width: 2, height: 2 } },
      ],
    },
  ],
  checks: [],
  provider: 'wasm',
  timing: { pre: 1, run: 2, post: 3 },
  load: 0,
  fallback: null,
};

interface Call {
  readonly signal: AbortSignal;
  resolve(result: ComputeResult): void;
  reject(error: Error): void;
}

function setUp(options: { readonly verdict?: Applicability['verdict']; readonly tested?: () => Promise<void> } = {}) {
  const stores = makeStores();
  hang(stores, photo('a'));
  stores.models.setState({
    models: [MODEL],
    selected: 'cells',
    applicability: { cells: { verdict: options.verdict ?? 'yes', reasons: [] } },
  });
  const calls: Call[] = [];
  const notices: string[] = [];
  const notify: Notify = (_level, code) => notices.push(code);
  const report: Report = (error) => notices.push(String(error));
  const ports = {
    catalogue: { handle: () => ({ key: 'cells', files: new Map() }), tested: options.tested ?? (() => Promise.resolve()) },
    compute: {
      run: (_request: unknown, { signal }: { signal: AbortSignal }) =>
        new Promise<ComputeResult>((resolve, reject) => {
          calls.push({ signal, resolve, reject });
        }),
    },
    frames: { readFrame: () => Promise.resolve(FRAME) },
    documents: new SessionDocuments(),
    askByPoints: () => undefined,
    notify,
    report,
  } as unknown as ModelPorts;
  return { stores, calls, notices, commands: createModelCommands(stores, ports) };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('running a model', () => {
  it('turns boxes into proposals that name model, version, weights and provider', async () => {
    const { stores, calls, commands } = setUp();
    commands.runModel();
    await settle();
    calls[0]?.resolve(RESULT);
    await settle();
    const { findings } = stores.review.getState();
    expect(findings.map(({ status, score }) => [status, score])).toEqual([
      ['proposed', 0.9],
      ['proposed', 0.7],
    ]);
    expect(findings[0]?.author).toMatchObject({
      kind: 'model',
      modelId: 'cells',
      modelVersion: '1.0.0',
      weightsSha256: 'abc',
      provider: 'wasm',
    });
    expect(stores.models.getState().job?.state).toBe('succeeded');
    expect(commands.runs()).toHaveLength(1);
  });

  it('lets no late message of a cancelled run touch the next one', async () => {
    const { stores, calls, commands } = setUp();
    commands.runModel();
    await settle();
    commands.cancelJob();
    expect(stores.models.getState().job?.state).toBe('cancelled');
    commands.runModel();
    await settle();
    expect(calls, 'the second run waits for the end of the first').toHaveLength(1);
    calls[0]?.reject(abortError());
    await settle();
    expect(stores.models.getState().job?.state).not.toBe('cancelled');
    calls[1]?.resolve(RESULT);
    await settle();
    expect(stores.models.getState().job?.state).toBe('succeeded');
    expect(stores.review.getState().findings).toHaveLength(2);
  });

  it('asks for a word where a rule warns, and does nothing where one blocks', async () => {
    const warned = setUp({ verdict: 'warn' });
    warned.commands.runModel();
    await settle();
    expect(warned.stores.models.getState().acknowledgeNeeded).toBe(true);
    expect(warned.calls).toHaveLength(0);
    warned.commands.acknowledgeRun();
    await settle();
    expect(warned.calls).toHaveLength(1);
    const blocked = setUp({ verdict: 'no' });
    blocked.commands.runModel();
    await settle();
    expect(blocked.stores.models.getState().job).toBeNull();
  });

  it('does not run a model whose test vectors failed here', async () => {
    const { stores, calls, commands } = setUp({ tested: () => Promise.reject(new AppError('model-test-failed', 'failed')) });
    commands.runModel();
    await settle();
    expect(calls).toHaveLength(0);
    expect(stores.models.getState().job).toMatchObject({ state: 'failed', error: 'model-test-failed' });
  });

  it('says a failure once, in the job itself', async () => {
    const { stores, calls, notices, commands } = setUp();
    commands.runModel();
    await settle();
    calls[0]?.reject(new AppError('inference-failed', 'broken'));
    await settle();
    expect(stores.models.getState().job?.error).toBe('inference-failed');
    expect(notices).toEqual([]);
  });

  it('keeps every verdict when the model runs again', async () => {
    const { stores, calls, commands } = setUp();
    commands.runModel();
    await settle();
    calls[0]?.resolve(RESULT);
    await settle();
    const review = createReviewCommands(stores, new EditHistory(stores.review, stores.view, { set: () => undefined }), {
      reveal: () => undefined,
    });
    const [first] = stores.review.getState().findings;
    if (first === undefined) throw new Error('no finding');
    review.reject(first.id);
    commands.runModel();
    await settle();
    calls[1]?.resolve(RESULT);
    await settle();
    const after = stores.review.getState().findings;
    expect(after).toHaveLength(2);
    expect(after.find(({ id }) => id === first.id)?.status).toBe('rejected');
    expect(stores.review.getState().unexported).toBe(true);
    review.undo();
    expect(stores.review.getState().unexported).toBe(false);
  });
});
