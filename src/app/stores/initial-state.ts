import { INITIAL_GALLERY } from '../../domain/gallery/gallery-state';
import { PLAIN_LOOK } from '../../domain/label-overlay';
import { FIRST_GRID } from '../../domain/regions/counting-grid';
import { FIRST_DRAWING } from '../../domain/regions/drawing';
import { NO_LINKS } from '../../domain/slide-link';
import { EMPTY_VIEWPORT } from '../../domain/view';
import type { ViewportId } from '../../domain/ids';
import type { ViewportState } from '../../domain/view';
import type { ModelsState, PackagesState, ReviewState, SessionState, ShellState, ViewState } from '../app';

export const VIEWPORT_IDS: readonly ViewportId[] = ['v1', 'v2', 'v3', 'v4'];

const emptyViewport = (id: ViewportId): ViewportState => ({ id, ...EMPTY_VIEWPORT });

export const INITIAL_SESSION: SessionState = {
  studies: [],
  series: [],
  calibrations: new Map(),
  lostFiles: [],
  otherFileGiven: false,
  progress: null,
  report: [],
  severalPatients: false,
  waitingForSeal: false,
  demoCase: null,
};

export const INITIAL_VIEW: ViewState = {
  layout: '1x1',
  viewports: { v1: emptyViewport('v1'), v2: emptyViewport('v2'), v3: emptyViewport('v3'), v4: emptyViewport('v4') },
  active: 'v1',
  linked: false,
  tool: 'window',
  overlays: 'all',
  identityHidden: false,
  measurements: [],
  selectedMeasurement: null,
  drawing: FIRST_DRAWING,
  draft: null,
  grid: FIRST_GRID,
  gallery: INITIAL_GALLERY,
  calibrating: null,
  labels: [],
  slideLinks: NO_LINKS,
  rows: {},
};

export const INITIAL_MODELS: ModelsState = {
  models: [],
  selected: null,
  applicability: {},
  job: null,
  queue: [],
  acknowledgeNeeded: false,
  memory: null,
  lastRuns: {},
};

export const INITIAL_PACKAGES: PackagesState = {
  installed: [],
  starting: true,
  busy: null,
  question: null,
  draft: null,
  refused: [],
  storage: null,
  publishers: [],
};

export const INITIAL_REVIEW: ReviewState = {
  findings: [],
  selected: null,
  classes: {},
  aiVisible: true,
  thresholds: {},
  canUndo: false,
  canRedo: false,
  unexported: false,
  answers: [],
  overlayLook: PLAIN_LOOK,
  heatmap: null,
  outlined: null,
  demoScore: null,
  demoOverlaps: {},
};

export const INITIAL_SHELL: ShellState = {
  seal: { status: 'testing', consented: false, details: [] },
  ledger: [],
  foreignRequests: 0,
  offline: { status: 'preparing', items: [] },
  updateReady: false,
  installable: false,
  locked: false,
  notices: [],
  runtime: {
    appVersion: '',
    commit: '',
    libraries: {},
    browser: '',
    webgl: '',
    webgpu: '',
    threads: 1,
    crossOriginIsolated: false,
    storage: 'memory',
  },
};
