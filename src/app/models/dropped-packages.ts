import { guessConverter } from '../../inference/packages/converters/guess-converter';
import { MANIFEST_PATH, PACKAGE_LIMITS } from '../../inference/packages/limits';
import type { PackageBlobs } from '../../inference/packages/package-files';
import { isManifest } from '../../inference/packages/manifest-json';
import type { DroppedFile } from '../app';
import { isForeignModel, isZip, lookIntoArchive, unpackArchive } from './package-archive';

/** What may be a model, as it was given. */
export type PackageSource =
  | { readonly kind: 'folder'; readonly name: string; readonly files: PackageBlobs }
  | { readonly kind: 'archive'; readonly name: string; readonly archive: Blob }
  /** A network without a package around it. */
  | { readonly kind: 'network'; readonly name: string; readonly file: Blob }
  /** A model in another format, in its own files. */
  | { readonly kind: 'foreign'; readonly name: string; readonly files: PackageBlobs }
  | { readonly kind: 'unknown'; readonly name: string };

export interface PartedDrop {
  readonly packages: readonly PackageSource[];
  /** Everything else, in the order given. */
  readonly others: readonly DroppedFile[];
}

/** In larger drops only files with a telling name are looked into: reading ten thousand first bytes takes its time. */
const LOOKED_INTO = 32;

/**
 * Parts a drop of anything into model packages and everything else: folders and zips with a manifest of ours, collections
 * of packages, bare networks. A zip that cannot be read is left to the images, which say why.
 */
export async function partDrop(files: readonly DroppedFile[]): Promise<PartedDrop> {
  const { folders, rest } = packageFolders(files);
  const packages: PackageSource[] = [];
  const others: DroppedFile[] = [];
  for (const { root, inside } of folders) {
    if (await isModelFolder(inside)) packages.push({ kind: 'folder', name: nameOf(root, inside), files: inside });
    else others.push(...files.filter(({ path }) => path.startsWith(root)));
  }
  const foreign = foreignModel(rest);
  if (foreign !== null) return { packages: [...packages, foreign], others };
  for (const file of rest) {
    const telling = /\.(zip|mdpkgs?)$/i.test(file.path);
    if (/\.onnx$/i.test(file.path)) packages.push({ kind: 'network', name: file.file.name, file: file.file });
    else if ((telling || rest.length <= LOOKED_INTO) && (await isModelArchive(file.file))) {
      packages.push({ kind: 'archive', name: file.file.name, archive: file.file });
    } else others.push(file);
  }
  return { packages, others };
}

/** Everything of a choice made as models: what is none is said to be none. */
export async function packageSources(files: readonly DroppedFile[]): Promise<readonly PackageSource[]> {
  const { folders, rest } = packageFolders(files);
  const found = folders.map(({ root, inside }): PackageSource => ({ kind: 'folder', name: nameOf(root, inside), files: inside }));
  const foreign = foreignModel(rest);
  if (foreign !== null) return [...found, foreign];
  const loose = rest.map(async ({ file, path }): Promise<PackageSource> => {
    if (await isZip(file).catch(() => false)) return { kind: 'archive', name: file.name, archive: file };
    return /\.onnx$/i.test(path) ? { kind: 'network', name: file.name, file } : { kind: 'unknown', name: file.name };
  });
  return [...found, ...(await Promise.all(loose))];
}

/** All of these files as one model of another format; null where they are none. Bare networks are models each. */
function foreignModel(files: readonly DroppedFile[]): PackageSource | null {
  const paths = files.map(({ path }) => path);
  if (files.length > PACKAGE_LIMITS.archiveEntries || !isForeignModel(paths) || guessConverter(paths) === 'onnx') return null;
  return { kind: 'foreign', name: commonFolder(paths) ?? networkName(paths), files: new Map(files.map(({ path, file }) => [path, file])) };
}

/** The folder that all of it was dropped in; null for loose files. */
function commonFolder(paths: readonly string[]): string | null {
  const [folder] = paths[0]?.split('/') ?? [];
  return folder !== undefined && paths.every((path) => path.startsWith(`${folder}/`)) ? folder : null;
}

/** Among loose files the network tells more of the model than whatever came first. */
function networkName(paths: readonly string[]): string {
  return (paths.find((path) => /\.onnx$/i.test(path)) ?? paths[0] ?? '').replace(/^.*\//, '');
}

interface DroppedFolder {
  /** Ends in `/`, or empty. */
  readonly root: string;
  readonly inside: PackageBlobs;
}

/** Each folder with a `manifest.json`, the outermost where they are nested, with its files by path relative to it. */
function packageFolders(files: readonly DroppedFile[]): { readonly folders: readonly DroppedFolder[]; readonly rest: readonly DroppedFile[] } {
  const roots: string[] = [];
  const manifests = files.filter(({ path }) => path === MANIFEST_PATH || path.endsWith(`/${MANIFEST_PATH}`));
  for (const { path } of manifests.sort((a, b) => a.path.length - b.path.length)) {
    const root = path.slice(0, -MANIFEST_PATH.length);
    if (!roots.some((known) => root.startsWith(known))) roots.push(root);
  }
  const folders = roots.map((root) => ({
    root,
    inside: new Map(files.filter(({ path }) => path.startsWith(root)).map(({ path, file }) => [path.slice(root.length), file])),
  }));
  return { folders, rest: files.filter(({ path }) => !roots.some((root) => path.startsWith(root))) };
}

/** A network inside says that a model was meant, even where the manifest is broken. */
async function isModelFolder(files: PackageBlobs): Promise<boolean> {
  const manifest = files.get(MANIFEST_PATH);
  if ([...files.keys()].some((path) => /\.onnx$/i.test(path))) return true;
  return manifest !== undefined && isManifest(new Uint8Array(await manifest.arrayBuffer()));
}

async function isModelArchive(file: Blob): Promise<boolean> {
  try {
    if (!(await isZip(file))) return false;
    const contents = await lookIntoArchive(file);
    if (contents.kind !== 'package') return contents.kind !== 'other';
    if (contents.entries.some(({ name }) => /\.onnx$/i.test(name))) return true;
    const opened = await unpackArchive(file);
    return opened.kind === 'package' && (await isModelFolder(opened.files));
  } catch {
    return false;
  }
}

function nameOf(root: string, files: PackageBlobs): string {
  return root.split('/').at(-2) ?? (files.has(MANIFEST_PATH) ? MANIFEST_PATH : '');
}
