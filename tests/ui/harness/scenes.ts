import { ENGINE_SCENES } from './engine-scenes';
import { FAKE_TABLE, FAKE_TEXT, RISK_ANSWER, TABLE_SERIES, TEXT_ANSWER, TEXT_SERIES } from '../fake-documents';
import type { FakeStates } from '../fake-app';
import { emptyViewports } from '../fake-app';
import { INITIAL_GALLERY } from '../../../src/domain/gallery/gallery-state';
import { findingId, jobId, seriesId } from '../../../src/domain/ids';
import type { ViewportState } from '../../../src/domain/view';
import {
  ALL_PACKAGES,
  BLOOD_MODEL,
  BLOOD_PACKAGES,
  CONVERTED_DRAFT,
  CINE_SERIES,
  CT_SERIES,
  fakeFindings,
  fakeReport,
  LUNG_SERIES,
  MEASUREMENTS,
  NETWORK_DRAFT,
  OTHER_STUDY,
  PATIENT_STUDY,
  PHOTO_STUDY,
  QUESTION,
  REFUSED,
  SMEAR_SERIES,
} from '../fake-data';

const viewports = emptyViewports();
const ready = (id: 'v1' | 'v2' | 'v3' | 'v4', patch: Partial<ViewportState>): ViewportState => ({
  ...viewports[id],
  state: 'ready',
  ...patch,
});

const ctView = ready('v1', {
  series: CT_SERIES.id,
  index: 121,
  total: 240,
  window: { center: 40, width: 400 },
  zoom: 1.37,
  cursor: { point: { x: 231.4, y: 188.9 }, value: [-18], unit: 'HU' },
  orientation: { top: 'A', right: 'L', bottom: 'P', left: 'R' },
  scaleBar: { lengthMm: 50, cssPixels: 98 },
  plane: null,
  reformatted: false,
  location: 150,
});
const smearView = ready('v1', {
  series: SMEAR_SERIES.id,
  index: 1,
  total: 1,
  zoom: 0.86,
  cursor: { point: { x: 12, y: 40 }, value: [212, 180, 190], unit: '' },
});
const smearModels = {
  models: [BLOOD_MODEL],
  selected: BLOOD_MODEL.summary.id,
  applicability: { [BLOOD_MODEL.summary.id]: { verdict: 'yes' as const, reasons: [] } },
};
const smearPackages = { installed: BLOOD_PACKAGES };
const done = { state: 'done' as const, given: 247, read: 247, opened: 241, skipped: 4, failed: 2 };
const photo = {
  studies: [PHOTO_STUDY],
  series: [SMEAR_SERIES],
  progress: { ...done, given: 1, read: 1, opened: 1, skipped: 0, failed: 0 },
};
const ct = { studies: [PATIENT_STUDY], series: [CT_SERIES, LUNG_SERIES], progress: done, report: fakeReport(247) };

const tableView = ready('v1', { series: TABLE_SERIES.id });
const textView = ready('v1', { series: TEXT_SERIES.id });

const BASE_SCENES = {
  start: {},
  models: { packages: { installed: ALL_PACKAGES, refused: REFUSED } },
  importing: { packages: { installed: BLOOD_PACKAGES, busy: { name: 'lung-nodules.mdpkg', doing: 'importing' } } },
  drafted: { packages: { draft: NETWORK_DRAFT } },
  converted: { packages: { draft: CONVERTED_DRAFT } },
  question: { packages: { installed: BLOOD_PACKAGES, question: QUESTION } },
  waiting: { session: { waitingForSeal: true }, shell: { seal: { status: 'testing', consented: false, details: [] } } },
  unsealed: {
    shell: { foreignRequests: 1, seal: { status: 'unsealed', consented: false, details: [{ channel: 'page', refused: false }] } },
  },
  failed: { session: { progress: { ...done, given: 6, read: 6, opened: 0, skipped: 1, failed: 5 }, report: fakeReport(6) } },
  ct: {
    session: ct,
    view: { viewports: { ...viewports, v1: ctView }, measurements: MEASUREMENTS },
    packages: smearPackages,
    models: {
      models: [BLOOD_MODEL],
      selected: BLOOD_MODEL.summary.id,
      applicability: {
        [BLOOD_MODEL.summary.id]: {
          verdict: 'no',
          reasons: [
            { fr: 'Modèle prévu pour une photo en couleur, série choisie : CT.', en: 'Model meant for a colour photo; series chosen: CT.' },
          ],
        },
      },
    },
  },
  reading: {
    session: { ...ct, progress: { ...done, state: 'reading', read: 96, opened: 92, skipped: 3, failed: 1 } },
    view: { viewports: { ...viewports, v1: { ...viewports.v1, series: CT_SERIES.id, state: 'loading' } } },
  },
  smear: {
    session: { ...photo, demoCase: 'smear' },
    view: { viewports: { ...viewports, v1: smearView } },
    models: smearModels,
    packages: smearPackages,
  },
  running: {
    session: photo,
    view: { viewports: { ...viewports, v1: smearView } },
    packages: smearPackages,
    models: {
      ...smearModels,
      job: {
        id: jobId('j1'),
        modelId: BLOOD_MODEL.summary.id,
        purpose: 'answer',
        series: SMEAR_SERIES.id,
        state: 'running',
        done: 3,
        total: 8,
        refused: 0,
        provider: 'wasm-threads',
        timing: null,
        error: null,
        startedAt: Date.now() - 4000,
      },
    },
  },
  review: {
    session: { ...photo, demoCase: 'smear' },
    view: { viewports: { ...viewports, v1: smearView } },
    packages: smearPackages,
    models: {
      ...smearModels,
      job: {
        id: jobId('j1'),
        modelId: BLOOD_MODEL.summary.id,
        purpose: 'answer',
        series: SMEAR_SERIES.id,
        state: 'succeeded',
        done: 1,
        total: 1,
        refused: 0,
        provider: 'wasm',
        timing: { load: 410, pre: 12, run: 688, post: 9 },
        error: null,
        startedAt: 0,
      },
    },
    review: {
      findings: fakeFindings(64),
      selected: findingId('f4'),
      canUndo: true,
      unexported: true,
      thresholds: { [BLOOD_MODEL.summary.id]: 0.55 },
      demoScore: {
        byLabel: {
          RBC: { truth: 50, found: 48, falsePositives: 2 },
          WBC: { truth: 8, found: 8, falsePositives: 0 },
          Platelets: { truth: 6, found: 5, falsePositives: 1 },
        },
      },
    },
  },
  gallery: {
    session: { ...photo, demoCase: 'smear' },
    view: { viewports: { ...viewports, v1: smearView }, gallery: { ...INITIAL_GALLERY, open: true } },
    models: smearModels,
    packages: smearPackages,
    review: { findings: fakeFindings(64) },
  },
  many: {
    session: photo,
    view: { viewports: { ...viewports, v1: smearView } },
    models: smearModels,
    packages: smearPackages,
    review: { findings: fakeFindings(1500), selected: findingId('f700') },
  },
  warned: {
    session: photo,
    view: { viewports: { ...viewports, v1: smearView } },
    packages: smearPackages,
    models: {
      ...smearModels,
      acknowledgeNeeded: true,
      applicability: {
        [BLOOD_MODEL.summary.id]: { verdict: 'warn', reasons: [{ fr: 'Grossissement inconnu.', en: 'Magnification unknown.' }] },
      },
    },
  },
  patients: {
    session: { ...ct, studies: [PATIENT_STUDY, OTHER_STUDY], series: [CT_SERIES, LUNG_SERIES, CINE_SERIES], severalPatients: true },
    view: {
      layout: '2x2',
      active: 'v2',
      viewports: {
        v1: { ...ctView, inverted: true },
        v2: ready('v2', {
          series: CINE_SERIES.id,
          index: 12,
          total: 62,
          window: { center: 128, width: 256 },
          zoom: 0.8,
          cine: { playing: true, framesPerSecond: 25 },
        }),
        v3: { ...viewports.v3, series: seriesId('ct2'), state: 'error', error: 'codec-failed' },
        v4: viewports.v4,
      },
    },
    shell: {
      updateReady: true,
      notices: [
        { id: 1, level: 'warning', code: 'provider-fallback', context: {} },
        { id: 2, level: 'error', code: 'codec-failed', context: {} },
        { id: 3, level: 'info', code: 'exported', context: {} },
      ],
    },
  },
  table: {
    session: { studies: [PHOTO_STUDY], series: [TABLE_SERIES] },
    view: { viewports: { ...viewports, v1: tableView } },
    models: { models: [BLOOD_MODEL] },
    review: { answers: [RISK_ANSWER] },
    documents: { [TABLE_SERIES.id]: FAKE_TABLE },
  },
  text: {
    session: { studies: [PHOTO_STUDY], series: [TEXT_SERIES] },
    view: { viewports: { ...viewports, v1: textView } },
    review: { answers: [TEXT_ANSWER] },
    documents: { [TEXT_SERIES.id]: FAKE_TEXT },
  },
  locked: { shell: { locked: true } },
  ...ENGINE_SCENES,
} as const satisfies Record<string, FakeStates>;

export type SceneId = keyof typeof BASE_SCENES;
export const SCENES: Readonly<Record<SceneId, FakeStates>> = BASE_SCENES;
export const SCENE_IDS = Object.keys(BASE_SCENES) as readonly SceneId[];
