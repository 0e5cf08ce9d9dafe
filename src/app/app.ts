import type { StoreApi } from 'zustand/vanilla';
import type { Calibrations } from '../domain/calibration';
import type { FileReportRow, ImportProgress } from '../domain/import-report';
import type { Finding, ImageFinding } from '../domain/finding';
import type { CropScale, RgbaImage } from '../domain/gallery/crop-region';
import type { GalleryState } from '../domain/gallery/gallery-state';
import type { FindingId, InstanceId, JobId, MeasurementId, SeriesId, ViewportId } from '../domain/ids';
import type { JobState } from '../domain/job';
import type { JobPriority, JobQueue } from '../domain/job-queue';
import type { ErrorCode, ErrorContext } from '../domain/errors';
import type { ImportConcern, InstalledPackage } from '../domain/installed-package';
import type { OutlinedRegion } from '../domain/hot-regions/hot-region';
import type { OverlayLook } from '../domain/label-overlay';
import type { ModelAnswer } from '../domain/model-answer';
import type { Applicability, InstalledModel, MemoryForecast, ModelSummary } from '../domain/model-package';
import type { PromptDisplay } from '../domain/prompt';
import type { DemoCaseId } from '../domain/demo/registry';
import type { Thumbnail } from '../domain/demo/drawing/thumbnail';
import type { OverlapByLabel } from '../domain/review/truth-overlap';
import type { StudyClasses } from '../domain/regions/annotation-classes';
import type { CountingGrid } from '../domain/regions/counting-grid';
import type { DrawingKey, DrawingSettings, RegionDraft } from '../domain/regions/drawing';
import type { TruthScore } from '../domain/review/truth-score';
import type { Verdict } from '../domain/review/verdicts';
import type { Keymap, Language, Settings } from '../domain/settings';
import type { LiveAnswer } from './live/live-loop';
import type { AssociatedImageKind } from '../domain/slide';
import type { SlideLinks } from '../domain/slide-link';
import type { Series, Study } from '../domain/study';
import type { OpenDocument } from '../domain/text-document';
import type { PublisherKey, Trust } from '../domain/trust';
import type { ConverterId } from '../inference/packages/converters/registry';
import type { Unmapped } from '../inference/packages/converters/shared/not-mapped';
import type { OnnxAnswers } from '../inference/packages/converters/onnx';
import type { Box } from '../domain/units';
import type { Layout, Measurement, OverlayLevel, ToolId, ViewAction, ViewportState } from '../domain/view';
import type { NetworkDescription } from './models/foreign-model';
import type { LastRun } from './models/run-estimate';
import type { LedgerEntry } from './network/ledger-entry';
import type { DeviceFacts } from './shell/device-facts';

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

/** What the user says of a bare network; see `draftFromOnnx`. */
export type DraftAnswers = OnnxAnswers;

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

/** What remains on this machine after a wipe. */
export interface WipeResult {
  readonly studies: number;
  readonly models: number;
  readonly bytes: number;
}

export interface Commands {
  // open and close
  openFiles(files: readonly DroppedFile[]): Promise<void>;
  openDemo(id: DemoCaseId): Promise<void>;
  /** A small square picture of a case that is drawn when it is opened; null of the others. @param side pixels */
  demoPreview(id: DemoCaseId, side: number): Promise<Thumbnail | null>;
  /** Gives files again that have gone while they were open: what is read goes on. */
  repickFiles(files: readonly File[]): Promise<void>;
  cancelImport(): void;
  closeStudy(): void;
  consentUnsealed(): void;
  wipe(options: { readonly models: boolean }): Promise<WipeResult>;
  unlock(): void;
  // view
  /** Gives the viewer the element of one viewport; the returned function takes it back. */
  attachViewport(id: ViewportId, element: HTMLDivElement): () => void;
  showSeries(series: SeriesId, viewport?: ViewportId): void;
  /** Content of a table or text series; null for others and once the study is closed. Patient data: never stored or logged. */
  document(series: SeriesId): OpenDocument | null;
  /** @param row from 0 */
  selectRow(series: SeriesId, row: number): void;
  /** A PNG data-free object URL of a thumbnail, made lazily; the caller revokes it. Null when it cannot be made. */
  thumbnail(series: SeriesId, signal: AbortSignal): Promise<string | null>;
  /**
   * An object URL of a picture beside the specimen, as stored; the caller revokes it. Null when it cannot be read. The label
   * names the patient, and an overview may show it.
   */
  associatedImage(series: SeriesId, kind: AssociatedImageKind, signal: AbortSignal): Promise<string | null>;
  setGallery(patch: Partial<GalleryState>): void;
  /**
   * What was found, cut out of its image as the screen shows it. Null when it cannot be read.
   * @param pixels device pixels of its longer side
   * @throws AbortError
   */
  crop(finding: Pick<ImageFinding, 'series' | 'evidence'>, scale: CropScale, pixels: number, signal: AbortSignal): Promise<RgbaImage | null>;
  setLayout(layout: Layout): void;
  setLinked(linked: boolean): void;
  activate(viewport: ViewportId): void;
  setTool(tool: ToolId): void;
  act(action: ViewAction, viewport?: ViewportId): void;
  /** Asks for marks on the two slides that hang beside one another, which link them; hangs another open slide where one is alone. */
  alignSlides(): void;
  /** One more mark on each of two linked slides. */
  addSlideMark(): void;
  /** The mark that is expected, in the middle of its view. */
  markSlideCenter(): void;
  /** Links by the one pair of marks that there is: a shift alone. */
  linkByOneMark(): void;
  cancelAlignment(): void;
  unlinkSlides(): void;
  cycleOverlays(): void;
  toggleIdentity(): void;
  removeMeasurement(id: MeasurementId): void;
  selectMeasurement(id: MeasurementId | null): void;
  setMeasurementText(id: MeasurementId, text: string): void;
  /** Asks for the true length of a measured line; without one, the next line drawn is the ruler. */
  startCalibration(ruler?: MeasurementId): void;
  /** Of an image: how many open ones are as large and state no pixel size, itself among them; and how many were calibrated in one go with it. */
  calibrationTargets(instance: InstanceId): { readonly alike: number; readonly together: number };
  /** @param length true length of the line, mm, above 0 */
  calibrate(ruler: MeasurementId, length: number, scope: 'image' | 'same-size'): void;
  /** Gives an image, and those calibrated in one go with it, back what their files state. */
  removeCalibration(instance: InstanceId): void;
  leaveCalibration(): void;
  /** Lays a volume over another with the same voxels (`labelTargets`) as a label map. */
  openAsLabels(source: SeriesId, target: SeriesId): Promise<void>;
  closeLabels(source: SeriesId): void;
  // models
  /** Packages as folders or files, collections of them, bare networks. What is none is refused, in `PackagesState.refused`. */
  importPackages(files: readonly DroppedFile[]): Promise<void>;
  answerImport(agreed: boolean): void;
  /** Null: no draft is made. */
  answerDraft(answers: DraftAnswers | null): void;
  dismissRefusals(): void;
  removePackage(id: string, version: string): Promise<void>;
  /** Keeps this version in use whatever else is installed; false: the newest is used again. */
  pinPackage(id: string, version: string, pinned: boolean): Promise<void>;
  /** Checks every byte of a package again, and its tests on this machine. */
  verifyPackage(id: string, version: string): Promise<void>;
  /** Vouches for the publisher of a signed package, under a name. */
  trustPublisher(key: Omit<PublisherKey, 'origin'>): Promise<void>;
  distrustPublisher(publicKey: string): Promise<void>;
  /** All installed packages in one file, for the next workstation. */
  exportPackages(): Promise<void>;
  selectModel(id: string): void;
  runModel(): void;
  acknowledgeRun(): void;
  /** The job that is shown. */
  cancelJob(): void;
  withdrawJob(id: JobId): void;
  /** Held in the queue, or before its next window. */
  pauseJob(id: JobId): void;
  resumeJob(id: JobId): void;
  prioritizeJob(id: JobId, priority: JobPriority): void;
  /** Computes which parts of its image a class of an answer rested on, and shows them. `output` is one that is `explainable`. */
  explainAnswer(job: JobId, output: string, label: string): void;
  // live
  startLive(modelId: string): void;
  stopLive(): void;
  /** What the camera shows now; null while it is off. */
  liveStream(): MediaStream | null;
  // prompt
  /** Moves the cursor of the keyboard on the frame on screen, by CSS pixels; it begins at the middle. */
  movePromptCursor(dx: number, dy: number): void;
  /** A place at the cursor. @param outside the other kind of place than the one that is set */
  placeAtCursor(outside: boolean): void;
  /** Takes the last place of the frame on screen back. */
  removePromptPoint(): void;
  clearPromptPoints(): void;
  /** Clicks name what is outside (true) or inside what is meant. */
  setPromptOutside(outside: boolean): void;
  // review
  selectFinding(id: FindingId | null): void;
  goToFinding(direction: 1 | -1): void;
  accept(id: FindingId): void;
  reject(id: FindingId): void;
  relabel(id: FindingId, label: string): void;
  /** One verdict on several findings, in one step of the history. */
  judge(ids: readonly FindingId[], verdict: Verdict): void;
  moveFinding(id: FindingId, box: Box): void;
  noteFinding(id: FindingId, note: string): void;
  removeFinding(id: FindingId): void;
  // regions and counts
  setDrawing(patch: Partial<DrawingSettings>): void;
  /** False where the key means nothing to the tool in hand. */
  drawByKey(key: DrawingKey): boolean;
  /** A class of the study on screen, which is then in hand. */
  addClass(name: string): void;
  changeClass(key: string, patch: { readonly name?: string; readonly color?: string }): void;
  /** Does nothing while something is called so. */
  removeClass(key: string): void;
  /** The labels of the selected model become classes too. */
  takeModelClasses(): void;
  setGrid(patch: Partial<CountingGrid>): void;
  toggleAi(visible?: boolean): void;
  /** Shows one heatmap of the answers, or none. */
  showHeatmap(id: string | null): void;
  /** Brings a region of a slide on screen and draws its border; null takes the border away. */
  outlineRegion(region: OutlinedRegion | null): void;
  setOverlayLook(look: Partial<OverlayLook>): void;
  setThreshold(modelId: string, value: number): void;
  undo(): void;
  redo(): void;
  // keep
  /** `maps`: what models drew, as it stands after review. */
  export(format: 'csv' | 'session' | 'maps'): Promise<void>;
  supportText(): string;
  /** What this browser and machine give, asked anew. */
  readDevice(): Promise<DeviceFacts>;
  /** Plain text for those who run the workstations: no patient data, no file name. */
  deviceText(facts: DeviceFacts): string;
  // shell
  setLanguage(language: Language): void;
  setSettings(patch: Partial<Settings>): void;
  applyUpdate(): void;
  promptInstall(): Promise<void>;
  dismissNotice(id: number): void;
}

/** A file with its path inside the drop (`webkitRelativePath`, directory entry), so that DICOMDIR references resolve. */
export interface DroppedFile {
  readonly file: File;
  readonly path: string;
}
