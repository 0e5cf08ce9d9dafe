import { Gunzip, Inflate, Unzlib } from 'fflate';
import { AppError, isAbort, toAppError } from '../domain/errors';
import type { AbortLike } from '../domain/ports';
import { readSlice } from './blob-reader';
import { LIMITS } from './limits';

export type Compression = 'deflate-raw' | 'zlib' | 'gzip';

interface InflateOptions {
  /** Most bytes that may come out. */
  readonly limit: number;
  /** What the archive says comes out; more is a lie and ends the stream. */
  readonly declared?: number | undefined;
  /**
   * Inflating ends once this much has come out. It is what a header asks for, so no ratio is held against it: label maps
   * compress beyond any picture.
   */
  readonly enough?: number | undefined;
  readonly signal?: AbortLike | undefined;
}

/** Input step: deflate yields at most 1,032 times its input, so one step adds at most 66 MB. */
const STEP = 64 * 1024;
/** Collected output is handed to a Blob in parts of this size, which a browser may keep on disk. */
const PART = 16 * 1024 * 1024;

/**
 * Inflates a stream step by step under a running cap.
 * @throws AppError `decompression-bomb` past the cap or the ratio, `archive-malformed` for broken or cut data; AbortError.
 */
export async function inflateToBlob(source: Blob, compression: Compression, options: InflateOptions): Promise<Blob> {
  const parts: Blob[] = [];
  let pending: Uint8Array<ArrayBuffer>[] = [];
  let pendingBytes = 0;
  let produced = 0;
  let consumed = 0;
  const collect = (chunk: Uint8Array): void => {
    produced += chunk.byteLength;
    const cap = Math.min(options.limit, options.declared ?? Infinity);
    if (produced > cap) throw new AppError('decompression-bomb', 'more data comes out than is allowed or stated', { limit: cap });
    if (options.enough === undefined && produced > LIMITS.inflateGrace && produced > consumed * LIMITS.inflateRatio) {
      throw new AppError('decompression-bomb', 'compressed beyond any real image', { ratio: Math.round(produced / consumed) });
    }
    pending.push(chunk as Uint8Array<ArrayBuffer>);
    pendingBytes += chunk.byteLength;
  };
  const stream = openStream(compression, collect);
  for (let offset = 0; offset < source.size; offset += STEP) {
    const bytes = await readSlice(source, offset, STEP, options.signal);
    consumed += bytes.byteLength;
    try {
      stream.push(bytes, offset + STEP >= source.size);
    } catch (error) {
      if (error instanceof AppError || isAbort(error)) throw error;
      throw toAppError(error, 'archive-malformed');
    }
    if (pendingBytes >= PART) {
      parts.push(new Blob(pending));
      pending = [];
      pendingBytes = 0;
    }
    if (options.enough !== undefined && produced >= options.enough) break;
  }
  return new Blob([...parts, ...pending]);
}

/** Inflates one frame in memory. @throws AppError `codec-failed`, `decompression-bomb`. */
export function inflateFrame(bytes: Uint8Array, expected: number): Uint8Array {
  const out = new Uint8Array(expected);
  let at = 0;
  const stream = new Inflate((chunk) => {
    // A pad byte may follow the frame; anything more is not this frame.
    if (at + chunk.byteLength > expected + 1) throw new AppError('decompression-bomb', 'a deflated frame is longer than its grid');
    out.set(chunk.subarray(0, expected - at), at);
    at += chunk.byteLength;
  });
  try {
    for (let from = 0; from < bytes.byteLength; from += STEP)
      stream.push(bytes.subarray(from, from + STEP), from + STEP >= bytes.byteLength);
  } catch (error) {
    throw toAppError(error, 'codec-failed');
  }
  if (at < expected) throw new AppError('codec-failed', 'a deflated frame is shorter than its grid');
  return out;
}

function openStream(compression: Compression, collect: (chunk: Uint8Array) => void): { push(chunk: Uint8Array, final: boolean): void } {
  switch (compression) {
    case 'deflate-raw':
      return new Inflate(collect);
    case 'zlib':
      return new Unzlib(collect);
    case 'gzip':
      return new Gunzip(collect);
  }
}
