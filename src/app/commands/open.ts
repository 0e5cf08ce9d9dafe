import { modelsOfCase, opensInTheMiddle, type DemoCaseId } from '../../domain/demo/case-list';
import { isAbort } from '../../domain/errors';
import type { FileReportRow, ImportProgress } from '../../domain/import-report';
import type { InstanceId, SeriesId, ViewportId } from '../../domain/ids';
import { importSources, type ImportEvent } from '../../io/import-pipeline';
import type { PixelLocator } from '../../io/opened';
import type { SlideLocator } from '../../io/slide/slide-locator';
import { StudyBuilder } from '../../io/study-builder';
import type { Series, SeriesIssue } from '../../domain/study';
import type { Commands, DroppedFile } from '../app';
import type { Notify, Report, Stores } from '../context';
import type { DemoCases, DemoTruth } from '../demo';
import { followSeries } from '../follow-series';
import { partDrop, type PackageSource } from '../models/dropped-packages';
import type { SessionCalibrations } from '../session-calibrations';
import type { SessionDocuments } from '../session-documents';
import type { SessionFiles } from '../session-files';
import type { SessionFrames } from '../session-frames';
import type { SessionTiles } from '../session-tiles';
import type { ViewerHost } from '../viewer-host';
import type { IoPool } from '../workers/io.client';

type OpenCommands = Pick<Commands, 'openFiles' | 'repickFiles' | 'openDemo' | 'demoPreview' | 'cancelImport' | 'consentUnsealed'> & {
  /** Opens what waited for the seal test, when it has passed. */
  openWaiting(): void;
  /** Drops everything known of the open studies. */
  forget(): void;
};

export interface OpenPorts {
  readonly io: IoPool;
  readonly frames: SessionFrames<PixelLocator>;
  readonly tiles: SessionTiles<SlideLocator>;
  readonly documents: SessionDocuments;
  readonly calibrations: SessionCalibrations;
  readonly files: SessionFiles;
  readonly viewer: ViewerHost;
  readonly demos: DemoCases;
  readonly truth: DemoTruth;
  readonly report: Report;
  readonly notify: Notify;
  importPackages(sources: readonly PackageSource[]): Promise<void>;
  closeStudy(): void;
}

const NONE: ReadonlySet<File> = new Set();

/** How often the screen hears of a growing import: drawing costs more than reading a header. */
const REFRESH_MS = 400;
const PROGRESS_MS = 100;

export function createOpenCommands(stores: Stores, ports: OpenPorts): OpenCommands {
  const { session, shell, view } = stores;
  let builder = new StudyBuilder();
  let current: AbortController | null = null;
  /** What the reader had chosen before a demo case hid the identity. */
  let hiddenBefore = false;
  /** Drops that are being read or wait for their turn. */
  let pending = 0;
  const waiting: (readonly DroppedFile[])[] = [];
  /** Drops are looked into one after the other, for the same reason. */
  let parting: Promise<unknown> = Promise.resolve();
  /** Imports run one after the other, so that series keep the order of the drops. */
  let queue: Promise<void> = Promise.resolve();

  const mayOpen = (): boolean => {
    const { status, consented } = shell.getState().seal;
    return status === 'sealed' || (status === 'unsealed' && consented);
  };

  const run = async (files: readonly DroppedFile[], merge: boolean): Promise<void> => {
    const controller = new AbortController();
    current = controller;
    // The report answers for the files just given; a drop that had to wait is added to the one it waited for.
    const before = merge ? session.getState() : null;
    const rows: FileReportRow[] = [...(before?.report ?? [])];
    const known = new Set(session.getState().series.map(({ id }) => id));
    const screen = new GrowingScreen(stores, ports.viewer);
    let refreshed = 0;
    let told = 0;
    let first = true;
    const refresh = (): void => {
      refreshed = performance.now();
      const studies = builder.studies();
      const patients = new Set(studies.flatMap(({ patient }) => (patient === null ? [] : [`${patient.id}\n${patient.name}`])));
      const series = ports.calibrations.applied(builder.series());
      for (const { id } of series) {
        const slide = builder.slideBytes(id);
        if (slide !== null) ports.tiles.put(id, slide.sources, slide.locator);
      }
      session.setState({ studies, series, report: [...rows], severalPatients: patients.size > 1 });
      followSeries(stores, series);
      screen.update();
    };
    const due = (): boolean => performance.now() - refreshed > REFRESH_MS;
    const onEvent = (event: ImportEvent): void => {
      // The study was closed meanwhile: what still comes in belongs to nothing.
      if (current !== controller) return;
      switch (event.type) {
        case 'instance':
          ports.files.add(event.source, event.head);
          ports.frames.add(event.instance, event.source, event.locator);
          screen.offer(event.series, event.instance);
          // The first image shows before the rest is read; members of one archive come without progress of their own.
          if (first || due()) refresh();
          first = false;
          return;
        case 'document':
          ports.documents.add(event.series, event.document);
          screen.offer(event.series);
          if (first || due()) refresh();
          first = false;
          return;
        case 'rows':
          for (const row of event.rows) rows.push(row);
          return;
        case 'progress':
          // The end is told with everything in its place.
          if (event.progress.state !== 'reading' || due()) refresh();
          if (event.progress.state !== 'reading' || performance.now() - told > PROGRESS_MS) {
            told = performance.now();
            session.setState({ progress: addProgress(before?.progress ?? null, event.progress) });
          }
          return;
      }
    };
    await importSources(
      files.map(({ file, path }) => ({ blob: file, path })),
      {
        builder,
        onEvent,
        signal: controller.signal,
        concurrency: ports.io.size * 2,
        open: (blob, path, options) => ports.io.open(blob, path, options),
      },
    );
    if (current !== controller) return;
    current = null;
    const personal = (issues: readonly SeriesIssue[]): boolean => issues.includes('metadata-location') || issues.includes('metadata-names');
    const fresh = session.getState().series.filter(({ id }) => !known.has(id));
    if (fresh.some(({ issues }) => personal(issues))) ports.notify('info', 'photo-metadata');
  };

  const enqueue = (files: readonly DroppedFile[]): Promise<void> => {
    const intended = builder;
    // A drop that still waited when the study was closed is not opened into the next one.
    const merge = pending > 0;
    pending += 1;
    queue = queue
      .then(() => (builder === intended ? run(files, merge) : undefined))
      .catch(ports.report)
      .finally(() => {
        pending -= 1;
      });
    return queue;
  };

  const open = async (files: readonly DroppedFile[]): Promise<void> => {
    if (files.length === 0) return;
    if (!mayOpen()) {
      waiting.push(files);
      session.setState({ waitingForSeal: true });
      return;
    }
    return enqueue(files);
  };

  const openWaiting = (): void => {
    if (!mayOpen()) return;
    session.setState({ waitingForSeal: false });
    for (const files of waiting.splice(0)) void enqueue(files);
  };

  /** A model that the case is made for: the one that is selected, else the first that is there. */
  const selectModelFor = (id: DemoCaseId): void => {
    const { models, selected } = stores.models.getState();
    const made = modelsOfCase(id);
    if (selected !== null && made.includes(selected)) return;
    const first = made.find((one) => models.some(({ summary }) => summary.id === one));
    if (first !== undefined) stores.models.setState({ selected: first });
  };

  const showMiddle = (): void => {
    const [series] = session.getState().series;
    if (series !== undefined) ports.viewer.show(view.getState().active, series, Math.ceil(series.frames.length / 2));
  };

  return {
    async openFiles(given) {
      // What went away comes back in any way files are given.
      const lost = session.getState().lostFiles.length > 0;
      const back = lost
        ? await ports.files.repick(
            given.map(({ file }) => file),
            false,
          )
        : NONE;
      const dropped = given.filter(({ file }) => !back.has(file));
      const parted = parting.then(() => partDrop(dropped));
      parting = parted;
      const { packages, others: files } = await parted;
      // An import may wait for an answer: the images do not wait with it.
      const imported = packages.length > 0 ? ports.importPackages(packages) : Promise.resolve();
      if (files.length === 0) return imported;
      // Drawn cases and a patient's images never share a screen.
      if (session.getState().demoCase !== null) {
        ports.closeStudy();
        view.setState({ identityHidden: hiddenBefore });
      }
      return open(files);
    },
    async openDemo(id) {
      try {
        const { files, truth } = await ports.demos.open(id);
        const { series, demoCase } = session.getState();
        if (demoCase === null) hiddenBefore = view.getState().identityHidden;
        // Verdicts on a drawn case are nobody's work to keep.
        if (series.length > 0 && (demoCase !== null || !stores.review.getState().unexported)) ports.closeStudy();
        ports.truth.open(truth);
        selectModelFor(id);
        session.setState({ demoCase: id });
        view.setState({ identityHidden: true });
        await open(files);
        if (opensInTheMiddle(id)) showMiddle();
      } catch (error) {
        if (!isAbort(error)) ports.report(error);
      }
    },
    demoPreview: (id, side) => ports.demos.preview(id, side),
    async repickFiles(files) {
      await ports.files.repick(files, true);
    },
    cancelImport() {
      current?.abort();
    },
    consentUnsealed() {
      shell.setState((state) => ({ seal: { ...state.seal, consented: true } }));
      openWaiting();
    },
    openWaiting,
    forget() {
      current?.abort();
      current = null;
      builder = new StudyBuilder();
      waiting.length = 0;
      ports.frames.clear();
      ports.tiles.clear();
      ports.documents.clear();
      ports.calibrations.clear();
      ports.files.clear();
    },
  };
}

function addProgress(before: ImportProgress | null, now: ImportProgress): ImportProgress {
  if (before === null) return now;
  const sum = (key: 'given' | 'read' | 'opened' | 'skipped' | 'failed'): number => before[key] + now[key];
  return {
    state: now.state,
    given: sum('given'),
    read: sum('read'),
    opened: sum('opened'),
    skipped: sum('skipped'),
    failed: sum('failed'),
  };
}

/** Keeps the screen in step with a growing import: the first series of a drop shows at once, and grows where it hangs. */
class GrowingScreen {
  #first: SeriesId | null = null;
  #firstInstance: InstanceId | null = null;
  #shown: readonly Series[] = [];

  constructor(
    private readonly stores: Stores,
    private readonly viewer: ViewerHost,
  ) {}

  /** The first series of the drop takes the active viewport. */
  offer(series: SeriesId, instance: InstanceId | null = null): void {
    if (this.#first === null) this.#firstInstance = instance;
    this.#first ??= series;
  }

  #show(series: Series, active: ViewportId): void {
    // A research volume comes whole, and begins with air; DICOM begins with what has come first.
    const index = series.uid === null && series.kind === 'volume' ? Math.ceil(series.frames.length / 2) : 1;
    if (this.viewer.inPlanes === null) {
      this.viewer.show(active, series, index);
      return;
    }
    // What has just been opened is looked at first, before anyone reformats it.
    this.viewer.leavePlanes();
    this.stores.view.setState({ layout: '1x1', active: 'v1' });
    this.viewer.show('v1', series, index);
  }

  update(): void {
    const { series: all } = this.stores.session.getState();
    const { viewports, active } = this.stores.view.getState();
    // A file of a slide may turn out to belong to one that is in another series.
    const first =
      all.find(({ id }) => id === this.#first) ?? all.find(({ instances }) => instances.some(({ id }) => id === this.#firstInstance));
    this.#first = first?.id ?? this.#first;
    const known = this.#shown;
    this.#shown = all;
    if (first !== undefined && !known.some(({ id }) => id === first.id)) this.#show(first, active);
    for (const series of all) {
      // The viewer may still be loading: the first series will hang there.
      const hangs = series.id === this.#first || Object.values(viewports).some((viewport) => viewport.series === series.id);
      // A reader who has not moved stays at the first image; one who has, at theirs.
      if (hangs && !known.includes(series)) this.viewer.update(series, { stayAtFirst: series.id === this.#first });
    }
  }
}
