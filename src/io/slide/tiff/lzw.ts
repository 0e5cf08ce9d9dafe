import { AppError } from '../../../domain/errors';

const CLEAR = 256;
const END = 257;
const CODES = 4096;

/**
 * TIFF LZW (TIFF 6.0 section 13): codes of 9 to 12 bits, highest bit first. Stops when `expected` bytes have come out.
 * @throws AppError `codec-failed` for a code out of turn.
 */
export function decodeLzw(bytes: Uint8Array, expected: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(expected);
  // Each string is a stretch of what has come out: where it was last written, and its length.
  const starts = new Uint32Array(CODES);
  const lengths = new Uint16Array(CODES);
  let at = 0;
  let next = END + 1;
  let width = 9;
  let previous = -1;
  let previousStart = 0;
  let previousLength = 0;
  let buffer = 0;
  let held = 0;
  for (let i = 0; at < expected;) {
    while (held < width) {
      if (i >= bytes.byteLength) return at === 0 && expected > 0 ? fail() : out.subarray(0, at);
      buffer = ((buffer << 8) | (bytes[i++] ?? 0)) & 0xffffff;
      held += 8;
    }
    held -= width;
    const code = (buffer >> held) & ((1 << width) - 1);
    if (code === END) break;
    if (code === CLEAR) {
      next = END + 1;
      width = 9;
      previous = -1;
      continue;
    }
    const start = at;
    if (code < CLEAR) out[at++] = code;
    else if (code < next) at = repeat(out, starts[code] ?? 0, lengths[code] ?? 0, at);
    else if (code === next && previous >= 0) {
      at = repeat(out, previousStart, previousLength, at);
      if (at < expected) out[at++] = out[start] ?? 0;
    } else fail();
    if (previous >= 0 && next < CODES) {
      // The new string is the previous one and the byte that followed it, which lie side by side.
      starts[next] = previousStart;
      lengths[next] = previousLength + 1;
      next++;
      // The width grows one code early.
      if (next + 1 >= 1 << width && width < 12) width++;
    }
    previous = code;
    previousStart = start;
    previousLength = at - start;
  }
  return out.subarray(0, at);
}

function repeat(out: Uint8Array, from: number, length: number, at: number): number {
  const end = Math.min(out.byteLength, at + length);
  // Byte by byte where the copy overlaps what it copies.
  for (let i = at, j = from; i < end; i++, j++) out[i] = out[j] ?? 0;
  return end;
}

function fail(): never {
  throw new AppError('codec-failed', 'an LZW code out of turn');
}
