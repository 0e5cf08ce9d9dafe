import { describe, expect, it } from 'vitest';
import { createStore } from 'zustand/vanilla';
import { createModelCommands, type ModelPorts } from '../../src/app/commands/models';
import { createPromptCommands, NO_PROMPTS } from '../../src/app/commands/prompt';
import type { PromptState } from '../../src/app/app';
import { createReviewCommands } from '../../src/app/commands/review';
import { EditHistory } from '../../src/app/edit-history';
import { SessionDocuments } from '../../src/app/session-documents';
import type { ComputeRequest, ComputeResult } from '../../src/app/workers/compute.client';
import { instanceId, seriesId } from '../../src/domain/ids';
import type { Applicability } from '../../src/domain/model-package';
import { installedModel } from '../fixtures/installed-model';
import { FRAME, hang, makeStores, photo } from './support/stores';

const MODEL = installedModel({
  id: 'clicker',
  task: 'segmentation',
  labels: [{ id: 1, key: 'inside', name: { fr: '', en: '' }, color: '#000000' }],
  sources: [
    { id: 'image', kind: 'image', role: '', optional: false, textColumns: [] },
    { id: 'clicks', kind: 'points', role: '', optional: false, textColumns: [] },
  ],
});
const PLACE = { series: seriesId('a'), instance: instanceId('image-a'), frameNumber: 1 };

/** A mask of the first `count` pixels. */
function mask(count: number): ComputeResult {
  return {
    outputs: [
      {
        id: 'mask',
        kind: 'segmentation',
        grid: { shape: [8, 8], spacing: null, affine: null },
        data: Uint8Array.from({ length: 64 }, (_, i) => (i < count ? 1 : 0)),
        values: [
          { value: 0, label: 'outside' },
          { value: 1, label: 'inside' },
        ],
      },
    ],
    checks: [],
    provider: 'wasm',
    timing: { pre: 1, run: 2, post: 3 },
    load: 0,
    fallback: null,
  };
}

function setUp(verdict: Applicability['verdict'] = 'yes') {
  const stores = makeStores();
  hang(stores, photo('a'));
  stores.models.setState({ models: [MODEL], selected: 'clicker', applicability: { clicker: { verdict, reasons: [] } } });
  const runs: { readonly request: ComputeRequest; readonly signal: AbortSignal; answer(result: ComputeResult): void }[] = [];
  let decoded = 0;
  const shared = {
    catalogue: { handle: () => ({ key: 'clicker@1.0.0', files: new Map() }), tested: () => Promise.resolve() },
    compute: {
      run: (request: ComputeRequest, { signal }: { readonly signal: AbortSignal }) =>
        new Promise<ComputeResult>((resolve) => {
          runs.push({ request, signal, answer: resolve });
        }),
    },
    frames: { readFrame: () => Promise.resolve((decoded++, FRAME)) },
    notify: () => undefined,
  };
  const prompt = createStore<PromptState>(() => NO_PROMPTS);
  const models = createModelCommands(stores, {
    ...shared,
    documents: new SessionDocuments(),
    askByPoints: () => {
      commands.askByPoints();
    },
    report: (error: unknown) => {
      throw error;
    },
  } as unknown as ModelPorts);
  const commands = createPromptCommands(prompt, stores, { ...shared, jobs: models });
  const clicks = (index: number): unknown => runs[index]?.request.sources.get('clicks');
  const answered = async (index: number, count: number): Promise<void> => {
    runs[index]?.answer(mask(count));
    await settle();
  };
  return { stores, prompt, models, commands, runs, clicks, answered, decoded: () => decoded };
}

const settle = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 5));

describe('a model asked by clicks', () => {
  it('runs at each click on all places of the frame, which is decoded once and named for reuse', async () => {
    const { commands, clicks, answered, runs, decoded, prompt } = setUp();
    commands.placePoint(PLACE, { x: 1.5, y: 2.5 }, false);
    await settle();
    await answered(0, 10);
    commands.placePoint(PLACE, { x: 6.5, y: 2.5 }, true);
    await settle();
    expect(clicks(0)).toEqual({ kind: 'points', points: [{ x: 1.5, y: 2.5, inside: true }] });
    expect(clicks(1)).toEqual({
      kind: 'points',
      points: [
        { x: 1.5, y: 2.5, inside: true },
        { x: 6.5, y: 2.5, inside: false },
      ],
    });
    expect(runs.map(({ request }) => request.reuse)).toEqual(['a/image-a#1', 'a/image-a#1']);
    expect(decoded()).toBe(1);
    expect(prompt.getState().latency).not.toBeNull();
  });

  it('replaces the proposal of the click before', async () => {
    const { stores, commands, answered } = setUp();
    commands.placePoint(PLACE, { x: 1, y: 1 }, false);
    await settle();
    await answered(0, 10);
    commands.placePoint(PLACE, { x: 2, y: 2 }, false);
    await settle();
    await answered(1, 20);
    const { answers, findings } = stores.review.getState();
    expect(answers).toHaveLength(1);
    expect(findings.map(({ evidence }) => evidence.kind === 'region' && evidence.amount.value)).toEqual([20]);
  });

  it('answers clicks made during a run by one more, without throwing the encoder’s work away', async () => {
    const { stores, commands, answered, runs, clicks } = setUp();
    commands.placePoint(PLACE, { x: 1, y: 1 }, false);
    await settle();
    commands.placePoint(PLACE, { x: 2, y: 2 }, false);
    commands.placePoint(PLACE, { x: 3, y: 3 }, false);
    await settle();
    expect(runs).toHaveLength(1);
    await answered(0, 10);
    expect(stores.review.getState().findings).toEqual([]);
    expect(clicks(1)).toMatchObject({ points: [{ x: 1 }, { x: 2 }, { x: 3 }] });
    await answered(1, 30);
    expect(runs.some(({ signal }) => signal.aborted)).toBe(false);
    expect(stores.review.getState().findings).toHaveLength(1);
    expect(stores.models.getState().job?.state).toBe('succeeded');
  });

  it('keeps what a person has decided on, and proposes the next object however alike', async () => {
    const { stores, commands, answered } = setUp();
    commands.placePoint(PLACE, { x: 1, y: 1 }, false);
    await settle();
    await answered(0, 10);
    const [first] = stores.review.getState().findings;
    if (first === undefined) throw new Error('no finding');
    createReviewCommands(stores, new EditHistory(stores.review, stores.view, { set: () => undefined }), { reveal: () => undefined }).accept(
      first.id,
    );
    commands.clearPromptPoints();
    commands.placePoint(PLACE, { x: 5, y: 5 }, false);
    await settle();
    await answered(1, 10);
    const { answers, findings } = stores.review.getState();
    expect(findings.map(({ status }) => status)).toEqual(['accepted', 'proposed']);
    const jobs = findings.map(({ evidence }) => (evidence.kind === 'region' ? evidence.job : ''));
    expect(answers.map(({ job }) => job)).toEqual(jobs);
  });

  it('takes the last place back and runs again, and with the only one its answer too', async () => {
    const { stores, commands, answered, clicks, prompt } = setUp();
    commands.placePoint(PLACE, { x: 1, y: 1 }, false);
    commands.placePoint(PLACE, { x: 2, y: 2 }, false);
    await settle();
    await answered(0, 10);
    commands.removePromptPoint();
    await settle();
    expect(clicks(1)).toMatchObject({ points: [{ x: 1, y: 1 }] });
    await answered(1, 5);
    commands.removePromptPoint();
    expect(prompt.getState().prompts).toEqual([]);
    expect(stores.review.getState()).toMatchObject({ answers: [], findings: [] });
  });

  it('cancels the run where all places are taken back', async () => {
    const { stores, commands, runs } = setUp();
    commands.placePoint(PLACE, { x: 1, y: 1 }, false);
    await settle();
    commands.clearPromptPoints();
    await settle();
    expect(runs[0]?.signal.aborted).toBe(true);
    expect(stores.models.getState().job?.state).toBe('cancelled');
  });

  it('sets places by key, from the middle of the image, turned as it is shown', async () => {
    const { stores, commands, clicks } = setUp();
    stores.view.setState(({ viewports }) => ({ viewports: { ...viewports, v1: { ...viewports.v1, zoom: 2, rotation: 90 } } }));
    commands.movePromptCursor(4, 0);
    commands.placeAtCursor(false);
    await settle();
    // Turned clockwise, to the right on screen is up in the image.
    expect(clicks(0)).toMatchObject({ points: [{ x: expect.closeTo(4, 9), y: expect.closeTo(2, 9), inside: true }] });
  });

  it('names what is outside where clicks are set to, and nothing beyond the image', async () => {
    const { commands, prompt } = setUp();
    commands.setPromptOutside(true);
    commands.placePoint(PLACE, { x: 1, y: 1 }, false);
    commands.placePoint(PLACE, { x: 2, y: 2 }, true);
    commands.placePoint(PLACE, { x: 8, y: 2 }, false);
    expect(prompt.getState().prompts[0]?.points.map(({ inside }) => inside)).toEqual([false, true]);
    await settle();
  });

  it('waits once for the reader’s word where the model was not made for the image', async () => {
    const { stores, commands, models, runs, answered } = setUp('warn');
    commands.placePoint(PLACE, { x: 1, y: 1 }, false);
    await settle();
    expect(runs).toHaveLength(0);
    expect(stores.models.getState().acknowledgeNeeded).toBe(true);
    models.acknowledgeRun();
    await settle();
    await answered(0, 3);
    commands.placePoint(PLACE, { x: 2, y: 1 }, false);
    await settle();
    expect(runs).toHaveLength(2);
  });

  it('gives the tool by the run button, and takes it back with the model', () => {
    const { stores, models, runs } = setUp();
    models.runModel();
    expect(stores.view.getState().tool).toBe('prompt');
    expect(runs).toHaveLength(0);
    stores.models.setState({ selected: null });
    expect(stores.view.getState().tool).toBe('window');
  });

  it('forgets everything with the study', async () => {
    const { commands, prompt } = setUp();
    commands.placePoint(PLACE, { x: 1, y: 1 }, false);
    commands.movePromptCursor(1, 1);
    commands.forgetPrompts();
    expect(prompt.getState()).toEqual(NO_PROMPTS);
    await settle();
  });
});
