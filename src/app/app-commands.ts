import type { ImageFinding } from '../domain/finding';
import type { CropScale, RgbaImage } from '../domain/gallery/crop-region';
import type { GalleryState } from '../domain/gallery/gallery-state';
import type { FindingId, InstanceId, JobId, MeasurementId, SeriesId, ViewportId } from '../domain/ids';
import type { JobPriority } from '../domain/job-queue';
import type { OutlinedRegion } from '../domain/hot-regions/hot-region';
import type { OverlayLook } from '../domain/label-overlay';
import type { DemoCaseId } from '../domain/demo/case-list';
import type { Thumbnail } from '../domain/demo/drawing/thumbnail';
import type { CountingGrid } from '../domain/regions/counting-grid';
import type { DrawingKey, DrawingSettings } from '../domain/regions/drawing';
import type { Verdict } from '../domain/review/verdicts';
import type { Language, Settings } from '../domain/settings';
import type { AssociatedImageKind } from '../domain/slide';
import type { OpenDocument } from '../domain/text-document';
import type { PublisherKey } from '../domain/trust';
import type { Box } from '../domain/units';
import type { Layout, ToolId, ViewAction } from '../domain/view';
import type { DeviceFacts } from './shell/device-facts';
import type { OnnxAnswers } from '../inference/packages/converters/onnx';

/** What the user interface asks of the application. Each is carried out in `commands/`. */
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
  crop(
    finding: Pick<ImageFinding, 'series' | 'evidence'>,
    scale: CropScale,
    pixels: number,
    signal: AbortSignal,
  ): Promise<RgbaImage | null>;
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

/** What the user says of a bare network; see `draftFromOnnx`. */
export type DraftAnswers = OnnxAnswers;

/** What remains on this machine after a wipe. */
export interface WipeResult {
  readonly studies: number;
  readonly models: number;
  readonly bytes: number;
}
