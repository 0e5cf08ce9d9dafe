import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { crc32 } from './crc32';

export interface ZipSource {
  /** `/`-separated. */
  readonly path: string;
  readonly blob: Blob;
}

/** Read at a time for the checksum; the data itself is never copied. */
const STEP = 4 * 1024 * 1024;
const MAXIMUM_MEMBERS = 0xffff;
const MAXIMUM_OFFSET = 0xffffffff;
/** Version 2.0, the least that is asked for by a name in UTF-8 (general purpose bit 11). */
const VERSION = 20;
const UTF8 = 0x800;
/** 1 January 1980, the earliest date of zip: the same files give the same bytes. */
const DATE = 0x21;

/**
 * A zip (APPNOTE.TXT 6.3) of files as they are, in the order given. Members refer to the blobs given, so that an archive
 * of gigabytes takes no memory; the same files give the same bytes, whenever and wherever it is made.
 * @throws AppError `export-failed` past 4 GiB or 65,535 members, `read-failed`; AbortError.
 */
export async function storeZip(members: readonly ZipSource[], signal?: AbortLike): Promise<Blob> {
  const parts: BlobPart[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { path, blob } of members) {
    const name = new TextEncoder().encode(path);
    const header = memberHeader(name.length, await checksum(blob, signal), blob.size);
    parts.push(record(0x04034b50, header), name, blob);
    const place = new DataView(new ArrayBuffer(14));
    place.setUint32(10, offset, true);
    directory.push(record(0x02014b50, concat([new Uint8Array([VERSION, 0]), header, new Uint8Array(place.buffer)])), name);
    offset += 4 + header.length + name.length + blob.size;
    if (offset > MAXIMUM_OFFSET || members.length > MAXIMUM_MEMBERS) {
      throw new AppError('export-failed', 'an archive larger than 4 GiB is not written', { bytes: offset });
    }
  }
  const entries = concat(directory);
  const end = new DataView(new ArrayBuffer(18));
  end.setUint16(4, members.length, true);
  end.setUint16(6, members.length, true);
  end.setUint32(8, entries.length, true);
  end.setUint32(12, offset, true);
  return new Blob([...parts, entries, record(0x06054b50, new Uint8Array(end.buffer))], { type: 'application/zip' });
}

/** What the local header and the directory say alike (APPNOTE 4.3.7, from "version needed" to "extra field length"). */
function memberHeader(nameLength: number, crc: number, size: number): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(26));
  view.setUint16(0, VERSION, true);
  view.setUint16(2, UTF8, true);
  view.setUint16(8, DATE, true);
  view.setUint32(10, crc, true);
  view.setUint32(14, size, true);
  view.setUint32(18, size, true);
  view.setUint16(22, nameLength, true);
  return new Uint8Array(view.buffer);
}

async function checksum(blob: Blob, signal?: AbortLike): Promise<number> {
  let crc = 0;
  for (let at = 0; at < blob.size; at += STEP) crc = crc32(await readSlice(blob, at, STEP, signal), crc);
  return crc;
}

function record(signature: number, fields: Uint8Array): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(4 + fields.length);
  new DataView(bytes.buffer).setUint32(0, signature, true);
  bytes.set(fields, 4);
  return bytes;
}

function concat(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
