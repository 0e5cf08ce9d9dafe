import { readdir, readFile, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { AppError } from '../domain/errors';
import type { PackageFiles } from '../inference/packages/package-files';

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
