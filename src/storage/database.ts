import { Dexie, type Table } from 'dexie';
import { AppError } from '../domain/errors';
import { MIGRATIONS } from './migrations/registry';
import type { Migration } from './migrations/migration';
import type { RecordTable, RecordTables } from './record-tables';
import { storageError } from './storage-errors';

export const DATABASE_NAME = 'diaphane';
/** A database that another tab blocks, or that hangs, is given up after this long: the app starts without it. */
export const OPEN_TIMEOUT = 2000;
/** Dexie multiplies its version numbers by ten. */
const NATIVE_FACTOR = 10;

export interface DatabaseOptions {
  readonly indexedDB: IDBFactory;
  readonly IDBKeyRange: typeof IDBKeyRange;
  /** Another tab wants to change the schema: the database has been closed for it. */
  readonly onClosed: () => void;
  readonly migrations?: readonly Migration[];
  /** Milliseconds. */
  readonly openTimeout?: number;
}

export interface Database {
  readonly tables: RecordTables;
  close(): void;
}

/**
 * Opens the database, migrated to this app's schema.
 * @throws AppError `storage-newer` when a later version of the app has been here (nothing is changed);
 * `storage-unavailable` when it cannot be opened in time.
 */
export async function openDatabase(options: DatabaseOptions): Promise<Database> {
  const { indexedDB, onClosed, migrations = MIGRATIONS, openTimeout = OPEN_TIMEOUT } = options;
  const ours = migrations.at(-1)?.version ?? 0;
  const installed = await inTime(installedVersion(indexedDB), openTimeout);
  if (installed > ours) {
    throw new AppError('storage-newer', 'the stored data belong to a later version of the app', { installed, supported: ours });
  }
  const dexie = new Dexie(DATABASE_NAME, { indexedDB, IDBKeyRange: options.IDBKeyRange, cache: 'disabled' });
  for (const { version, stores, upgrade } of migrations) {
    const step = dexie.version(version).stores({ ...stores });
    if (upgrade !== undefined) step.upgrade(upgrade);
  }
  dexie.on('versionchange', () => {
    dexie.close({ disableAutoOpen: true });
    onClosed();
    // Dexie's own handler would let the next query open the database again, in the other tab's way.
    return false;
  });
  try {
    await inTime(Promise.resolve(dexie.open()), openTimeout);
  } catch (error) {
    dexie.close({ disableAutoOpen: true });
    throw storageError(error, 'opening the database');
  }
  return {
    tables: {
      settings: dexieTable(dexie.table('settings')),
      packages: dexieTable(dexie.table('packages')),
      files: dexieTable(dexie.table('files')),
      selfTests: dexieTable(dexie.table('selfTests')),
      installed: dexieTable(dexie.table('installed')),
      publisherKeys: dexieTable(dexie.table('publisherKeys')),
    },
    close: () => {
      dexie.close({ disableAutoOpen: true });
    },
  };
}

/** Schema version on this machine, 0 when there is none. Dexie would open a newer one and patch it; hence asked first. */
function installedVersion(indexedDB: IDBFactory): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE_NAME);
    let absent = false;
    request.onupgradeneeded = () => {
      absent = true;
      request.transaction?.abort();
    };
    request.onsuccess = () => {
      const version = request.result.version;
      request.result.close();
      resolve(Math.ceil(version / NATIVE_FACTOR));
    };
    request.onerror = () => {
      if (absent) resolve(0);
      else reject(storageError(request.error, 'opening the database'));
    };
  });
}

function dexieTable<Row, Key>(table: Table<Row, Key>): RecordTable<Row, Key> {
  const guarded = async <T>(what: string, work: () => PromiseLike<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw storageError(error, what, { table: table.name });
    }
  };
  return {
    get: (key) => guarded('reading', () => table.get(key)),
    all: () => guarded('reading', () => table.toArray()),
    keys: () => guarded('reading', () => table.toCollection().primaryKeys()),
    put: async (row) => {
      await guarded('writing', () => table.put(row));
    },
    delete: (key) => guarded('deleting', () => table.delete(key)),
    clear: () => guarded('deleting', () => table.clear()),
  };
}

async function inTime<T>(work: Promise<T>, milliseconds: number): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new AppError('storage-unavailable', 'the database did not open in time', { milliseconds }));
    }, milliseconds);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}
