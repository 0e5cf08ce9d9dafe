import { openAsBlob } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import { basename, dirname, join, relative, sep } from 'node:path';
import type { ImportSource } from '../io/import-pipeline';
import { LARGEST_BLOB, LargeFile } from './large-file';

/** A file given on the command line, or found in a folder given there. */
export interface GivenFile {
  /** The argument, joined with the relative path for files of a folder. */
  readonly path: string;
  /** File-backed, its bytes read when they are asked for; null for what does not exist or cannot be read. */
  readonly blob: Blob | null;
}

/** Files behind one argument: itself, or a folder's files sorted by path (none for an empty one). Links in it are not followed. */
export async function listFiles(argument: string): Promise<GivenFile[]> {
  const found = await stat(argument).catch(() => null);
  if (found?.isDirectory() !== true) return [await giveFile(argument)];
  const entries = await readdir(argument, { recursive: true, withFileTypes: true }).catch(() => null);
  if (entries === null) return [{ path: argument, blob: null }];
  const inside = entries
    .filter((entry) => entry.isFile())
    .map((entry) => within(argument, join(entry.parentPath, entry.name)))
    .sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
  return Promise.all(inside.map(giveFile));
}

async function giveFile(path: string): Promise<GivenFile> {
  const found = await stat(path).catch(() => null);
  // Devices and pipes have no size and no slices.
  if (found?.isFile() !== true) return { path, blob: null };
  return openFile(path).catch(() => ({ path, blob: null }));
}

/** The argument as it was written, joined with the path of a file below it. */
function within(argument: string, file: string): string {
  return `${argument.replace(/\/+$/, '')}/${relative(argument, file).split(sep).join('/')}`;
}

/** File-backed: bytes are read when they are asked for. */
export async function openFile(path: string): Promise<ImportSource> {
  return { blob: await blobOf(path), path };
}

async function blobOf(path: string): Promise<Blob> {
  const { size } = await stat(path);
  return size > LARGEST_BLOB ? new LargeFile(path, 0, size) : openAsBlob(path);
}

/** A file that a DICOMDIR names, whatever the case of its name on this file system; null when absent. */
export async function findOnDisk(path: string): Promise<Blob | null> {
  const found = await matchName(path, 0);
  return found === null ? null : blobOf(found);
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
