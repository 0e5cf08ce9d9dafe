import { AppError } from '../../domain/errors';
import { storageError } from '../storage-errors';
import type { HashFiles } from './hash-files';

const FOLDER = 'models';

/**
 * Files in the origin private file system, one per hash.
 * @throws AppError `storage-unavailable` where it is denied (private windows) or cannot write outside workers.
 */
export async function openOpfsFiles(getDirectory: () => Promise<FileSystemDirectoryHandle>): Promise<HashFiles> {
  let folder: FileSystemDirectoryHandle;
  try {
    folder = await (await getDirectory()).getDirectoryHandle(FOLDER, { create: true });
  } catch (error) {
    throw storageError(error, 'opening the private file system');
  }
  if (!('FileSystemFileHandle' in globalThis) || !('createWritable' in FileSystemFileHandle.prototype)) {
    throw new AppError('storage-unavailable', 'the private file system cannot be written from the page');
  }
  return {
    place: 'opfs',
    write: (sha256, blob) => write(folder, sha256, blob),
    read: (sha256) => read(folder, sha256),
    delete: (sha256) => remove(folder, sha256),
    names: () => names(folder),
  };
}

/**
 * `createWritable` writes beside the file and puts it in place on `close`: a failure leaves no half file. The browser
 * copies the blob itself, part by part.
 */
async function write(folder: FileSystemDirectoryHandle, name: string, blob: Blob): Promise<void> {
  const known = (await names(folder)).includes(name);
  try {
    const handle = await folder.getFileHandle(name, { create: true });
    const stream = await handle.createWritable();
    try {
      await stream.write(blob);
      await stream.close();
    } catch (error) {
      await stream.abort().catch(() => undefined);
      throw error;
    }
  } catch (error) {
    if (!known) await remove(folder, name).catch(() => undefined);
    throw storageError(error, 'writing a model file', { bytes: blob.size });
  }
}

/** Backed by the file: bytes are read when they are asked for. */
async function read(folder: FileSystemDirectoryHandle, name: string): Promise<Blob | null> {
  try {
    return await (await folder.getFileHandle(name)).getFile();
  } catch (error) {
    if (isNotFound(error)) return null;
    throw storageError(error, 'reading a model file');
  }
}

async function remove(folder: FileSystemDirectoryHandle, name: string): Promise<void> {
  try {
    await folder.removeEntry(name);
  } catch (error) {
    if (!isNotFound(error)) throw storageError(error, 'deleting a model file');
  }
}

async function names(folder: FileSystemDirectoryHandle): Promise<readonly string[]> {
  const found: string[] = [];
  try {
    for await (const name of folder.keys()) found.push(name);
  } catch (error) {
    throw storageError(error, 'listing model files');
  }
  return found;
}

function isNotFound(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'name' in error && error.name === 'NotFoundError';
}
