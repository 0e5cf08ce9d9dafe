import { AppError } from '../../../domain/errors';

export interface RawGrid {
  readonly columns: number;
  readonly rows: number;
  /** Of each pixel in these bytes. */
  readonly samples: number;
  /** 1, 2, 4, 8 or 16. */
  readonly bits: number;
  readonly signed: boolean;
  readonly little: boolean;
  /** 1 none, 2 horizontal differencing. */
  readonly predictor: number;
  /** 2: the lowest bit comes first. */
  readonly fillOrder: number;
}

/** Bytes that the samples of a piece take, each row filled up to a byte. */
export function rawBytes({ columns, rows, samples, bits }: RawGrid): number {
  return Math.ceil((columns * samples * bits) / 8) * rows;
}

/**
 * Samples as numbers: predictor and byte order undone, those of fewer than 8 bits spread to one byte each, unscaled. Signed
 * ones are raised by half their range, so that their order is kept.
 * @throws AppError `truncated` where bytes are missing.
 */
export function readRawSamples(bytes: Uint8Array, grid: RawGrid): Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> {
  const { columns, rows, samples, bits } = grid;
  if (bytes.byteLength < rawBytes(grid)) throw new AppError('truncated', 'a piece of the image has too few bytes');
  const width = columns * samples;
  if (bits < 8) return unpack(grid.fillOrder === 2 ? reversed(bytes) : bytes, width, rows, bits);
  const out = bits === 8 ? bytes.slice(0, width * rows) : readWords(bytes, width * rows, grid.little);
  if (grid.predictor === 2) undoDifferences(out, width, rows, samples);
  if (grid.signed) for (let i = 0; i < out.length; i++) out[i] = (out[i] ?? 0) + (bits === 8 ? 0x80 : 0x8000);
  return out;
}

function readWords(bytes: Uint8Array, count: number, little: boolean): Uint16Array<ArrayBuffer> {
  const copy = bytes.slice(0, count * 2);
  const out = new Uint16Array(copy.buffer);
  if (!little) for (let i = 0; i < count; i++) out[i] = ((copy[i * 2] ?? 0) << 8) | (copy[i * 2 + 1] ?? 0);
  return out;
}

/** TIFF 6.0 section 14: each sample is the difference to the same sample of the pixel before; sums wrap. */
function undoDifferences(out: Uint8Array | Uint16Array, width: number, rows: number, samples: number): void {
  for (let row = 0; row < rows; row++) {
    const end = (row + 1) * width;
    for (let i = row * width + samples; i < end; i++) out[i] = (out[i] ?? 0) + (out[i - samples] ?? 0);
  }
}

function unpack(bytes: Uint8Array, width: number, rows: number, bits: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(width * rows);
  const stride = Math.ceil((width * bits) / 8);
  const mask = 2 ** bits - 1;
  for (let row = 0; row < rows; row++) {
    for (let x = 0; x < width; x++) {
      const bit = x * bits;
      out[row * width + x] = ((bytes[row * stride + (bit >> 3)] ?? 0) >> (8 - bits - (bit & 7))) & mask;
    }
  }
  return out;
}

function reversed(bytes: Uint8Array): Uint8Array {
  return bytes.map((byte) => {
    let out = 0;
    for (let bit = 0; bit < 8; bit++) out |= ((byte >> bit) & 1) << (7 - bit);
    return out;
  });
}
