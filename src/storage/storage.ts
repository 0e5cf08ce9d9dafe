import { toAppError, type AppError } from '../domain/errors';
import { openDatabase, type Database } from './database';
import { browserEnvironment, type StorageEnvironment } from './environment';
import type { HashFiles } from './files/hash-files';
import { openOpfsFiles } from './files/opfs-files';
import { tableFiles } from './files/table-files';
import { memoryTables } from './memory-tables';
import { modelStore, type ModelStore } from './repositories/model-store';
import { publisherKeyStore, type PublisherKeyStore } from './repositories/publisher-key-store';
import { selfTestStore, type SelfTestStore } from './repositories/self-test-store';
import { settingsStore, type SettingsStore } from './repositories/settings-store';
import { storageError } from './storage-errors';

export interface StorageUsage {
  readonly models: number;
  /** Of the models' files. */
  readonly modelBytes: number;
  /** Of the whole origin (app files, models, settings) as the browser counts it; null where unknown. */
  readonly usage: number | null;
  readonly quota: number | null;
}

/** What a wipe took away and what is still there. */
export interface WipeOutcome {
  readonly removed: { readonly models: number; readonly bytes: number };
  readonly remaining: { readonly models: number; readonly bytes: number };
}

export interface Storage {
  readonly settings: SettingsStore;
  readonly models: ModelStore;
  readonly selfTests: SelfTestStore;
  readonly publisherKeys: PublisherKeyStore;
  /** Where records go: `memory` when the browser's storage is dead, denied or belongs to a later app. */
  readonly place: 'indexeddb' | 'memory';
  /** Why storage works in memory only (`storage-newer`, `storage-unavailable`); null when it does not. */
  readonly problem: AppError | null;
  usage(): Promise<StorageUsage>;
  durability(): Promise<'persistent' | 'best-effort' | 'memory'>;
  /** Asks the browser not to evict this app's storage; to be called after a model was installed. */
  requestPersistence(): Promise<boolean>;
  /**
   * Erases settings and the publishers vouched for, and models with their self-tests when asked to. A newer app's data are never touched.
   * @throws AppError `storage-unavailable` when something could not be erased.
   */
  wipe(options: { readonly models: boolean }): Promise<WipeOutcome>;
  close(): void;
}

export interface StorageOptions {
  readonly environment?: StorageEnvironment;
  /** Another tab, with a later version of the app, has taken the database: reload when the user is ready. */
  readonly onClosed?: () => void;
}

/** Opens what the browser keeps for the app. Never throws: with storage dead everything works in memory and says so. */
export async function openStorage(options: StorageOptions = {}): Promise<Storage> {
  const environment = options.environment ?? browserEnvironment();
  const { database, problem } = await open(environment, options.onClosed ?? (() => undefined));
  const memory = memoryTables();
  const tables = database?.tables ?? memory;
  const places = await filePlaces(environment, database, tableFiles('memory', memory.files));

  const settings = settingsStore(tables.settings);
  const selfTests = selfTestStore(tables.selfTests);
  const publisherKeys = publisherKeyStore(tables.publisherKeys, environment.now);
  const models = modelStore({
    places,
    records: tables.installed,
    memoryRecords: memory.installed,
    exclusively: environment.exclusively,
    now: environment.now,
  });
  if (database !== null) void models.sweep().catch(() => undefined);

  const held = async (): Promise<{ models: number; bytes: number }> => {
    const records = await models.list();
    return { models: records.length, bytes: records.reduce((sum, record) => sum + record.size, 0) };
  };
  return {
    settings,
    models,
    selfTests,
    publisherKeys,
    place: database === null ? 'memory' : 'indexeddb',
    problem,
    usage: async () => {
      const { models: count, bytes } = await held().catch(() => ({ models: 0, bytes: 0 }));
      const origin = await environment.estimate().catch(() => null);
      return { models: count, modelBytes: bytes, usage: origin?.usage ?? null, quota: origin?.quota ?? null };
    },
    durability: async () => {
      if (database === null) return 'memory';
      return (await environment.persisted().catch(() => false)) ? 'persistent' : 'best-effort';
    },
    requestPersistence: () => environment.persist().catch(() => false),
    wipe: async (choice) => {
      const before = await held();
      await tables.settings.clear();
      await tables.publisherKeys.clear();
      if (choice.models) {
        await tables.selfTests.clear();
        await tables.packages.clear();
        await models.clear();
      }
      const remaining = await held();
      return { removed: { models: before.models - remaining.models, bytes: before.bytes - remaining.bytes }, remaining };
    },
    close: () => database?.close(),
  };
}

async function open(
  environment: StorageEnvironment,
  onClosed: () => void,
): Promise<{ readonly database: Database | null; readonly problem: AppError | null }> {
  if (environment.indexedDB === null) return { database: null, problem: toAppError(storageError(null, 'finding the database')) };
  const { factory: indexedDB, keyRange } = environment.indexedDB;
  try {
    return { database: await openDatabase({ indexedDB, IDBKeyRange: keyRange, onClosed }), problem: null };
  } catch (error) {
    return { database: null, problem: toAppError(storageError(error, 'opening the database')) };
  }
}

/** Best first. Without the database nothing is written to OPFS: a file there would have no record. */
async function filePlaces(
  environment: StorageEnvironment,
  database: Database | null,
  memory: HashFiles,
): Promise<readonly [HashFiles, ...HashFiles[]]> {
  if (database === null) return [memory];
  const rows = tableFiles('indexeddb', database.tables.files);
  if (environment.getDirectory === null) return [rows, memory];
  try {
    return [await openOpfsFiles(environment.getDirectory), rows, memory];
  } catch {
    return [rows, memory];
  }
}
