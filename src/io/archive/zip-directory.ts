import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { LIMITS } from '../limits';
import type { ExpandedMember } from '../opened';

/** One entry of a central directory, folders included. */
export interface ZipEntry {
  /** With `/`; a folder's ends in one. */
  readonly name: string;
  readonly flags: number;
  /** Zip method: 0 stored, 8 deflated. */
  readonly method: number;
  readonly storedSize: number;
  /** Bytes once inflated, as the archive states. */
  readonly size: number;
  /** Of the local header. */
  readonly offset: number;
  /** Local header without its extra field, whose length only the local header knows. */
  readonly nameLength: number;
  /** Made on Unix as a symbolic link: its content is the path it points to. */
  readonly symlink: boolean;
}

/** The members of a zip archive as files to open. @throws AppError `archive-malformed`, `archive-encrypted`, `decompression-bomb`. */
export async function readZipMembers(source: Blob, signal?: AbortLike): Promise<ExpandedMember[]> {
  const entries = await readZipDirectory(source, signal);
  const members = entries.filter((entry) => !entry.name.endsWith('/')).map((entry) => toMember(source, entry));
  const encrypted = members.filter((member) => member.refused?.reason === 'archive-encrypted').length;
  if (encrypted > 0 && encrypted === members.length) throw new AppError('archive-encrypted', 'the archive is protected by a password');
  return members;
}

/**
 * The entries of a zip archive, from its central directory (APPNOTE.TXT 4.3.12, zip64 included); no member is read
 * or inflated here. What the directory claims is checked against the archive's size before it is believed.
 * @throws AppError `archive-malformed`, `decompression-bomb`.
 */
export async function readZipDirectory(source: Blob, signal?: AbortLike): Promise<readonly ZipEntry[]> {
  const directory = await findDirectory(source, signal);
  if (directory.entries > LIMITS.archiveEntries) {
    throw new AppError('decompression-bomb', 'more members than any archive of images', { entries: directory.entries });
  }
  if (directory.length > LIMITS.archiveDirectory) {
    throw new AppError('decompression-bomb', 'a directory larger than any archive of images has', { bytes: directory.length });
  }
  const bytes = await readSlice(source, directory.offset, directory.length, signal);
  if (bytes.byteLength < directory.length) throw new AppError('archive-malformed', 'the archive ends inside its directory');
  const entries = parseEntries(bytes, directory.entries);
  checkClaims(entries, source.size);
  return entries;
}

interface DirectoryPlace {
  readonly offset: number;
  readonly length: number;
  readonly entries: number;
}

const END_SIZE = 22;
const COMMENT = 65_535;
/** Host system of "version made by" (APPNOTE 4.4.2.2); there the upper half of the external attributes is `st_mode`. */
const UNIX = 3;
const FILE_TYPE = 0xf000;
const SYMLINK = 0xa000;

async function findDirectory(source: Blob, signal?: AbortLike): Promise<DirectoryPlace> {
  const tailStart = Math.max(0, source.size - END_SIZE - COMMENT);
  const tail = await readSlice(source, tailStart, source.size - tailStart, signal);
  const view = new DataView(tail.buffer);
  for (let at = tail.byteLength - END_SIZE; at >= 0; at--) {
    if (view.getUint32(at, true) !== 0x06054b50) continue;
    const place = { entries: view.getUint16(at + 10, true), length: view.getUint32(at + 12, true), offset: view.getUint32(at + 16, true) };
    const wide = place.entries === 0xffff || place.length === 0xffffffff || place.offset === 0xffffffff;
    const found = wide ? await findZip64(source, view, at - 20, signal) : place;
    if (found.offset + found.length > source.size) throw new AppError('archive-malformed', 'the directory lies outside the archive');
    return found;
  }
  throw new AppError('archive-malformed', 'the archive has no directory: it is cut or still being copied');
}

async function findZip64(source: Blob, tail: DataView, locator: number, signal?: AbortLike): Promise<DirectoryPlace> {
  if (locator < 0 || tail.getUint32(locator, true) !== 0x07064b50) throw new AppError('archive-malformed', 'the zip64 locator is missing');
  const record = await readSlice(source, Number(tail.getBigUint64(locator + 8, true)), 56, signal);
  const view = new DataView(record.buffer);
  if (record.byteLength < 56 || view.getUint32(0, true) !== 0x06064b50)
    throw new AppError('archive-malformed', 'the zip64 record is missing');
  return {
    entries: Number(view.getBigUint64(32, true)),
    length: Number(view.getBigUint64(40, true)),
    offset: Number(view.getBigUint64(48, true)),
  };
}

function parseEntries(bytes: Uint8Array<ArrayBuffer>, count: number): ZipEntry[] {
  const view = new DataView(bytes.buffer);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > bytes.byteLength || view.getUint32(at, true) !== 0x02014b50) {
      throw new AppError('archive-malformed', 'the directory ends early');
    }
    const nameLength = view.getUint16(at + 28, true);
    const extraLength = view.getUint16(at + 30, true);
    const end = at + 46 + nameLength + extraLength + view.getUint16(at + 32, true);
    if (end > bytes.byteLength) throw new AppError('archive-malformed', 'the directory ends early');
    const extra = new DataView(bytes.buffer, at + 46 + nameLength, extraLength);
    const flags = view.getUint16(at + 8, true);
    entries.push({
      name: memberName(bytes.subarray(at + 46, at + 46 + nameLength), (flags & 0x800) !== 0),
      flags,
      method: view.getUint16(at + 10, true),
      ...sizes(view, at, extra),
      nameLength,
      symlink: view.getUint8(at + 5) === UNIX && ((view.getUint32(at + 38, true) >>> 16) & FILE_TYPE) === SYMLINK,
    });
    at = end;
  }
  return entries;
}

/** Sizes and offset, from the zip64 extra field (0x0001) where the 32-bit fields are full. */
function sizes(view: DataView, at: number, extra: DataView): { size: number; storedSize: number; offset: number } {
  let wide: DataView | null = null;
  for (let e = 0; e + 4 <= extra.byteLength; e += 4 + extra.getUint16(e + 2, true)) {
    const length = extra.getUint16(e + 2, true);
    if (extra.getUint16(e, true) === 1 && e + 4 + length <= extra.byteLength) {
      wide = new DataView(extra.buffer, extra.byteOffset + e + 4, length);
    }
  }
  let used = 0;
  const read = (value: number): number => {
    if (value !== 0xffffffff) return value;
    if (wide === null || used + 8 > wide.byteLength) throw new AppError('archive-malformed', 'a zip64 size is missing');
    used += 8;
    return Number(wide.getBigUint64(used - 8, true));
  };
  const size = read(view.getUint32(at + 24, true));
  const storedSize = read(view.getUint32(at + 20, true));
  return { size, storedSize, offset: read(view.getUint32(at + 42, true)) };
}

/** Names are UTF-8 by their flag, else what most archivers of old wrote; separators as `/`. */
export function memberName(bytes: Uint8Array, utf8: boolean): string {
  const text = new TextDecoder('utf-8').decode(bytes);
  const name = utf8 || !text.includes('\ufffd') ? text : new TextDecoder('windows-1252').decode(bytes);
  return name.replaceAll('\\', '/').replaceAll('\0', '');
}

/** Members that overlap, or claim more than any image compresses to, are how zip bombs are built. */
function checkClaims(entries: readonly ZipEntry[], archiveSize: number): void {
  let stored = 0;
  let size = 0;
  for (const entry of entries) {
    stored += entry.storedSize;
    size += entry.size;
    if (entry.offset + 30 + entry.storedSize > archiveSize) throw new AppError('archive-malformed', 'a member lies outside the archive');
  }
  if (stored > archiveSize) throw new AppError('decompression-bomb', 'members of the archive overlap');
  if (size > LIMITS.inflateGrace && size > archiveSize * LIMITS.inflateRatio) {
    throw new AppError('decompression-bomb', 'compressed beyond any real image', { ratio: Math.round(size / archiveSize) });
  }
}

/** Encrypted, strongly encrypted, or with a masked local header (general purpose bits 0, 6, 13). */
export function isEncrypted({ flags }: ZipEntry): boolean {
  return (flags & 0x2041) !== 0;
}

/** One entry as a member to open, none larger than `limit` bytes once unpacked. */
export function toMember(source: Blob, entry: ZipEntry, limit: number = LIMITS.archiveMember): ExpandedMember {
  const { name, method, offset, storedSize, size, nameLength } = entry;
  const blob = source.slice(offset, offset + 30 + nameLength + COMMENT + storedSize);
  const refuse = (reason: NonNullable<ExpandedMember['refused']>['reason']): ExpandedMember => ({
    path: name,
    blob,
    packed: null,
    refused: { reason, context: { method } },
  });
  if (isEncrypted(entry)) return refuse('archive-encrypted');
  if (method !== 0 && method !== 8) return refuse('archive-malformed');
  if (size > limit) return refuse('decompression-bomb');
  return { path: name, blob, packed: { method, storedSize, size }, refused: null };
}
