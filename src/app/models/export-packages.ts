import { isAbort, toAppError } from '../../domain/errors';
import { storeZip, type ZipSource } from '../../io/archive/store-zip';
import type { Storage } from '../../storage/storage';
import { PACKAGE_EXTENSION, packPackage } from './package-archive';

/** What goes to the next workstation, and what could not be read. */
export interface PackageCollection {
  readonly file: Blob;
  readonly packages: number;
  readonly unreadable: number;
}

/**
 * All installed packages, every version, as one zip of one-file packages. Only headers are made: the file refers to what
 * is stored, so that gigabytes take no memory.
 * @throws AppError `export-failed`; AbortError.
 */
export async function collectPackages(storage: Storage): Promise<PackageCollection> {
  const members: ZipSource[] = [];
  let unreadable = 0;
  for (const { id, version } of await storage.models.list()) {
    try {
      members.push({ path: `${id}-${version}${PACKAGE_EXTENSION}`, blob: await packPackage(await storage.models.read(id, version)) });
    } catch (error) {
      // One damaged package must not keep the others from leaving.
      if (isAbort(error) || toAppError(error).code === 'export-failed') throw error;
      unreadable++;
    }
  }
  return { file: await storeZip(members), packages: members.length, unreadable };
}
