import type { PackageOrigin } from '../../domain/installed-package';
import { AppError, throwIfAborted } from '../../domain/errors';
import type { ModelSummary, PackageFile } from '../../domain/model-package';
import type { AbortLike } from '../../domain/ports';
import type { HashFiles } from '../files/hash-files';
import type { RecordTable } from '../record-tables';
import type { PackageKey, PackageRecord, StoragePlace } from '../schema';

/** One file of a package, under the hash (hex) that its manifest gives. */
export interface PackageFileBlob {
  readonly path: string;
  readonly blob: Blob;
  readonly sha256: string;
}

/** A package as it is to be kept. */
export interface PackageToKeep {
  readonly summary: ModelSummary;
  readonly files: readonly PackageFileBlob[];
  readonly manifestSha256: string;
  readonly origin: PackageOrigin;
  /** The user has accepted its licence. */
  readonly licenseAccepted?: boolean;
  /** SHA-256 of a blob, hex. */
  hash(blob: Blob): Promise<string>;
  /**
   * Looks at the files as they were stored, and throws where they are not right: only then is the package kept. One pass
   * over the bytes so answers for what was given and for what was written.
   */
  verify(stored: ReadonlyMap<string, Blob>): Promise<void>;
}

export interface ModelStore {
  /** Where the files of the next package go. */
  readonly place: StoragePlace;
  list(): Promise<readonly PackageRecord[]>;
  /**
   * Keeps a package beside other versions of the model, in place of the same one. Files go to the best place that takes them.
   * @throws AppError `storage-quota`; what `verify` throws; AbortError. Then nothing of it is kept, all else stands.
   */
  put(kept: PackageToKeep, signal?: AbortLike): Promise<PackageRecord>;
  /**
   * The files by path, backed by the store. Sizes are checked here, hashes by whoever runs them.
   * @throws AppError `model-not-installed`, `package-file-missing` (evicted or cut), `storage-unavailable`.
   */
  read(id: string, version: string): Promise<ReadonlyMap<string, Blob>>;
  /** @throws AppError `model-not-installed`, `storage-quota`, `storage-unavailable`. */
  pin(id: string, version: string, pinned: boolean): Promise<void>;
  remove(id: string, version: string): Promise<void>;
  /** Removes every package and every file, also those that no record names. */
  clear(): Promise<void>;
  /** Deletes files without a record: what a crash in the middle of `put` leaves. */
  sweep(): Promise<void>;
}

/** Runs one writer at a time, across tabs where the browser can. */
export type Exclusively = <T>(work: () => Promise<T>) => Promise<T>;

type PackageTable = RecordTable<PackageRecord, PackageKey>;

/** `places`: best first, never empty. A record is kept in memory when its files are. */
export interface ModelStoreParts {
  readonly places: readonly [HashFiles, ...HashFiles[]];
  readonly records: PackageTable;
  readonly memoryRecords: PackageTable;
  readonly exclusively: Exclusively;
  /** ISO 8601. */
  readonly now: () => string;
}

export function modelStore(parts: ModelStoreParts): ModelStore {
  const { places, records, memoryRecords, exclusively, now } = parts;
  const tableOf = (place: StoragePlace): PackageTable => (place === 'memory' ? memoryRecords : records);

  const list = async (): Promise<readonly PackageRecord[]> => {
    const inMemory = records === memoryRecords ? [] : await memoryRecords.all();
    const hidden = new Set(inMemory.map(keyText));
    return [...(await records.all()).filter((record) => !hidden.has(keyText(record))), ...inMemory];
  };
  const find = async (id: string, version: string): Promise<PackageRecord> => {
    const record = (await memoryRecords.get([id, version])) ?? (await records.get([id, version]));
    if (record === undefined) throw new AppError('model-not-installed', 'no such model is installed', { id, version });
    return record;
  };

  /** Deletes files, of `hashes` or all, that no record uses any more where they are. */
  const dropUnused = async (hashes?: readonly string[]): Promise<void> => {
    const kept = await list();
    for (const files of places) {
      const used = new Set(kept.filter(({ place }) => place === files.place).flatMap((record) => record.files.map(({ sha256 }) => sha256)));
      for (const hash of hashes ?? (await files.names())) if (!used.has(hash)) await files.delete(hash);
    }
  };

  const store = async (files: HashFiles, kept: PackageToKeep, signal?: AbortLike): Promise<PackageRecord> => {
    const { summary, files: given, verify, manifestSha256, origin, licenseAccepted = false } = kept;
    try {
      await verify(await writeAll(files, kept, signal));
      throwIfAborted(signal);
      const entries: readonly PackageFile[] = given.map(({ path, sha256, blob }) => ({ path, sha256, size: blob.size }));
      const older = (await list()).find((record) => record.id === summary.id && record.version === summary.version);
      const record: PackageRecord = {
        id: summary.id,
        version: summary.version,
        manifestSha256,
        origin,
        pinned: older?.pinned ?? false,
        licenseAcceptedAt: licenseAccepted ? now() : (older?.licenseAcceptedAt ?? null),
        weightsSha256: summary.weightsSha256,
        place: files.place,
        size: entries.reduce((sum, file) => sum + file.size, 0),
        files: entries,
        installedAt: now(),
        summary,
      };
      // The record is the switch: until it is written what was there stands, after it the new one is whole.
      await tableOf(files.place).put(record);
      if (older !== undefined && tableOf(older.place) !== tableOf(record.place))
        await tableOf(older.place).delete([record.id, record.version]);
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
    put: (kept, signal) =>
      exclusively(async () => {
        let failure: unknown = null;
        for (const files of places) {
          try {
            return await store(files, kept, signal);
          } catch (error) {
            // No room is said, not worked around: memory would seem to keep what it loses. A broken place is passed over.
            if (!(error instanceof AppError) || error.code !== 'storage-unavailable') throw error;
            failure = error;
          }
        }
        throw failure;
      }),
    read: async (id, version) => {
      const record = await find(id, version);
      const files = places.find((candidate) => candidate.place === record.place);
      const contents = new Map<string, Blob>();
      for (const { path, sha256, size } of record.files) {
        const blob = await files?.read(sha256);
        if (blob?.size !== size) {
          throw new AppError('package-file-missing', 'a stored file of the package has gone', { id, path });
        }
        contents.set(path, blob);
      }
      return contents;
    },
    pin: (id, version, pinned) =>
      exclusively(async () => {
        const record = await find(id, version);
        await tableOf(record.place).put({ ...record, pinned });
      }),
    remove: (id, version) =>
      exclusively(async () => {
        const record = await find(id, version).catch(() => null);
        if (record === null) return;
        await tableOf(record.place).delete([id, version]);
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

function keyText({ id, version }: PackageRecord): string {
  return `${id}@${version}`;
}

/**
 * Files as they lie in the store once written. One that is there already and sound is left alone: another version may be
 * reading it. What was given must then be sound too, or an altered package would pass by the good bytes of another.
 */
async function writeAll(files: HashFiles, { files: given, hash }: PackageToKeep, signal?: AbortLike): Promise<ReadonlyMap<string, Blob>> {
  const stored = new Map<string, Blob>();
  for (const { path, sha256, blob } of given) {
    throwIfAborted(signal);
    const present = await files.read(sha256);
    if (present?.size === blob.size) {
      if ((await hash(blob)) !== sha256)
        throw new AppError('package-hash-mismatch', `${path} is not the file the manifest describes`, { path });
      // A damaged file cannot be read, or is read wrong: it is written anew.
      if ((await hash(present).catch(() => '')) === sha256) {
        stored.set(path, present);
        continue;
      }
    }
    await files.write(sha256, blob);
    const written = await files.read(sha256);
    if (written?.size !== blob.size) throw new AppError('storage-unavailable', 'a file is not there after it was written', { sha256 });
    stored.set(path, written);
  }
  return stored;
}
