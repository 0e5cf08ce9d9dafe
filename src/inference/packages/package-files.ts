import { AppError, toAppError } from '../../domain/errors';

/** Where a package lies: a folder, files fetched with the app, a store. Paths are relative to its `manifest.json`. */
export interface PackageFiles {
  list(): Promise<readonly string[]>;
  /** Bytes, known without reading any. @throws AppError `package-file-missing`. */
  size(path: string): Promise<number>;
  /** @throws AppError `package-file-missing`, `read-failed`. */
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** Files of a package by path. A map of blobs crosses to a worker without copying a byte. */
export type PackageBlobs = ReadonlyMap<string, Blob>;

export function filesFromBlobs(blobs: PackageBlobs): PackageFiles {
  const find = (path: string): Blob => {
    const blob = blobs.get(path);
    if (blob === undefined) throw missing(path);
    return blob;
  };
  return {
    list: () => Promise.resolve([...blobs.keys()]),
    size: (path) => Promise.resolve().then(() => find(path).size),
    read: async (path) => {
      const blob = find(path);
      try {
        return new Uint8Array(await blob.arrayBuffer());
      } catch (error) {
        throw toAppError(error, 'read-failed', { path });
      }
    },
  };
}

export function missing(path: string): AppError {
  return new AppError('package-file-missing', `the package has no file ${path}`, { path: path.slice(0, 200) });
}

export async function sha256Hex(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Reads a file and checks it against its record in the manifest: a file of another size is refused before a byte of it
 * is read. Nothing of a package is used but through here.
 * @throws AppError `package-hash-mismatch`, `package-file-missing`, `read-failed`.
 */
export async function readVerified(
  files: PackageFiles,
  record: { readonly path: string; readonly sha256: string; readonly size: number },
): Promise<Uint8Array<ArrayBuffer>> {
  if ((await files.size(record.path)) !== record.size) throw hashMismatch(record.path);
  const bytes = await files.read(record.path);
  if (bytes.length !== record.size || (await sha256Hex(bytes)) !== record.sha256) throw hashMismatch(record.path);
  return bytes;
}

export function hashMismatch(path: string): AppError {
  return new AppError('package-hash-mismatch', `${path} is not the file the manifest describes (size or SHA-256 differ)`, { path });
}
