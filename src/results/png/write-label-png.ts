import { largestLabel } from '../../domain/kernels/masks/lattice';
import { encode } from 'fast-png';

/**
 * A label or instance map as a grey PNG whose samples are the values themselves: 8 bits up to 255, else 16.
 * @param data rows × columns; values above 65,535 do not fit and are refused.
 * @throws RangeError
 */
export function writeLabelPng(data: Uint8Array | Uint16Array | Uint32Array, rows: number, columns: number): Uint8Array<ArrayBuffer> {
  const largest = largestLabel(data);
  if (largest > 65_535) throw new RangeError(`${String(largest)} objects do not fit a PNG of 16 bits`);
  const samples = largest <= 255 ? Uint8Array.from(data) : Uint16Array.from(data);
  return Uint8Array.from(encode({ width: columns, height: rows, data: samples, channels: 1, depth: largest <= 255 ? 8 : 16 }));
}
