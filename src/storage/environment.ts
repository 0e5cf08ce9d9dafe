import type { Exclusively } from './repositories/model-store';

/** What the browser offers for keeping things; null where it does not. Tests give their own. */
export interface StorageEnvironment {
  readonly indexedDB: { readonly factory: IDBFactory; readonly keyRange: typeof IDBKeyRange } | null;
  /** Root of the origin private file system. */
  readonly getDirectory: (() => Promise<FileSystemDirectoryHandle>) | null;
  /** Bytes used and allowed for the whole origin; null where unknown. */
  readonly estimate: () => Promise<{ readonly usage: number; readonly quota: number } | null>;
  readonly persisted: () => Promise<boolean>;
  readonly persist: () => Promise<boolean>;
  /** One writer of model files at a time, over all tabs where Web Locks exist. */
  readonly exclusively: Exclusively;
  /** ISO 8601. */
  readonly now: () => string;
}

const LOCK = 'diaphane-model-files';

export function browserEnvironment(): StorageEnvironment {
  // Reading these properties throws where cookies are blocked, and older browsers lack some of them.
  const storage = attempt(() => navigator.storage as StorageManager | undefined);
  const factory = attempt(() => globalThis.indexedDB as IDBFactory | undefined);
  const locks = attempt(() => navigator.locks as LockManager | undefined);
  return {
    indexedDB: factory === null ? null : { factory, keyRange: globalThis.IDBKeyRange },
    getDirectory: storage !== null && 'getDirectory' in storage ? () => storage.getDirectory() : null,
    estimate: async () => {
      const { usage, quota } = await (storage?.estimate() ?? Promise.resolve<StorageEstimate>({}));
      return usage === undefined || quota === undefined ? null : { usage, quota };
    },
    persisted: async () => (await storage?.persisted()) ?? false,
    persist: async () => (await storage?.persist()) ?? false,
    exclusively: locks === null ? oneByOne() : (work) => locks.request(LOCK, work),
    now: () => new Date().toISOString(),
  };
}

/** One writer at a time within this page. */
export function oneByOne(): Exclusively {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const done = last.then(work);
    last = done.catch(() => undefined);
    return done;
  };
}

function attempt<T>(read: () => T | undefined): T | null {
  try {
    return read() ?? null;
  } catch {
    return null;
  }
}
