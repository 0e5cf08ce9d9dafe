import type { OfflineItem, ShellState } from '../app';
import type { StoredFile } from '../service-worker/protocol';
import type { ServiceWorkerControl } from './service-worker-control';

export type OfflineState = ShellState['offline'];

export interface OfflineStatusOptions {
  readonly control: Pick<ServiceWorkerControl, 'ask' | 'isActive' | 'isRegistered'>;
  /** The installed packages, each stored and verified, or in memory only; a start without network needs a stored one. */
  readonly packages: () => Promise<readonly OfflineItem[]>;
  readonly onChange: (state: OfflineState) => void;
}

export interface OfflineStatusWatch {
  /** Looks again: after a package was installed or removed. */
  refresh(): Promise<OfflineState>;
  stop(): void;
}

const POLL_MS = 700;
/** How often to look for a first package, when all else is stored, before saying that there is none. */
const LOOKS_FOR_A_PACKAGE = 90;

/** Which line of the list a file belongs to. */
function groupOf(url: string): string {
  if (url.endsWith('.wasm') || /(^|\/)ort[-.]/.test(url)) return 'runtime';
  if (url.startsWith('demo/')) return 'demo';
  if (url.startsWith('models/')) return 'packages';
  return 'application';
}

/** The stored files as a few lines, named by a code: `application`, `runtime`, `packages` as shipped, `demo`. */
export function groupFiles(files: readonly StoredFile[]): readonly OfflineItem[] {
  const groups = new Map<string, OfflineItem>();
  for (const { url, bytes, ready } of files) {
    const name = groupOf(url);
    const known = groups.get(name) ?? { name, bytes: 0, ready: true };
    groups.set(name, { name, bytes: known.bytes + bytes, ready: known.ready && ready });
  }
  return [...groups.values()];
}

/**
 * Says `ready` only when the service worker is active, every file of the build is in its cache (looked up there, not
 * assumed), and at least one model package is stored and verified, so that a start without network can do it all.
 * Says `unavailable`, and looks no more until `refresh()`, when nothing that is under way would change the answer: no
 * service worker, models in memory only, or no model.
 */
export function watchOfflineStatus({ control, packages, onChange }: OfflineStatusOptions): OfflineStatusWatch {
  let stopped = false;
  let repairing = false;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = '';
  let hadModels = false;
  let looksWithout = 0;

  const look = async (): Promise<OfflineState> => {
    if (!(await control.isRegistered())) return { status: 'unavailable', items: [] };
    const [active, files, models] = await Promise.all([control.isActive(), control.ask('inventory'), packages()]);
    // A package as shipped is what the installed one was made from: it is not counted twice.
    const shown = groupFiles(files ?? []).filter(({ name }) => name !== 'packages' || models.length === 0);
    const items = [...shown, ...models];
    const stored = files !== null && files.length > 0 && files.every(({ ready }) => ready);
    if (active && files !== null && !stored && !repairing) {
      // The browser has evicted something: fetch it again, once a start.
      repairing = true;
      void control.ask('repair');
    }
    if (!active || !stored) return { status: 'preparing', items };
    if (models.some((item) => item.ready)) {
      hadModels = true;
      return { status: 'ready', items };
    }
    looksWithout += 1;
    // A shipped package may still be on its way, but not one that was removed or that memory alone can hold.
    const coming = models.length === 0 && !hadModels && looksWithout < LOOKS_FOR_A_PACKAGE;
    return { status: coming ? 'preparing' : 'unavailable', items };
  };

  const refresh = async (): Promise<OfflineState> => {
    clearTimeout(timer);
    const state = await look();
    const text = JSON.stringify(state);
    if (!stopped && text !== last) {
      last = text;
      onChange(state);
    }
    if (!stopped && state.status === 'preparing') timer = setTimeout(() => void refresh(), POLL_MS);
    return state;
  };

  void refresh();
  return {
    refresh,
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
