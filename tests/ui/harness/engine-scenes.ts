import type { DraftQuestion } from '../../../src/app/app';
import { jobId, seriesId } from '../../../src/domain/ids';
import { queuedJob, type JobState } from '../../../src/domain/job';
import { rangeVerdict } from '../../../src/domain/kernels/checks/range';
import type { ModelAnswer } from '../../../src/domain/model-answer';
import type { CheckOutcome } from '../../../src/domain/result';
import { BLOOD_MODEL, BLOOD_PACKAGES, CT_SERIES, LUNG_SERIES, NETWORK_DRAFT, PATIENT_STUDY, PHOTO_STUDY, SMEAR_SERIES } from '../fake-data';
import { emptyViewports, type FakeStates } from '../fake-app';

const network = (name: string, patch: Partial<Extract<DraftQuestion, { kind: 'network' }>['network']>): DraftQuestion => {
  if (NETWORK_DRAFT.kind !== 'network') throw new Error('the fake draft is of no network');
  return { ...NETWORK_DRAFT, name, network: { ...NETWORK_DRAFT.network, metadata: [], ...patch } };
};
const tensor = (name: string, shape: readonly (number | string)[], elementType = 1) => ({ name, shape, elementType });

const running: JobState = {
  ...queuedJob(jobId('j1'), BLOOD_MODEL.summary.id, SMEAR_SERIES.id, Date.now() - 4000),
  state: 'running',
  done: 3,
  total: 8,
  provider: 'wasm-threads',
};
const waiting: readonly JobState[] = [
  queuedJob(jobId('j2'), BLOOD_MODEL.summary.id, CT_SERIES.id, 0),
  { ...queuedJob(jobId('j3'), 'hippocampus-mri', LUNG_SERIES.id, 0), state: 'paused' },
  queuedJob(jobId('j4'), BLOOD_MODEL.summary.id, seriesId('closed'), 0),
];

const broken = (rule: string, severity: CheckOutcome['severity'], fr: string, en: string, measured: CheckOutcome['measured']) =>
  ({ rule, when: 'before', severity, satisfied: false, message: { fr, en }, measured }) satisfies CheckOutcome;

const REFUSED_ANSWER: ModelAnswer = {
  job: jobId('j1'),
  modelId: BLOOD_MODEL.summary.id,
  modelVersion: BLOOD_MODEL.summary.version,
  weightsSha256: BLOOD_MODEL.summary.weightsSha256,
  provider: 'wasm',
  frame: null,
  series: SMEAR_SERIES.id,
  row: null,
  outputs: [],
  checks: [
    broken('blur_min', 'block', 'Image trop floue : refaites la mise au point.', 'Too blurred: focus again.', rangeVerdict('sharpness', 3.14159, '', { min: 12 }).measured), // prettier-ignore
    broken('spacing_range', 'warn', 'Coupes épaisses : les volumes seront imprécis.', 'Thick slices: volumes will be imprecise.', rangeVerdict('spacing-along-z', 6.25, 'mm', { max: 4.5 }).measured), // prettier-ignore
    broken('tag_in', 'info', 'Autre région que celle de l’apprentissage.', 'Another region than that of the training.', { kind: 'choice', quality: 'BodyPartExamined', value: null, expected: ['CHEST', 'ABDOMEN'] }), // prettier-ignore
  ],
};

const viewports = emptyViewports();
const smear = {
  session: { studies: [PATIENT_STUDY, PHOTO_STUDY], series: [SMEAR_SERIES, CT_SERIES, LUNG_SERIES] },
  view: { viewports: { ...viewports, v1: { ...viewports.v1, series: SMEAR_SERIES.id, state: 'ready', index: 1, total: 1 } } },
  packages: { installed: BLOOD_PACKAGES },
} as const;
const models = {
  models: [BLOOD_MODEL],
  selected: BLOOD_MODEL.summary.id,
  applicability: { [BLOOD_MODEL.summary.id]: { verdict: 'yes', reasons: [] } },
} as const;

/** Screens of the engine: drafts of bare networks, the queue, what the gate found, notices. */
export const ENGINE_SCENES = {
  draftedVolume: {
    packages: {
      draft: network('brain.onnx', {
        inputs: [tensor('image', ['n', 1, 64, 96, 96])],
        outputs: [tensor('logits', ['n', 3, 64, 96, 96])],
        task: 'segmentation',
        dims: 3,
        channels: 1,
        size: [64, 96, 96],
        classes: 3,
      }),
    },
  },
  draftedTable: {
    packages: {
      draft: network('risk.onnx', {
        inputs: [tensor('features', ['n', 2])],
        outputs: [tensor('probabilities', ['n', 2])],
        task: 'table',
        dims: 0,
        channels: 2,
        size: null,
        classes: 2,
      }),
    },
  },
  draftedText: {
    packages: {
      draft: network('reader.onnx', {
        inputs: [tensor('input_ids', ['n', 'length'], 7), tensor('attention_mask', ['n', 'length'], 7)],
        outputs: [tensor('logits', ['n', 4])],
        task: 'text',
        dims: 0,
        channels: null,
        size: null,
        classes: null,
      }),
    },
  },
  queued: {
    ...smear,
    models: { ...models, job: running, queue: [running, ...waiting].map((job) => ({ job, priority: 'normal' as const })) },
  },
  gated: {
    ...smear,
    models: { ...models, job: { ...running, state: 'failed', error: 'model-not-applicable' } },
    review: { answers: [REFUSED_ANSWER] },
  },
  notified: { ...smear, models, shell: { notices: [{ id: 1, level: 'warning', code: 'provider-fallback', context: {} }] } },
} as const satisfies Record<string, FakeStates>;
