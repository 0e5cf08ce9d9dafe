import { encode } from 'fast-png';
import type { SlideTile } from '../../domain/slide';

/** Pixels of a slide as a PNG of the same depth, grey or RGB: the stored values themselves, without colour profile. */
export function writeTilePng({ columns, rows, samplesPerPixel, pixels }: SlideTile): Uint8Array<ArrayBuffer> {
  const depth = pixels instanceof Uint8Array ? 8 : 16;
  return Uint8Array.from(encode({ width: columns, height: rows, data: pixels, channels: samplesPerPixel, depth }));
}
