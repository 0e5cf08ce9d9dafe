import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { ImportSource } from '../io/import-pipeline';

/** A file given on the command line, or found in a folder given there. */
export interface NodeFile {
  /** The argument, joined with the relative path for files of a folder. */
  readonly path: string;
  readonly byteLength: number;
}

/**
 * Files behind the arguments, in their order; a folder gives its files sorted by path. Links are not followed.
 * @throws Error with a plain message for an argument that does not exist.
 */
export async function listFiles(paths: readonly string[]): Promise<NodeFile[]> {
  const files: NodeFile[] = [];
  for (const path of paths) {
    const found = await stat(path).catch(() => null);
    if (found === null) throw new Error(`no such file or folder: ${path}`);
    if (!found.isDirectory()) {
      files.push({ path, byteLength: found.size });
      continue;
    }
    const entries = await readdir(path, { recursive: true, withFileTypes: true });
    const inside = entries
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .map((file) => within(path, file));
    for (const file of inside.sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))) {
      files.push({ path: file, byteLength: (await stat(file)).size });
    }
  }
  return files;
}

/** The argument as it was written, joined with the path of a file below it. */
function within(argument: string, file: string): string {
  return `${argument.replace(/\/+$/, '')}/${relative(argument, file).split(sep).join('/')}`;
}

/** File-backed: bytes are read when they are asked for. */
export async function openFile(path: string): Promise<ImportSource> {
  return { blob: await openAsBlob(path), path };
}

/** A file that a DICOMDIR names, whatever the case of its name on this file system; null when absent. */
export async function findOnDisk(path: string): Promise<Blob | null> {
  const found = await matchName(path, 0);
  return found === null ? null : openAsBlob(found);
}

async function matchName(path: string, depth: number): Promise<string | null> {
  const exact = await stat(path).catch(() => null);
  if (exact !== null) return depth > 0 || exact.isFile() ? path : null;
  const parent = dirname(path);
  if (depth >= 8 || parent === path) return null;
  const folder = await matchName(parent, depth + 1);
  if (folder === null) return null;
  const names = await readdir(folder).catch(() => []);
  const wanted = basename(path).toLowerCase();
  const name = names.find((entry) => entry.toLowerCase() === wanted);
  return name === undefined ? null : join(folder, name);
}
