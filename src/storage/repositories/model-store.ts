import { AppError, throwIfAborted } from '../../domain/errors';
import type { ModelSummary, PackageFile } from '../../domain/model-package';
import type { AbortLike } from '../../domain/ports';
import type { HashFiles } from '../files/hash-files';
import type { RecordTable } from '../record-tables';
import type { PackageRecord, StoragePlace } from '../schema';

/** One file of a verified package: `sha256` (hex) is of `bytes`, checked by the caller. */
export interface PackageFileBytes {
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly sha256: string;
}

export interface ModelStore {
  /** Where the files of the next package go. */
  readonly place: StoragePlace;
  list(): Promise<readonly PackageRecord[]>;
  /**
   * Keeps a package, in place of any other version of the same model. Files go to the best place that takes them.
   * @throws AppError `storage-quota`; AbortError. Then nothing of it is kept and an older version still stands.
   */
  put(summary: ModelSummary, files: readonly PackageFileBytes[], signal?: AbortLike): Promise<PackageRecord>;
  /**
   * The files by path. Sizes are checked here, hashes by whoever runs them.
   * @throws AppError `model-not-installed`, `package-file-missing` (evicted or cut), `storage-unavailable`.
   */
  read(id: string): Promise<ReadonlyMap<string, Uint8Array>>;
  remove(id: string): Promise<void>;
  /** Removes every package and every file, also those that no record names. */
  clear(): Promise<void>;
  /** Deletes files without a record: what a crash in the middle of `put` leaves. */
  sweep(): Promise<void>;
}

/** Runs one writer at a time, across tabs where the browser can. */
export type Exclusively = <T>(work: () => Promise<T>) => Promise<T>;

/** `places`: best first, never empty. A record is kept in memory when its files are. */
export interface ModelStoreParts {
  readonly places: readonly [HashFiles, ...HashFiles[]];
  readonly records: RecordTable<PackageRecord, string>;
  readonly memoryRecords: RecordTable<PackageRecord, string>;
  readonly exclusively: Exclusively;
  /** ISO 8601. */
  readonly now: () => string;
}

export function modelStore(parts: ModelStoreParts): ModelStore {
  const { places, records, memoryRecords, exclusively, now } = parts;
  const tableOf = (place: StoragePlace): RecordTable<PackageRecord, string> => (place === 'memory' ? memoryRecords : records);

  const list = async (): Promise<readonly PackageRecord[]> => {
    const inMemory = records === memoryRecords ? [] : await memoryRecords.all();
    const hidden = new Set(inMemory.map((record) => record.id));
    return [...(await records.all()).filter((record) => !hidden.has(record.id)), ...inMemory];
  };
  const find = async (id: string): Promise<PackageRecord | undefined> => (await memoryRecords.get(id)) ?? records.get(id);

  /** Deletes files, of `hashes` or all, that no record uses any more where they are. */
  const dropUnused = async (hashes?: readonly string[]): Promise<void> => {
    const kept = await list();
    for (const files of places) {
      const used = new Set(kept.filter(({ place }) => place === files.place).flatMap((record) => record.files.map(({ sha256 }) => sha256)));
      for (const hash of hashes ?? (await files.names())) if (!used.has(hash)) await files.delete(hash);
    }
  };

  const store = async (
    files: HashFiles,
    summary: ModelSummary,
    given: readonly PackageFileBytes[],
    signal?: AbortLike,
  ): Promise<PackageRecord> => {
    try {
      for (const { sha256, bytes } of given) {
        throwIfAborted(signal);
        await files.write(sha256, bytes);
      }
      throwIfAborted(signal);
      const entries: readonly PackageFile[] = given.map(({ path, sha256, bytes }) => ({ path, sha256, size: bytes.byteLength }));
      const record: PackageRecord = {
        id: summary.id,
        version: summary.version,
        weightsSha256: summary.weightsSha256,
        place: files.place,
        size: entries.reduce((sum, file) => sum + file.size, 0),
        files: entries,
        installedAt: now(),
        summary,
      };
      const older = await find(record.id);
      // The record is the switch: until it is written the older version stands, after it the new one is whole.
      await tableOf(files.place).put(record);
      if (older !== undefined && tableOf(older.place) !== tableOf(record.place)) await tableOf(older.place).delete(record.id);
      await dropUnused(older?.files.map((file) => file.sha256) ?? []).catch(() => undefined);
      return record;
    } catch (error) {
      await dropUnused(given.map((file) => file.sha256)).catch(() => undefined);
      throw error;
    }
  };

  return {
    place: places[0].place,
    list,
    put: (summary, given, signal) =>
      exclusively(async () => {
        let failure: unknown = null;
        for (const files of places) {
          try {
            return await store(files, summary, given, signal);
          } catch (error) {
            // No room is said, not worked around: memory would seem to keep what it loses. A broken place is passed over.
            if (!(error instanceof AppError) || error.code !== 'storage-unavailable') throw error;
            failure = error;
          }
        }
        throw failure;
      }),
    read: async (id) => {
      const record = await find(id);
      if (record === undefined) throw new AppError('model-not-installed', 'no such model is installed', { id });
      const files = places.find((candidate) => candidate.place === record.place);
      const contents = new Map<string, Uint8Array>();
      for (const { path, sha256, size } of record.files) {
        const bytes = await files?.read(sha256);
        if (bytes?.byteLength !== size) {
          throw new AppError('package-file-missing', 'a stored file of the package has gone', { id, path });
        }
        contents.set(path, bytes);
      }
      return contents;
    },
    remove: (id) =>
      exclusively(async () => {
        const record = await find(id);
        if (record === undefined) return;
        await tableOf(record.place).delete(id);
        await dropUnused(record.files.map((file) => file.sha256));
      }),
    clear: () =>
      exclusively(async () => {
        await records.clear();
        await memoryRecords.clear();
        await dropUnused();
      }),
    sweep: () => exclusively(() => dropUnused()),
  };
}
