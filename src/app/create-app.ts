import { labelLook, type LabelLook } from '../domain/label-look';
import { createStore } from 'zustand/vanilla';
import { DEFAULT_SETTINGS, type Settings } from '../domain/settings';
import type { PublisherKey } from '../domain/trust';
import { memoryBudget } from '../inference/memory/memory-budget';
import { threadsHere } from '../inference/runtime/threads';
import { openStorage } from '../storage/storage';
import type { PixelLocator } from '../io/opened';
import type { SlideLocator } from '../io/slide/slide-locator';
import type { App } from './app';
import { createCalibrateCommands } from './commands/calibrate';
import { createCloseCommands } from './commands/close';
import { createExplainCommands } from './commands/explain';
import { createGalleryCommands } from './commands/gallery';
import { createKeepCommands } from './commands/keep';
import { createLabelCommands } from './commands/labels';
import { createLiveCommands, LIVE_OFF } from './commands/live';
import { answerOverlays } from './results/answer-overlays';
import { outlineOverlay } from './results/outline-overlay';
import { ShownOverlays } from './results/shown-overlays';
import { createModelCommands } from './commands/models';
import { createHotRegionCommands } from './commands/hot-regions';
import { createOpenCommands } from './commands/open';
import { createPackageCommands } from './commands/packages';
import { createPromptCommands, NO_PROMPTS } from './commands/prompt';
import { preloadSelected } from './commands/preload';
import { createRegionCommands } from './commands/regions';
import { createLinkCommands } from './commands/slide-link';
import { createReviewCommands } from './commands/review';
import { createShellCommands } from './commands/shell';
import { createViewCommands } from './commands/view';
import { packagePrefixes } from './config/config-schema';
import { loadConfig, type AppConfig } from './config/load-config';
import { toPublisherKeys } from './config/publisher-keys';
import type { Stores } from './context';
import { DemoCases, DemoTruth } from './demo';
import { EditHistory } from './edit-history';
import { BUILT_IN_PUBLISHERS } from './models/built-in-publishers';
import { rememberRuns } from './models/last-runs';
import { forecastMemory } from './models/memory-forecast';
import { ModelCatalogue } from './models/model-catalogue';
import { PackageImporter } from './models/package-import';
import { installStartingPackages } from './models/starting-packages';
import { createNotices } from './notices';
import { SessionCalibrations } from './session-calibrations';
import { SessionDocuments } from './session-documents';
import { PlaneFrames } from './plane-frames';
import { SessionFiles } from './session-files';
import { SessionFrames } from './session-frames';
import { SessionTiles } from './session-tiles';
import { deviceMemory } from './shell/device-facts';
import { webgpuEnvironment } from './shell/runtime-info';
import { startShell } from './shell/start-shell';
import { INITIAL_MODELS, INITIAL_PACKAGES, INITIAL_REVIEW, INITIAL_SESSION, INITIAL_SHELL, INITIAL_VIEW } from './stores/initial-state';
import { ViewerHost } from './viewer-host';
import { handleViewerEvent } from './viewer-events';
import { labelSources } from './label-sources';
import { ComputeHost } from './workers/compute.client';
import { DemoArtist } from './workers/demo.client';
import { IoPool } from './workers/io.client';

/**
 * Makes one application: its stores, its workers, its commands. Nothing is a module singleton. Returns at once, so that
 * the screen is drawn before storage has answered; what is kept (settings, models) follows.
 */
export function createApp(): App {
  const stores: Stores = {
    session: createStore(() => INITIAL_SESSION),
    view: createStore(() => INITIAL_VIEW),
    models: createStore(() => INITIAL_MODELS),
    packages: createStore(() => INITIAL_PACKAGES),
    review: createStore(() => INITIAL_REVIEW),
    settings: createStore(() => DEFAULT_SETTINGS),
    shell: createStore(() => INITIAL_SHELL),
  };
  const { notify, report, dismiss } = createNotices(stores.shell);
  const storage = openStorage({ onClosed: () => stores.shell.setState({ updateReady: true }) });

  /** What the administrator has set in `config.json`. */
  let configured: Partial<Settings> = {};
  let publishers: readonly PublisherKey[] = BUILT_IN_PUBLISHERS;
  const io = new IoPool();
  const compute = new ComputeHost({
    config: {
      assets: new URL('./ort/', document.baseURI).href,
      threads: threadsHere(globalThis),
      memoryBudget: memoryBudget(deviceMemory()),
    },
  });
  const files = new SessionFiles(stores.session, (returned) => {
    tiles.renew(returned);
    viewer.retry();
  });
  const frames = new SessionFrames<PixelLocator>((source, locator, frame, options) => io.decode(source, locator, frame, options), files);
  const tiles = new SessionTiles<SlideLocator>(io, files);
  const documents = new SessionDocuments();
  const calibrations = new SessionCalibrations(stores, (changed) => {
    for (const series of changed) viewer.update(series, { stayAtFirst: false });
    refreshApplicability(true);
  });
  const history = new EditHistory(stores.review, stores.view, calibrations);
  const calibrateCommands = createCalibrateCommands(stores, { history, calibrations });
  const demos = new DemoCases(new DemoArtist());
  const truth = new DemoTruth(stores);
  const look = (): LabelLook => labelLook(labelSources(stores), stores.settings.getState().language);
  const viewer = new ViewerHost(
    stores,
    new PlaneFrames(frames),
    tiles,
    (event) => {
      handleViewerEvent(event, stores, history, reviewCommands, promptCommands, regionCommands, calibrateCommands, linkCommands, notify);
    },
    report,
    look,
  );
  /** @param sameSeries the active viewport shows what it showed: a question about the run on it stays. */
  const refreshApplicability = (sameSeries: boolean): void => {
    const { viewports, active } = stores.view.getState();
    const series = stores.session.getState().series.find(({ id }) => id === viewports[active].series) ?? null;
    const applicability = catalogue.applicability(series, series === null ? null : documents.get(series.id));
    stores.models.setState(({ models, selected, acknowledgeNeeded }) => {
      // A model that cannot run here gives way to one that is made for it.
      const stays = selected !== null && applicability[selected]?.verdict !== 'no';
      const fitting = models.find(({ summary, state }) => state === 'ready' && applicability[summary.id]?.verdict === 'yes');
      const next = stays ? selected : (fitting?.summary.id ?? selected);
      return { applicability, acknowledgeNeeded: acknowledgeNeeded && sameSeries && next === selected, selected: next };
    });
  };
  const shell = startShell({ stores, storage, onIdle: () => closeCommands.purge() });
  const catalogue = new ModelCatalogue({
    models: stores.models,
    packages: stores.packages,
    storage,
    compute,
    appVersion: __APP_VERSION__,
    report,
    onChange: () => {
      refreshApplicability(true);
      shell.modelsChanged();
    },
  });
  stores.view.subscribe((now, before) => {
    const shown = (state: typeof now): unknown => state.viewports[state.active].series;
    if (now.active !== before.active || shown(now) !== shown(before)) refreshApplicability(false);
  });
  stores.models.subscribe((now, before) => {
    if (now.models === before.models) return;
    const thresholds = Object.fromEntries(now.models.map(({ summary }) => [summary.id, summary.threshold.value]));
    stores.review.setState((state) => ({ thresholds: { ...thresholds, ...state.thresholds } }));
  });

  const viewCommands = createViewCommands(stores, viewer, history, documents, report);
  const linkCommands = createLinkCommands(stores, viewer, viewCommands.setLayout);
  const galleryCommands = createGalleryCommands(stores, viewer);
  const overlays = new ShownOverlays(viewer);
  stores.review.subscribe((now, before) => {
    if (now.overlayLook !== before.overlayLook) viewer.setOverlayLook(now.overlayLook);
    if (now.outlined !== before.outlined) overlays.set('outlined', now.outlined === null ? [] : [outlineOverlay(now.outlined)]);
    const same = now.answers === before.answers && now.findings === before.findings && now.aiVisible === before.aiVisible;
    if (same && now.heatmap === before.heatmap) return;
    overlays.set('answers', now.aiVisible ? answerOverlays(now.answers, now.findings, look(), now.heatmap) : []);
  });
  const labelCommands = createLabelCommands(stores, frames, overlays, report);
  const reviewCommands = createReviewCommands(stores, history, {
    reveal: (finding) => {
      viewer.reveal(finding);
    },
  });
  const regionCommands = createRegionCommands(stores, history, viewer);
  const importer = new PackageImporter({ packages: stores.packages, storage, compute, catalogue });
  const packageCommands = createPackageCommands(stores, {
    catalogue,
    importer,
    storage,
    notify,
    report,
    publishers: () => publishers,
  });
  const modelCommands = createModelCommands(stores, {
    catalogue,
    compute,
    frames,
    documents,
    tiles,
    environment: webgpuEnvironment,
    askByPoints: () => {
      promptCommands.askByPoints();
    },
    notify,
    report,
  });
  const prompt = createStore(() => NO_PROMPTS);
  const promptCommands = createPromptCommands(prompt, stores, {
    jobs: modelCommands,
    catalogue,
    compute,
    frames,
    environment: webgpuEnvironment,
    notify,
  });
  const explainCommands = createExplainCommands(stores, {
    jobs: modelCommands,
    catalogue,
    compute,
    frames,
    environment: webgpuEnvironment,
    notify,
  });
  prompt.subscribe((now, before) => {
    if (now.prompts !== before.prompts || now.cursor !== before.cursor) viewer.setPrompt(now);
  });
  forecastMemory(stores, { catalogue, compute });
  rememberRuns(stores);
  preloadSelected(stores, { catalogue, compute, environment: webgpuEnvironment });
  const openCommands = createOpenCommands(stores, {
    io,
    frames,
    tiles,
    documents,
    calibrations,
    files,
    viewer,
    report,
    notify,
    importPackages: packageCommands.importFound,
    demos,
    truth,
    closeStudy: () => closeCommands.closeStudy(),
  });
  const closeCommands = createCloseCommands(stores, {
    viewer,
    history,
    compute,
    storage,
    catalogue,
    notify,
    report,
    truth,
    cancel: () => {
      openCommands.cancelImport();
      liveCommands.stopLive();
      modelCommands.cancelAllJobs();
      promptCommands.forgetPrompts();
    },
    forgetStudies: () => {
      openCommands.forget();
      modelCommands.forgetRuns();
      io.terminate();
    },
    defaults: () => ({ ...DEFAULT_SETTINGS, ...configured }),
  });
  const live = createStore(() => LIVE_OFF);
  const liveCommands = createLiveCommands(live, stores, { compute, catalogue, environment: webgpuEnvironment });
  const keepCommands = createKeepCommands(stores, {
    source: (instance) => frames.source(instance),
    locator: (instance) => frames.locator(instance),
    runs: () => modelCommands.runs(),
    notify,
    report,
  });
  const shellCommands = createShellCommands(stores, { storage, report, dismiss, ...shell });

  void shell.sealed.then(() => {
    openCommands.openWaiting();
    // The first file should find workers and viewer ready. A viewer that cannot start says so when it is needed.
    whenIdle(() => {
      void io.warm();
      void viewer.load().catch(() => undefined);
    });
  });
  const start = async (): Promise<void> => {
    const { config, problem } = await loadConfig();
    configured = configuredSettings(config);
    if (problem !== null) report(problem);
    const kept = await storage;
    if (kept.problem !== null) report(kept.problem);
    const stored = await kept.settings.load();
    const meanwhile = changedSettings(stores.settings.getState());
    stores.settings.setState({ ...configured, ...stored, ...meanwhile });
    publishers = [...BUILT_IN_PUBLISHERS, ...toPublisherKeys(config.publishers ?? [], 'configured')];
    await catalogue.restore(publishers);
    await installStartingPackages(importer, stores.packages, packagePrefixes(config), report);
    stores.packages.setState({ starting: false });
    await compute.warm();
  };
  void start().catch(report);

  return {
    ...stores,
    live,
    prompt,
    commands: {
      ...liveCommands,
      ...viewCommands,
      ...galleryCommands,
      ...createHotRegionCommands(stores, viewCommands.act),
      ...calibrateCommands,
      ...labelCommands,
      ...reviewCommands,
      ...regionCommands,
      ...linkCommands,
      ...modelCommands,
      ...promptCommands,
      ...explainCommands,
      ...packageCommands,
      ...openCommands,
      ...closeCommands,
      ...keepCommands,
      ...shellCommands,
    },
  };
}

/** What the administrator has set, as defaults under what the user sets. */
function configuredSettings({ language, keymap, idlePurgeMinutes }: AppConfig): Partial<Settings> {
  return {
    ...(language === undefined ? {} : { language }),
    ...(keymap === undefined ? {} : { keymap }),
    ...(idlePurgeMinutes === undefined ? {} : { idlePurgeMinutes }),
  };
}

/** What the user has changed already, before the stored settings were read. */
function changedSettings(now: Settings): Partial<Settings> {
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== DEFAULT_SETTINGS[name as keyof Settings]));
}

/** Safari has no `requestIdleCallback`. */
function whenIdle(task: () => void): void {
  if ('requestIdleCallback' in window) requestIdleCallback(task, { timeout: 2_000 });
  else setTimeout(task, 200);
}
