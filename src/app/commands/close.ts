import type { Storage } from '../../storage/storage';
import type { Commands } from '../app';
import type { Notify, Report, Stores } from '../context';
import type { DemoTruth } from '../demo';
import type { EditHistory } from '../edit-history';
import type { ModelCatalogue } from '../models/model-catalogue';
import type { Settings } from '../../domain/settings';
import { INITIAL_REVIEW, INITIAL_SESSION, INITIAL_VIEW } from '../stores/initial-state';
import type { ViewerHost } from '../viewer-host';
import type { ComputeHost } from '../workers/compute.client';

type CloseCommands = Pick<Commands, 'closeStudy' | 'wipe'> & {
  /** Locks the screen and forgets everything open; for an abandoned workstation. */
  purge(): void;
};

export interface ClosePorts {
  readonly viewer: ViewerHost;
  readonly history: EditHistory;
  readonly compute: ComputeHost;
  readonly storage: Promise<Storage>;
  readonly catalogue: ModelCatalogue;
  readonly notify: Notify;
  readonly report: Report;
  readonly truth: DemoTruth;
  /** The settings a workstation starts with: the app's own under the administrator's. */
  defaults(): Settings;
  /** Ends imports and runs under way. */
  cancel(): void;
  /** Drops handles, offsets and groups of everything open. */
  forgetStudies(): void;
}

export function createCloseCommands(stores: Stores, ports: ClosePorts): CloseCommands {
  const { session, view, review, models, shell } = stores;

  /** Memory of the study is given back at once: pixels, GPU textures, file handles, the workers' heaps. */
  const close = (): void => {
    ports.cancel();
    ports.viewer.release(session.getState().series.map(({ id }) => id));
    ports.history.forget(() => true);
    ports.forgetStudies();
    ports.truth.close();
    ports.compute.release();
    session.setState(INITIAL_SESSION);
    const { viewports, overlays, identityHidden } = view.getState();
    view.setState({ ...INITIAL_VIEW, viewports, overlays, identityHidden });
    review.setState((state) => ({ ...INITIAL_REVIEW, thresholds: state.thresholds }));
    models.setState({ job: null, acknowledgeNeeded: false, applicability: {} });
  };

  return {
    closeStudy() {
      close();
      ports.notify('info', 'study-closed');
      void ports.compute.warm();
    },
    async wipe({ models: withModels }) {
      close();
      if (withModels)
        for (const { summary } of stores.packages.getState().installed)
          await ports.catalogue.remove(summary.id, summary.version).catch(ports.report);
      const storage = await ports.storage;
      try {
        const { remaining } = await storage.wipe({ models: withModels });
        forgetWebStorage();
        stores.settings.setState(ports.defaults());
        ports.notify('info', 'wiped');
        return { studies: 0, ...remaining };
      } catch (error) {
        ports.report(error);
        const { models: count, modelBytes } = await storage.usage();
        return { studies: 0, models: count, bytes: modelBytes };
      }
    },
    purge() {
      const { series, progress, waitingForSeal } = session.getState();
      if (series.length === 0 && progress === null && !waitingForSeal) return;
      close();
      shell.setState({ locked: true });
      ports.notify('warning', 'idle-purged');
    },
  };
}

/** What libraries keep beside the database (graphics capabilities). A browser that denies web storage holds nothing. */
function forgetWebStorage(): void {
  try {
    // Only what is ours: another app may live on the same origin.
    for (const store of [localStorage, sessionStorage]) {
      for (const key of Object.keys(store)) if (/^(diaphane|cornerstone)/.test(key)) store.removeItem(key);
    }
  } catch {
    return;
  }
}
