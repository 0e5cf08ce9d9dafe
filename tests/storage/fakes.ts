import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { oneByOne, type StorageEnvironment } from '../../src/storage/environment';
import type { ModelSummary } from '../../src/domain/model-package';
import type { PackageFileBlob, PackageToKeep } from '../../src/storage/repositories/model-store';
import { modelSummary } from '../fixtures/installed-model';

/** A private file system in memory, with room for `quota` bytes; a write shows only once its stream is closed. */
export class FakeOpfs {
  readonly files = new Map<string, Uint8Array>();
  quota = Number.POSITIVE_INFINITY;
  /** Writing fails otherwise than for want of room. */
  broken = false;

  readonly getDirectory = (): Promise<FileSystemDirectoryHandle> =>
    Promise.resolve({ getDirectoryHandle: () => Promise.resolve(this.#folder()) } as unknown as FileSystemDirectoryHandle);

  #folder(): unknown {
    const { files } = this;
    return {
      getFileHandle: (name: string, options?: { create?: boolean }) => {
        if (!files.has(name)) {
          if (options?.create !== true) return Promise.reject(new DOMException('', 'NotFoundError'));
          files.set(name, new Uint8Array());
        }
        return Promise.resolve({
          getFile: () => Promise.resolve(new Blob([Uint8Array.from(files.get(name) ?? [])])),
          createWritable: () => Promise.resolve(this.#stream(name)),
        });
      },
      removeEntry: (name: string) => (files.delete(name) ? Promise.resolve() : Promise.reject(new DOMException('', 'NotFoundError'))),
      keys: () => [...files.keys()],
    };
  }

  #stream(name: string): unknown {
    let pending = new Uint8Array(new ArrayBuffer(0));
    return {
      write: async (blob: Blob) => {
        if (this.broken) throw new DOMException('', 'InvalidStateError');
        const used = [...this.files.values()].reduce((sum, file) => sum + file.byteLength, 0);
        if (used + blob.size > this.quota) throw new DOMException('', 'QuotaExceededError');
        pending = new Uint8Array(await blob.arrayBuffer());
      },
      close: () => {
        this.files.set(name, pending);
        return Promise.resolve();
      },
      abort: () => Promise.resolve(),
    };
  }
}

// The store asks whether this browser can write files from the page; under Node that answer is given here.
export function allowOpfs(): void {
  const handle = class {
    createWritable(): void {
      return undefined;
    }
  };
  Object.defineProperty(globalThis, 'FileSystemFileHandle', { value: handle, configurable: true });
}

export function environment(parts: { factory?: IDBFactory | null; opfs?: FakeOpfs | null } = {}): StorageEnvironment {
  const { factory = new IDBFactory(), opfs = null } = parts;
  return {
    indexedDB: factory === null ? null : { factory, keyRange: IDBKeyRange },
    getDirectory: opfs === null ? null : opfs.getDirectory,
    estimate: () => Promise.resolve({ usage: 10, quota: 1000 }),
    persisted: () => Promise.resolve(false),
    persist: () => Promise.resolve(true),
    exclusively: oneByOne(),
    now: () => '2026-11-22T08:00:00.000Z',
  };
}

export const summary = (id: string, version: string, weightsSha256: string): ModelSummary => modelSummary({ id, version, weightsSha256 });

export function file(path: string, sha256: string, length: number, fill = 7): PackageFileBlob {
  return { path, sha256, blob: new Blob([new Uint8Array(length).fill(fill)]) };
}

/** Names of the tests stand for hashes: these files' bytes have theirs, other bytes none. */
function hashOf(files: readonly PackageFileBlob[]): (blob: Blob) => Promise<string> {
  return async (blob) => {
    const bytes = String(await contentOf(blob));
    for (const { sha256, blob: known } of files) if (String(await contentOf(known)) === bytes) return sha256;
    return 'none of these';
  };
}

/** A package to keep, found right whatever it is. */
export function kept(id: string, version: string, files: readonly PackageFileBlob[], parts: Partial<PackageToKeep> = {}): PackageToKeep {
  const weights = files.find(({ path }) => path === 'weights.onnx')?.sha256 ?? '';
  return {
    summary: summary(id, version, weights),
    files,
    manifestSha256: 'mm',
    origin: 'imported',
    hash: hashOf(files),
    verify: () => Promise.resolve(),
    ...parts,
  };
}

export async function contentOf(blob: Blob | undefined): Promise<readonly number[]> {
  return [...new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0))];
}
