import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { inflateSync } from 'node:zlib';

/** An array as the reference scripts store it: row-major bytes, little-endian, deflated, in base64. */
export interface PackedArray {
  readonly dtype: string;
  readonly shape: readonly number[];
  readonly zlib: string;
}

/** Stored numbers; the caller says what they are. */
export function readReference(name: string): unknown {
  return JSON.parse(readFileSync(join(import.meta.dirname, `${name}.json`), 'utf8'));
}

function unpack(packed: PackedArray, dtype: string): ArrayBuffer {
  if (packed.dtype !== dtype) throw new Error(`array is ${packed.dtype}, expected ${dtype}`);
  const bytes = inflateSync(Buffer.from(packed.zlib, 'base64'));
  return new Uint8Array(bytes).buffer;
}

export const bytesOf = (packed: PackedArray): Uint8Array => new Uint8Array(unpack(packed, 'uint8'));
export const shortsOf = (packed: PackedArray): Int16Array => new Int16Array(unpack(packed, 'int16'));
export const wordsOf = (packed: PackedArray): Uint16Array => new Uint16Array(unpack(packed, 'uint16'));
export const floatsOf = (packed: PackedArray): Float32Array => new Float32Array(unpack(packed, 'float32'));
export const doublesOf = (packed: PackedArray): Float64Array => new Float64Array(unpack(packed, 'float64'));

/** A label map of bytes. */
export const mapOf = (packed: PackedArray): { data: Uint8Array; shape: readonly number[] } => ({
  data: bytesOf(packed),
  shape: packed.shape,
});

/** First index at which two arrays differ, −1 where they are equal: quicker than a deep comparison, and says where. */
export function firstDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Math.min(found.length, expected.length);
  for (let i = 0; i < found.length; i++) if (found[i] !== expected[i]) return i;
  return -1;
}

/** Largest absolute difference; Infinity where lengths differ or one is not a number. */
export function largestDifference(found: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (found.length !== expected.length) return Infinity;
  let largest = 0;
  for (let i = 0; i < found.length; i++) {
    const difference = Math.abs((found[i] ?? NaN) - (expected[i] ?? NaN));
    if (!(difference <= largest)) largest = Number.isNaN(difference) ? Infinity : difference;
  }
  return largest;
}
