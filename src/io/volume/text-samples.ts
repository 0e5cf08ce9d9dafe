import { AppError } from '../../domain/errors';
import { bytesPerSample, type VoxelType } from './voxel-type';

/**
 * Samples written as numbers → their bytes, little endian.
 * @throws AppError `truncated`, `image-malformed`.
 */
export function decodeText(text: Uint8Array, type: VoxelType, bytes: number): Uint8Array<ArrayBuffer> {
  const size = bytesPerSample(type);
  const out = new Uint8Array(bytes);
  const view = new DataView(out.buffer);
  let at = 0;
  let from = 0;
  while (at < bytes) {
    while (from < text.length && isSeparator(text[from])) from++;
    let to = from;
    while (to < text.length && !isSeparator(text[to])) to++;
    if (to === from) throw new AppError('truncated', 'fewer numbers than voxels');
    const word = String.fromCharCode(...text.subarray(from, Math.min(to, from + 64)));
    write(view, at, type, word);
    at += size;
    from = to;
  }
  return out;
}

/** Samples written as pairs of hexadecimal digits → their bytes. @throws AppError `truncated`, `image-malformed`. */
export function decodeHex(text: Uint8Array, bytes: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(bytes);
  let digits = 0;
  for (const code of text) {
    if (digits === bytes * 2) break;
    if (isSeparator(code)) continue;
    const digit = parseInt(String.fromCharCode(code), 16);
    if (Number.isNaN(digit)) throw new AppError('image-malformed', 'no hexadecimal digit');
    out[digits >> 1] = ((out[digits >> 1] ?? 0) << 4) | digit;
    digits++;
  }
  if (digits < bytes * 2) throw new AppError('truncated', 'fewer digits than voxels');
  return out;
}

function isSeparator(code: number | undefined): boolean {
  return code !== undefined && (code <= 0x20 || code === 0x2c);
}

function write(view: DataView, at: number, type: VoxelType, word: string): void {
  const value = /^[+-]?nan$/iu.test(word) ? NaN : Number(word);
  if (Number.isNaN(value) && !/nan$/iu.test(word)) throw new AppError('image-malformed', 'a voxel that is no number');
  switch (type) {
    case 'int8':
      view.setInt8(at, value);
      return;
    case 'uint8':
      view.setUint8(at, value);
      return;
    case 'int16':
      view.setInt16(at, value, true);
      return;
    case 'uint16':
      view.setUint16(at, value, true);
      return;
    case 'int32':
      view.setInt32(at, value, true);
      return;
    case 'uint32':
      view.setUint32(at, value, true);
      return;
    case 'float32':
      view.setFloat32(at, value, true);
      return;
    case 'float64':
      view.setFloat64(at, value, true);
      return;
    case 'int64':
    case 'uint64':
      view.setBigInt64(at, integer(word), true);
      return;
  }
}

function integer(word: string): bigint {
  try {
    return BigInt(word);
  } catch (cause) {
    throw new AppError('image-malformed', 'a voxel that is no whole number', {}, { cause });
  }
}
