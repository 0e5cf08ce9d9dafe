import type { ServiceWorkerControl } from '../offline/service-worker-control';
import { runSealTest, type SealReport } from './seal-test';

/** The first visit to a host without headers downloads the whole offline set before the service worker answers. */
const INSTALL_TIMEOUT_MS = 120_000;
const RELOADED_KEY = 'diaphane-reloaded-for-isolation';

export interface EstablishSealOptions {
  readonly control: Pick<ServiceWorkerControl, 'controlled' | 'untilControlled'>;
  /** True while no study is open and no file waits: only then may the page reload itself. */
  readonly mayReload: () => boolean;
}

/** Remembers, for this tab only, that the one reload was done. */
function firstReload(): boolean {
  try {
    if (sessionStorage.getItem(RELOADED_KEY) !== null) return false;
    sessionStorage.setItem(RELOADED_KEY, '1');
    return true;
  } catch {
    return false;
  }
}

/**
 * Brings the page to its seal and reports it.
 *
 * Where the server sends the headers the test passes at once. On a host that sends none, the service worker is
 * awaited; from then on it gives the policy to workers, the page having its own in a `<meta>`. The page then reloads
 * once, to be isolated as well (threads), unless files are open or waiting: they are worth more than threads.
 */
export async function establishSeal({ control, mayReload }: EstablishSealOptions): Promise<SealReport> {
  // Without headers a worker has no policy yet, and its probe would really go out: the service worker comes first.
  if (!globalThis.crossOriginIsolated && (await control.untilControlled(INSTALL_TIMEOUT_MS)) && mayReload() && firstReload()) {
    location.reload();
    return new Promise(() => undefined);
  }
  return runSealTest();
}
