import { createStore } from 'zustand/vanilla';
import type {
  App,
  Commands,
  LiveState,
  ModelsState,
  PackagesState,
  PromptState,
  ReviewState,
  SessionState,
  Settings,
  ShellState,
  ViewState,
} from '../../src/app/app';
import { EditHistory } from '../../src/app/edit-history';
import { INITIAL_GALLERY } from '../../src/domain/gallery/gallery-state';
import { judgeFindings } from '../../src/domain/review/verdicts';
import { PLAIN_LOOK } from '../../src/domain/label-overlay';
import { NO_LINKS } from '../../src/domain/slide-link';
import type { ViewportId } from '../../src/domain/ids';
import { FIRST_GRID } from '../../src/domain/regions/counting-grid';
import { FIRST_DRAWING } from '../../src/domain/regions/drawing';
import { DEFAULT_SETTINGS } from '../../src/domain/settings';
import type { OpenDocument } from '../../src/domain/text-document';
import { EMPTY_VIEWPORT, type ViewportState } from '../../src/domain/view';
import { LIVE_OFF } from '../../src/app/commands/live';
import type { DeviceFacts } from '../../src/app/shell/device-facts';

/** Every command called, oldest first. */
export interface FakeApp extends App {
  readonly calls: readonly { readonly name: string; readonly args: readonly unknown[] }[];
}

export interface FakeStates {
  readonly session?: Partial<SessionState>;
  readonly view?: Partial<ViewState>;
  readonly models?: Partial<ModelsState>;
  readonly packages?: Partial<PackagesState>;
  readonly prompt?: Partial<PromptState>;
  readonly live?: Partial<LiveState>;
  readonly review?: Partial<ReviewState>;
  readonly settings?: Partial<Settings>;
  readonly shell?: Partial<ShellState>;
  /** By series id. */
  readonly documents?: Readonly<Record<string, OpenDocument>>;
}

/** What the fake screen shows: the harness draws a picture, a test need not. */
export interface FakeDisplay {
  attach(id: ViewportId, element: HTMLDivElement): () => void;
  thumbnail(series: string): Promise<string | null>;
}

const NO_DISPLAY: FakeDisplay = { attach: () => () => undefined, thumbnail: () => Promise.resolve(null) };

const VIEWPORTS: readonly ViewportId[] = ['v1', 'v2', 'v3', 'v4'];

export function emptyViewports(): Record<ViewportId, ViewportState> {
  return Object.fromEntries(VIEWPORTS.map((id) => [id, { id, ...EMPTY_VIEWPORT }])) as Record<ViewportId, ViewportState>;
}

function stores(states: FakeStates): Omit<App, 'commands'> {
  return {
    session: createStore<SessionState>()(() => ({
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
      ...states.session,
    })),
    view: createStore<ViewState>()(() => ({
      layout: '1x1',
      viewports: emptyViewports(),
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
      slideLinks: NO_LINKS,
      calibrating: null,
      labels: [],
      rows: {},
      ...states.view,
    })),
    models: createStore<ModelsState>()(() => ({
      models: [],
      selected: null,
      applicability: {},
      job: null,
      queue: [],
      acknowledgeNeeded: false,
      memory: null,
      lastRuns: {},
      ...states.models,
    })),
    packages: createStore<PackagesState>()(() => ({
      installed: [],
      starting: false,
      busy: null,
      question: null,
      draft: null,
      refused: [],
      storage: { models: 6_840_000, used: 38_000_000, left: 12_000_000_000, durability: 'best-effort' },
      publishers: [],
      ...states.packages,
    })),
    review: createStore<ReviewState>()(() => ({
      findings: [],
      selected: null,
      classes: {},
      aiVisible: true,
      thresholds: {},
      canUndo: false,
      canRedo: false,
      unexported: false,
      heatmap: null,
      outlined: null,
      overlayLook: PLAIN_LOOK,
      answers: [],
      demoScore: null,
      demoOverlaps: {},
      ...states.review,
    })),
    live: createStore<LiveState>()(() => ({ ...LIVE_OFF, ...states.live })),
    prompt: createStore<PromptState>()(() => ({ prompts: [], cursor: null, outside: false, latency: null, ...states.prompt })),
    settings: createStore<Settings>()(() => ({ ...DEFAULT_SETTINGS, ...states.settings })),
    shell: createStore<ShellState>()(() => ({
      seal: {
        status: 'sealed',
        consented: false,
        details: [
          { channel: 'page', refused: true },
          { channel: 'worker', refused: true },
          { channel: 'eval', refused: true },
          { channel: 'headers', refused: true },
        ],
      },
      ledger: [
        { target: 'index.html', kind: 'own', outcome: 'offline-store', initiator: 'navigation', bytes: 0, at: 0 },
        { target: 'assets/index-4f2c91.js', kind: 'own', outcome: 'served', initiator: 'script', bytes: 412_000, at: 41 },
        { target: 'https://sealed-test.invalid', kind: 'test', outcome: 'refused', initiator: 'fetch', bytes: 0, at: 210 },
      ],
      foreignRequests: 0,
      offline: {
        status: 'ready',
        items: [
          { name: 'application', bytes: 4_100_000, ready: true },
          { name: 'runtime', bytes: 24_400_000, ready: true },
          { name: 'blood-cell-detection 1.0.0', bytes: 6_840_000, ready: true },
        ],
      },
      updateReady: false,
      installable: true,
      locked: false,
      notices: [],
      runtime: {
        appVersion: '0.1.0',
        commit: '5b3a7b5',
        libraries: { '@cornerstonejs/core': '5.14.0', 'onnxruntime-web': '1.30.0', react: '19.3.1' },
        browser: 'Chromium 156',
        webgl: 'WebGL2, SwiftShader',
        webgpu: '',
        threads: 2,
        crossOriginIsolated: true,
        storage: 'best-effort',
      },
      ...states.shell,
    })),
  };
}

export const FAKE_DEVICE: DeviceFacts = {
  webgpu: {
    state: 'ready',
    adapter: 'nvidia ampere',
    fallback: false,
    maxBufferSize: 4_294_967_296,
    maxStorageBufferBindingSize: 2_147_483_644,
    halfPrecision: true,
  },
  wasm: { simd: true, threads: 7, cores: 8, isolated: true },
  webgl: { renderer: 'ANGLE (NVIDIA, NVIDIA RTX A2000 Direct3D11 vs_5_0 ps_5_0, D3D11)', maxTextureSize: 16_384 },
  memory: { device: 8, heapLimit: 4_294_705_152, budget: 3_221_225_472 },
  codecs: ['RLE', 'Deflate', 'JPEG (8, 12 bits)', 'JPEG Lossless', 'JPEG-LS', 'JPEG 2000', 'HTJ2K', 'JPEG XL'],
};

/** An application of stores alone: commands are recorded, the simple ones change the stores as the real ones do. */
export function createFakeApp(states: FakeStates = {}, display: FakeDisplay = NO_DISPLAY): FakeApp {
  const made = stores(states);
  const calls: { name: string; args: readonly unknown[] }[] = [];
  const history = new EditHistory(made.review, made.view, { set: () => undefined });

  const effects: Partial<Commands> = {
    attachViewport: (id, element) => display.attach(id, element),
    thumbnail: (series) => display.thumbnail(series),
    document: (series) => states.documents?.[series] ?? null,
    selectRow: (series, row) => {
      made.view.setState((state) => ({ rows: { ...state.rows, [series]: row } }));
    },
    setLanguage: (language) => {
      made.settings.setState({ language });
    },
    setSettings: (patch) => {
      made.settings.setState(patch);
    },
    setTool: (tool) => {
      made.view.setState({ tool });
    },
    setLayout: (layout) => {
      made.view.setState({ layout });
    },
    activate: (active) => {
      made.view.setState({ active });
    },
    cycleOverlays: () => {
      const { overlays } = made.view.getState();
      made.view.setState({ overlays: overlays === 'all' ? 'minimal' : overlays === 'minimal' ? 'none' : 'all' });
    },
    toggleIdentity: () => {
      made.view.setState({ identityHidden: !made.view.getState().identityHidden });
    },
    toggleAi: () => {
      made.review.setState({ aiVisible: !made.review.getState().aiVisible });
    },
    selectFinding: (selected) => {
      made.review.setState({ selected });
    },
    setGallery: (patch) => {
      made.view.setState(({ gallery }) => ({ gallery: { ...gallery, ...patch } }));
    },
    crop: (_finding, _scale, pixels) => {
      const rgba = new Uint8ClampedArray(pixels * pixels * 4).fill(160);
      return Promise.resolve({ columns: pixels, rows: pixels, rgba });
    },
    judge: (ids, verdict) => {
      history.findings(judgeFindings(made.review.getState().findings, new Set(ids), verdict, '2026-11-22T08:00:00Z'));
    },
    undo: () => {
      history.undo();
    },
    selectModel: (selected) => {
      made.models.setState({ selected });
    },
    dismissNotice: (id) => {
      made.shell.setState({ notices: made.shell.getState().notices.filter((notice) => notice.id !== id) });
    },
    wipe: () => Promise.resolve({ studies: 0, models: 1, bytes: 31_000_000 }),
    supportText: () => 'Diaphane 0.1.0 (5b3a7b5)\nChromium 156\nWebGPU: absent',
    readDevice: () => Promise.resolve(FAKE_DEVICE),
    deviceText: () => 'Diaphane 0.1.0 (5b3a7b5)\nWebGPU: none',
    setThreshold: (model, value) => {
      made.review.setState({ thresholds: { ...made.review.getState().thresholds, [model]: value } });
    },
  };

  const commands = new Proxy(effects, {
    get:
      (target, name: string) =>
      (...args: readonly unknown[]) => {
        calls.push({ name, args });
        const effect = Reflect.get(target, name) as ((...given: readonly unknown[]) => unknown) | undefined;
        return effect === undefined ? Promise.resolve() : effect(...args);
      },
  }) as Commands;
  // Stable functions, as the real ones are.
  const stable = new Map<string | symbol, unknown>();
  const steady = new Proxy(commands, {
    get: (target, name) => {
      if (!stable.has(name)) stable.set(name, Reflect.get(target, name));
      return stable.get(name);
    },
  });

  return { ...made, commands: steady, calls };
}
