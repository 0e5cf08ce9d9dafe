import type { StoreApi } from 'zustand/vanilla';
import type { Calibrations } from '../domain/calibration';
import type { FileReportRow, ImportProgress } from '../domain/import-report';
import type { Finding } from '../domain/finding';
import type { GalleryState } from '../domain/gallery/gallery-state';
import type { FindingId, MeasurementId, SeriesId, ViewportId } from '../domain/ids';
import type { JobState } from '../domain/job';
import type { JobQueue } from '../domain/job-queue';
import type { ErrorCode, ErrorContext } from '../domain/errors';
import type { ImportConcern, InstalledPackage } from '../domain/installed-package';
import type { OutlinedRegion } from '../domain/hot-regions/hot-region';
import type { OverlayLook } from '../domain/label-overlay';
import type { ModelAnswer } from '../domain/model-answer';
import type { Applicability, InstalledModel, MemoryForecast, ModelSummary } from '../domain/model-package';
import type { PromptDisplay } from '../domain/prompt';
import type { DemoCaseId } from '../domain/demo/case-list';
import type { OverlapByLabel } from '../domain/review/truth-overlap';
import type { StudyClasses } from '../domain/regions/annotation-classes';
import type { CountingGrid } from '../domain/regions/counting-grid';
import type { DrawingSettings, RegionDraft } from '../domain/regions/drawing';
import type { TruthScore } from '../domain/review/truth-score';
import type { Keymap, Language, Settings } from '../domain/settings';
import type { LiveAnswer } from './live/live-loop';
import type { SlideLinks } from '../domain/slide-link';
import type { Series, Study } from '../domain/study';
import type { PublisherKey, Trust } from '../domain/trust';
import type { ConverterId } from '../inference/packages/converters/registry';
import type { Unmapped } from '../inference/packages/converters/shared/not-mapped';
import type { Layout, Measurement, OverlayLevel, ToolId, ViewportState } from '../domain/view';
import type { NetworkDescription } from './models/foreign-model';
import type { LastRun } from './models/run-estimate';
import type { LedgerEntry } from './network/ledger-entry';
import type { Commands } from './app-commands';

/**
 * What the user interface sees of the application: read-only stores and commands. The interface never reaches
 * past it. Every store holds ids and small values, never pixels.
 */
export interface App {
  readonly session: StoreApi<SessionState>;
  readonly view: StoreApi<ViewState>;
  readonly models: StoreApi<ModelsState>;
  readonly packages: StoreApi<PackagesState>;
  readonly review: StoreApi<ReviewState>;
  readonly live: StoreApi<LiveState>;
  readonly prompt: StoreApi<PromptState>;
  readonly settings: StoreApi<Settings>;
  readonly shell: StoreApi<ShellState>;
  readonly commands: Commands;
}

export interface SessionState {
  readonly studies: readonly Study[];
  /** In drop order. */
  readonly series: readonly Series[];
  /** Pixel sizes given by the person; `series` has them already. */
  readonly calibrations: Calibrations;
  /** Files that were removed or changed while they are open: they are asked for again. Names may be patient data. */
  readonly lostFiles: readonly { readonly name: string; readonly byteLength: number }[];
  /** What was given for them last was none of them. */
  readonly otherFileGiven: boolean;
  /** Null before the first import. */
  readonly progress: ImportProgress | null;
  readonly report: readonly FileReportRow[];
  /** More than one patient is open: a red bar names the fact. */
  readonly severalPatients: boolean;
  /** Files wait for the seal test. */
  readonly waitingForSeal: boolean;
  /** Demo case on screen, if any. */
  readonly demoCase: DemoCaseId | null;
}

export type { DemoCaseId };

export interface ViewState {
  readonly layout: Layout;
  readonly viewports: Readonly<Record<ViewportId, ViewportState>>;
  readonly active: ViewportId;
  /** Viewports beside one another share pan and zoom. */
  readonly linked: boolean;
  readonly tool: ToolId;
  readonly overlays: OverlayLevel;
  /** Patient identity masked on screen, in titles and exports (F8). */
  readonly identityHidden: boolean;
  readonly measurements: readonly Measurement[];
  readonly selectedMeasurement: MeasurementId | null;
  /** How regions are drawn and things counted. */
  readonly drawing: DrawingSettings;
  /** The region that is being drawn or changed. */
  readonly draft: RegionDraft | null;
  readonly grid: CountingGrid;
  /** A line over a ruler, whose true length is asked. */
  readonly calibrating: MeasurementId | null;
  readonly gallery: GalleryState;
  /** Opened volumes that lie over others as label maps, in the order they were laid. */
  readonly labels: readonly ShownLabels[];
  /** Slides that move together, for as long as they are open, and marks that are being placed for it. */
  readonly slideLinks: SlideLinks;
  /** The row looked at, from 0, of each table that is not at its first. A model that reads rows runs on it. */
  readonly rows: Readonly<Partial<Record<SeriesId, number>>>;
}

export interface ShownLabels {
  readonly source: SeriesId;
  readonly target: SeriesId;
  /** Labels there are, rising, without 0. */
  readonly values: readonly number[];
}

export interface ModelsState {
  readonly models: readonly InstalledModel[];
  readonly selected: string | null;
  /** By model id, for the series in the active viewport; empty without an image. */
  readonly applicability: Readonly<Record<string, Applicability>>;
  /** The current or last job. */
  readonly job: JobState | null;
  /** Jobs that wait, run or are held, in the order they came. */
  readonly queue: JobQueue;
  /** A warned run waits for the user's word. */
  readonly acknowledgeNeeded: boolean;
  /** Of the selected model on the volume in the active viewport; null without one, or before it is known. */
  readonly memory: MemoryForecast | null;
  /** What the last run of each installed version took here, by `packageKey`, until the app is closed. */
  readonly lastRuns: Readonly<Partial<Record<string, LastRun>>>;
}

/** What the model manager shows. */
export interface PackagesState {
  /** Every installed version; those in use are also in `ModelsState.models`. */
  readonly installed: readonly InstalledPackage[];
  /** What comes with the app is still being installed. */
  readonly starting: boolean;
  /** Name of the package that is being imported, or made into a file. */
  readonly busy: { readonly name: string; readonly doing: 'importing' | 'exporting' } | null;
  /** An import that waits for the user's word. */
  readonly question: ImportQuestion | null;
  /** A draft that waits for the user: of a bare network, or of a model in another format. */
  readonly draft: DraftQuestion | null;
  /** Since the last import began, or until dismissed. */
  readonly refused: readonly RefusedPackage[];
  /** Null until it is known. */
  readonly storage: ModelStorage | null;
  /** Publishers this workstation vouches for. */
  readonly publishers: readonly PublisherKey[];
}

export interface ImportQuestion {
  readonly summary: ModelSummary;
  readonly trust: Trust;
  /** What there is to agree to; never empty. */
  readonly concerns: readonly ImportConcern[];
  /** Version of the same model that is installed and that this one is compared with; null where none is. */
  readonly installed: { readonly version: string; readonly trust: Trust } | null;
  /** Text or name of the licence, where it asks to be accepted. */
  readonly license: string | null;
}

export type DraftQuestion =
  /** What the network does not say is asked. */
  | { readonly kind: 'network'; readonly name: string; readonly network: NetworkDescription }
  /** What could not be carried over is told. */
  | { readonly kind: 'converted'; readonly name: string; readonly from: ConverterId; readonly unmapped: readonly Unmapped[] };

export interface RefusedPackage {
  readonly id: number;
  /** Of the file or folder given. */
  readonly name: string;
  readonly code: ErrorCode;
  readonly context: ErrorContext;
  /** In plain English, for authors: which field, which file. */
  readonly message: string;
}

export interface ModelStorage {
  /** Bytes of the models' files. */
  readonly models: number;
  /** Of the whole app, as the browser counts it; null where unknown. */
  readonly used: number | null;
  readonly left: number | null;
  readonly durability: 'persistent' | 'best-effort' | 'memory';
}

export interface ReviewState {
  /** Of all series; the panel filters by the active one. */
  readonly findings: readonly Finding[];
  readonly selected: FindingId | null;
  /** What a person calls regions and what is counted, of the studies whose classes were changed. */
  readonly classes: StudyClasses;
  /** V: AI findings drawn or not. */
  readonly aiVisible: boolean;
  /** By model id; findings scored below are not shown nor counted. */
  readonly thresholds: Readonly<Record<string, number>>;
  readonly canUndo: boolean;
  readonly canRedo: boolean;
  /** Verdicts or measurements not exported yet. */
  readonly unexported: boolean;
  /** What models said, by place: images, texts, rows of tables. */
  readonly answers: readonly ModelAnswer[];
  /** Of all maps over images, for as long as the app is open. */
  readonly overlayLook: OverlayLook;
  /** Heatmap on show, `job/output`; null for none. */
  readonly heatmap: string | null;
  /** Region of a slide that a list has brought on screen, its border drawn; null for none. */
  readonly outlined: OutlinedRegion | null;
  /** Demo smear: how right the model is against the known truth; null elsewhere. */
  readonly demoScore: DemoScore | null;
  /** Drawn cases: how far each map covers what was drawn, by `overlayId`; empty elsewhere. */
  readonly demoOverlaps: Readonly<Record<string, OverlapByLabel>>;
}

/** Greedy matching at IoU ≥ 0.5 per label against the generator's truth. */
export type DemoScore = TruthScore;

/** Places clicked for a model, by frame. */
export interface PromptState extends PromptDisplay {
  /** What a plain click names is outside what is meant. */
  readonly outside: boolean;
  /** Milliseconds from the last click to its answer; null before the first. */
  readonly latency: number | null;
}

/** A model over the frames of a camera. */
export interface LiveState {
  readonly state: 'off' | 'starting' | 'on' | 'failed';
  readonly modelId: string | null;
  readonly error: ErrorCode | null;
  /** Of the newest frame. */
  readonly answer: LiveAnswer | null;
}

export type { Keymap, Language, LedgerEntry, Settings };

export type SealStatus = 'testing' | 'sealed' | 'unsealed';

export interface OfflineItem {
  readonly name: string;
  readonly bytes: number;
  readonly ready: boolean;
}

export interface Notice {
  readonly id: number;
  readonly level: 'info' | 'warning' | 'error';
  readonly code: ErrorCode | NoticeCode;
  readonly context: ErrorContext;
}
export type NoticeCode =
  | 'model-installed'
  | 'exported'
  | 'wiped'
  | 'study-closed'
  | 'graphics-recovered'
  | 'provider-fallback'
  | 'rows-without-answer'
  | 'photo-metadata'
  | 'idle-purged';

export interface ShellState {
  readonly seal: {
    readonly status: SealStatus;
    /** The user has agreed in so many words to open files although the seal test failed. */
    readonly consented: boolean;
    /** What the test found, by channel, for the ledger and the support text. */
    readonly details: readonly { readonly channel: 'page' | 'worker' | 'eval' | 'headers'; readonly refused: boolean }[];
  };
  readonly ledger: readonly LedgerEntry[];
  /** Requests other than the app's own files and the refused test: expected 0. */
  readonly foreignRequests: number;
  readonly offline: { readonly status: 'preparing' | 'ready' | 'unavailable'; readonly items: readonly OfflineItem[] };
  readonly updateReady: boolean;
  readonly installable: boolean;
  readonly locked: boolean;
  readonly notices: readonly Notice[];
  readonly runtime: {
    readonly appVersion: string;
    readonly commit: string;
    readonly libraries: Readonly<Record<string, string>>;
    readonly browser: string;
    readonly webgl: string;
    readonly webgpu: string;
    readonly threads: number;
    readonly crossOriginIsolated: boolean;
    readonly storage: 'persistent' | 'best-effort' | 'memory';
  };
}

export type { Commands, DraftAnswers, DroppedFile, WipeResult } from './app-commands';
