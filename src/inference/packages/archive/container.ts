import { AppError } from '../../../domain/errors';
import { MANIFEST_PATH, PACKAGE_LIMITS } from '../limits';
import { isSafePath } from '../safe-path';

/** What the directory of a one-file package says of one entry. */
export interface ContainerEntry {
  /** `/`-separated; a folder's ends in `/`. */
  readonly name: string;
  /** Of its packed bytes and local header. */
  readonly offset: number;
  readonly storedSize: number;
  /** Bytes once unpacked, as stated. */
  readonly size: number;
  readonly symlink: boolean;
}

/** Bytes of a local header without its name (APPNOTE 4.3.7). */
const LOCAL_HEADER = 30;

/**
 * Refuses a container that asks for more than a package needs, by its directory alone, before a byte of it is unpacked:
 * too many entries, paths that climb out or clash, links, entries that share bytes, sizes beyond any model.
 * @throws AppError `package-unsafe`, `package-too-large`, `decompression-bomb`.
 */
export function checkContainer(entries: readonly ContainerEntry[]): void {
  if (entries.length > PACKAGE_LIMITS.archiveEntries) {
    throw new AppError('package-too-large', `the package has ${String(entries.length)} entries, more than any model needs`, {
      what: 'entries',
    });
  }
  const files = new Set<string>();
  const folders = new Set<string>();
  let total = 0;
  for (const { name, symlink, size, storedSize } of entries) {
    const folder = name.endsWith('/');
    const path = folder ? name.slice(0, -1) : name;
    const parts = path.split('/');
    if (!isSafePath(path) || path.length > 400 || parts.length > PACKAGE_LIMITS.pathDepth)
      throw unsafe('a path that leaves the package', name);
    if (symlink) throw unsafe('a link', name);
    // One name in two spellings would be two files here and one on another system.
    const folded = path.normalize('NFC').toLowerCase();
    if (!folder && files.has(folded)) throw unsafe('two files of one name', name);
    (folder ? folders : files).add(folded);
    for (let i = 1; i < parts.length; i++) folders.add(parts.slice(0, i).join('/').normalize('NFC').toLowerCase());
    if (size > PACKAGE_LIMITS.inflateGrace && size > storedSize * PACKAGE_LIMITS.inflateRatio) {
      throw new AppError('decompression-bomb', `${name.slice(0, 200)} unpacks to more than any model`, {
        ratio: Math.round(size / storedSize),
      });
    }
    total += size;
  }
  for (const path of files) if (folders.has(path)) throw unsafe('a file and a folder of one name', path);
  if (total > PACKAGE_LIMITS.totalBytes)
    throw new AppError('package-too-large', 'the package unpacks to more than is allowed', { what: 'the package' });
  checkOverlap(entries);
}

/** Entries that share bytes are how the densest bombs are built. */
function checkOverlap(entries: readonly ContainerEntry[]): void {
  const placed = [...entries].sort((a, b) => a.offset - b.offset);
  let end = 0;
  for (const { name, offset, storedSize } of placed) {
    if (offset < end) throw new AppError('decompression-bomb', 'entries of the package overlap', { entry: name.slice(0, 200) });
    end = offset + LOCAL_HEADER + new TextEncoder().encode(name).length + storedSize;
  }
}

/**
 * The folder of `manifest.json`, ending in `/`, or empty where it lies at the root; null where there is none at the root
 * nor in the one folder that holds everything.
 */
export function packageFolder(paths: readonly string[]): string | null {
  if (paths.includes(MANIFEST_PATH)) return '';
  const [first] = paths;
  const top = first?.slice(0, first.indexOf('/') + 1) ?? '';
  return top !== '' && paths.includes(`${top}${MANIFEST_PATH}`) && paths.every((path) => path.startsWith(top)) ? top : null;
}

function unsafe(what: string, name: string): AppError {
  return new AppError('package-unsafe', `the package holds ${what}: ${name.slice(0, 200)}`, { what, entry: name.slice(0, 200) });
}
