import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { checkContainer, packageFolder } from '../../inference/packages/archive/container';
import { guessConverter } from '../../inference/packages/converters/guess-converter';
import { MANIFEST_PATH, PACKAGE_LIMITS, SIGNATURE_PATH } from '../../inference/packages/limits';
import { missing, type PackageBlobs } from '../../inference/packages/package-files';
import { listedPaths } from '../../inference/packages/manifest-json';
import { readSlice } from '../../io/blob-reader';
import { storeZip } from '../../io/archive/store-zip';
import { checkLocalHeader, unpackMember } from '../../io/archive/unpack-member';
import { isEncrypted, readZipDirectory, toMember, type ZipEntry } from '../../io/archive/zip-directory';
import { isSystemFile } from '../../io/system-files';

/** Extension of one-file packages, and of a file that holds several. Only ever proposed as a name: content decides. */
export const PACKAGE_EXTENSION = '.mdpkg';

/** Compression method of a member that is not compressed (APPNOTE 4.4.5). */
const STORED = 0;

/** What a zip holds, as far as model packages go. */
export type ArchiveContents =
  | { readonly kind: 'package'; readonly folder: string; readonly entries: readonly ZipEntry[] }
  /** One-file packages side by side, as `export all` writes them. */
  | { readonly kind: 'collection'; readonly entries: readonly ZipEntry[] }
  /** A model in a format that can be converted. */
  | { readonly kind: 'foreign'; readonly entries: readonly ZipEntry[] }
  | { readonly kind: 'other'; readonly entries: readonly ZipEntry[] };

/** Whether these first bytes are those of a zip. */
export async function isZip(file: Blob, signal?: AbortLike): Promise<boolean> {
  const first = await readSlice(file, 0, 4, signal);
  return first.length === 4 && new DataView(first.buffer).getUint32(0, true) === 0x04034b50;
}

/** Reads the directory of a zip and nothing else of it. @throws AppError `archive-malformed`, `decompression-bomb`, `read-failed`. */
export async function lookIntoArchive(archive: Blob, signal?: AbortLike): Promise<ArchiveContents> {
  const all = await readZipDirectory(archive, signal);
  const entries = all.filter(({ name }) => !isSystemFile(name));
  const files = entries.filter(({ name }) => !name.endsWith('/')).map(({ name }) => name);
  const folder = packageFolder(files);
  if (folder !== null) return { kind: 'package', folder, entries };
  const collection = files.length > 0 && files.every((name) => name.toLowerCase().endsWith(PACKAGE_EXTENSION));
  if (collection) return { kind: 'collection', entries };
  return { kind: isForeignModel(files) ? 'foreign' : 'other', entries };
}

/**
 * The files of a one-file package by path: slices of the archive where they are only stored, else unpacked under the
 * caps. Nothing that the manifest does not list is unpacked.
 * @throws AppError `archive-malformed`, `archive-encrypted`, `package-unsafe`, `package-too-large`, `decompression-bomb`,
 * `package-file-missing`, `read-failed`; AbortError.
 */
export async function openPackageArchive(archive: Blob, signal?: AbortLike): Promise<PackageBlobs> {
  const contents = await lookIntoArchive(archive, signal);
  checkContainer(contents.entries);
  if (contents.kind !== 'package') throw missing(MANIFEST_PATH);
  const { folder, entries } = contents;
  const byPath = new Map(entries.map((entry) => [entry.name.slice(folder.length), entry]));
  const files = new Map<string, Blob>();
  const unpack = async (path: string): Promise<Blob | null> => {
    const entry = byPath.get(path);
    if (entry === undefined) return null;
    const blob = await unpackEntry(archive, entry, signal);
    files.set(path, blob);
    return blob;
  };
  if ((byPath.get(MANIFEST_PATH)?.size ?? 0) > PACKAGE_LIMITS.manifestBytes) {
    throw new AppError('package-too-large', 'manifest.json is larger than any manifest', { what: MANIFEST_PATH });
  }
  const manifest = await unpack(MANIFEST_PATH);
  await unpack(SIGNATURE_PATH);
  // What is missing, and a manifest that cannot be read, are told by who reads the package.
  const listed = manifest === null ? [] : listedPaths(new Uint8Array(await manifest.arrayBuffer()));
  for (const path of listed) await unpack(path);
  return files;
}

export type UnpackedArchive =
  | { readonly kind: 'package' | 'foreign'; readonly files: PackageBlobs }
  | { readonly kind: 'collection'; readonly packages: readonly { readonly name: string; readonly archive: Blob }[] };

/** A zip of one package, of several, or of a model in another format. @throws AppError as `openPackageArchive`. */
export async function unpackArchive(archive: Blob, { signal }: { readonly signal?: AbortLike } = {}): Promise<UnpackedArchive> {
  const { kind, entries } = await lookIntoArchive(archive, signal);
  if (kind === 'foreign') return { kind, files: await unpackAll(archive, entries, signal) };
  if (kind !== 'collection') return { kind: 'package', files: await openPackageArchive(archive, signal) };
  // A package that is only stored is a slice and keeps its own limits when it is opened; what is packed again is unpacked here.
  checkContainer(entries.map((entry) => (entry.method === STORED ? { ...entry, size: 0 } : entry)));
  const packages: { name: string; archive: Blob }[] = [];
  for (const entry of entries.filter(({ name }) => !name.endsWith('/'))) {
    packages.push({ name: entry.name, archive: await unpackEntry(archive, entry, signal) });
  }
  return { kind: 'collection', packages };
}

/** Whether these files are a model of another format, with a network that can be read. */
export function isForeignModel(paths: readonly string[]): boolean {
  return paths.some((path) => /\.onnx$/i.test(path)) && guessConverter(paths) !== null;
}

async function unpackAll(archive: Blob, entries: readonly ZipEntry[], signal?: AbortLike): Promise<PackageBlobs> {
  checkContainer(entries);
  const files = new Map<string, Blob>();
  for (const entry of entries) if (!entry.name.endsWith('/')) files.set(entry.name, await unpackEntry(archive, entry, signal));
  return files;
}

async function unpackEntry(archive: Blob, entry: ZipEntry, signal?: AbortLike): Promise<Blob> {
  if (isEncrypted(entry)) throw new AppError('archive-encrypted', `${entry.name} is protected by a password`);
  const { packed, blob, refused } = toMember(archive, entry, PACKAGE_LIMITS.totalBytes);
  if (refused !== null || packed === null) {
    throw new AppError(refused?.reason ?? 'archive-malformed', `${entry.name} is packed in a way that is not read`, refused?.context);
  }
  await checkLocalHeader(blob, entry, signal);
  return unpackMember(blob, packed, signal);
}

/**
 * A one-file package of these files: the manifest first, the rest by path, stored as they are (weights hardly compress, and
 * slices of a file are read without unpacking). The same package gives the same bytes.
 * @throws AppError `export-failed`, `read-failed`; AbortError.
 */
export function packPackage(files: PackageBlobs, signal?: AbortLike): Promise<Blob> {
  const first = [MANIFEST_PATH, SIGNATURE_PATH];
  const rank = (path: string): string => `${String(first.includes(path) ? first.indexOf(path) : first.length)}${path}`;
  const paths = [...files.keys()].sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  return storeZip(
    paths.flatMap((path) => {
      const blob = files.get(path);
      return blob === undefined ? [] : [{ path, blob }];
    }),
    signal,
  );
}
