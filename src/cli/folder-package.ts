import { openAsBlob } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '../domain/errors';
import { isZip, openPackageArchive } from '../app/models/package-archive';
import { filesFromBlobs, type PackageBlobs, type PackageFiles } from '../inference/packages/package-files';

/** A model package in a folder of this machine. */
export function folderPackage(folder: string): PackageFiles {
  return {
    list: async () => {
      try {
        const entries = await readdir(folder, { recursive: true });
        return entries.map((entry) => entry.split(sep).join('/'));
      } catch (cause) {
        throw new AppError('read-failed', `cannot read the folder ${folder}`, {}, { cause });
      }
    },
    size: async (path) => {
      try {
        return (await stat(join(folder, path))).size;
      } catch (cause) {
        throw missing(path, cause);
      }
    },
    read: async (path) => {
      try {
        return new Uint8Array(await readFile(join(folder, path)));
      } catch (cause) {
        throw missing(path, cause);
      }
    },
  };
}

function missing(path: string, cause: unknown): AppError {
  return new AppError('package-file-missing', `the package has no file ${path}`, { path }, { cause });
}

/** A model package on this machine: a folder, or one file. @throws AppError `read-failed`, and as `openPackageArchive`. */
export async function openPackage(path: string): Promise<PackageFiles> {
  const found = await stat(path).catch(() => null);
  if (found === null) throw new AppError('read-failed', `there is no package ${path}: no such file or folder`);
  return found.isFile() ? filesFromBlobs(await openPackageBlobs(path)) : folderPackage(path);
}

/** The files of a one-file package. @throws AppError `package-malformed`, and as `openPackageArchive`. */
export async function openPackageBlobs(path: string): Promise<PackageBlobs> {
  const file = await openAsBlob(path);
  if (!(await isZip(file))) throw new AppError('package-malformed', `${path} is neither a folder nor a one-file package`);
  return openPackageArchive(file);
}
