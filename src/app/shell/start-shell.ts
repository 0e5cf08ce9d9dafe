import type { StoreApi } from 'zustand/vanilla';
import { startProtection } from '../seal/start-protection';
import type { Storage } from '../../storage/storage';
import type { ReviewState } from '../app';
import type { Stores } from '../context';
import { watchIdle } from './idle';
import { watchInstallPrompt } from './install-prompt';
import { readRuntime } from './runtime-info';

export interface ShellOptions {
  readonly stores: Stores;
  readonly storage: Promise<Storage>;
  /** The idle time set by the user has passed. */
  onIdle(): void;
}

export interface Shell {
  /** Resolves when the seal test has said its word, whichever. */
  readonly sealed: Promise<void>;
  /** A model was installed or removed. */
  modelsChanged(): void;
  applyUpdate(): void;
  promptInstall(): Promise<void>;
}

/** Everything around the images: service worker, offline set, seal, ledger, idle lock, what this machine offers. */
export function startShell({ stores, storage, onIdle }: ShellOptions): Shell {
  const { shell, session, settings, models } = stores;
  const protection = startProtection({
    mayReload: () => session.getState().series.length === 0 && !session.getState().waitingForSeal,
    packages: () =>
      Promise.resolve(
        models.getState().models.map(({ summary, readyOffline }) => ({
          name: `${summary.id} ${summary.version}`,
          bytes: summary.size,
          ready: readyOffline,
        })),
      ),
    onSeal: ({ status, details }) => {
      shell.setState((state) => ({ seal: { ...state.seal, status, details } }));
    },
    onRequests: (ledger, foreignRequests) => {
      shell.setState({ ledger, foreignRequests });
    },
    onOffline: (offline) => {
      shell.setState({ offline });
    },
    onUpdateReady: () => {
      shell.setState({ updateReady: true });
    },
  });
  const install = watchInstallPrompt((installable) => {
    shell.setState({ installable });
  });
  watchIdle(() => settings.getState().idlePurgeMinutes, onIdle);
  warnBeforeLeaving(stores.review);
  const readRuntimeInfo = async (): Promise<void> => {
    const build = { version: __APP_VERSION__, commit: __APP_COMMIT__, libraries: __APP_LIBRARIES__ };
    shell.setState({ runtime: await readRuntime(build, await (await storage).durability()) });
  };
  void readRuntimeInfo();
  return {
    sealed: protection.seal.then(
      () => undefined,
      () => {
        // A test that could not even be made proves nothing.
        shell.setState((state) => ({ seal: { ...state.seal, status: 'unsealed' } }));
      },
    ),
    modelsChanged: () => {
      void protection.offline.refresh();
      void readRuntimeInfo();
    },
    applyUpdate: () => {
      protection.applyUpdate();
    },
    promptInstall: () => install.prompt(),
  };
}

/** The browser asks before a page with unexported verdicts closes or reloads. */
function warnBeforeLeaving(review: StoreApi<ReviewState>): void {
  window.addEventListener('beforeunload', (event) => {
    if (review.getState().unexported) event.preventDefault();
  });
}
