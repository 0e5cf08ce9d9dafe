import { AppError } from '../../../domain/errors';
import type { AbortLike } from '../../../domain/ports';
import type { BlockReader } from '../block-reader';
import { TIFF_TAG as TAG } from './tags';
import type { TiffImage } from './tiff-image';

/**
 * JPEG header up to the scan for pieces of old-style JPEG (TIFF 6.0 section 22), which hold scan data alone: out of the
 * tables whose places the tags give. Pieces that are JPEGs of their own need none.
 * @throws AppError `image-malformed`, `image-variant-unsupported` for other processes than baseline; AbortError.
 */
export async function oldJpegTables(reader: BlockReader, image: TiffImage, signal?: AbortLike): Promise<Uint8Array | null> {
  const { directory, samples, pieceColumns, pieceRows } = image;
  if (!directory.has(TAG.jpegQTables)) return null;
  const quantization = await directory.numbers(TAG.jpegQTables, signal);
  const dc = await directory.numbers(TAG.jpegDcTables, signal);
  const ac = await directory.numbers(TAG.jpegAcTables, signal);
  if ([quantization, dc, ac].some((places) => places.length < samples)) {
    throw new AppError('image-malformed', 'an old-style JPEG without its tables');
  }
  const out: number[] = [0xff, 0xd8];
  for (let c = 0; c < samples; c++) {
    const table = await reader.read(quantization[c] ?? 0, 64, signal);
    segment(out, 0xdb, [c, ...table]);
    segment(out, 0xc4, [c, ...(await huffman(reader, dc[c] ?? 0, signal))]);
    segment(out, 0xc4, [0x10 | c, ...(await huffman(reader, ac[c] ?? 0, signal))]);
  }
  const [h, v] = samples === 1 ? [1, 1] : image.subsampling;
  const components = Array.from({ length: samples }, (_, c) => [c + 1, c === 0 ? (h << 4) | v : 0x11, c]).flat();
  segment(out, 0xc0, [8, ...word(pieceRows), ...word(pieceColumns), samples, ...components]);
  const restart = await directory.number(TAG.jpegRestartInterval, 0, signal);
  if (restart > 0) segment(out, 0xdd, word(restart));
  segment(out, 0xda, [samples, ...Array.from({ length: samples }, (_, c) => [c + 1, (c << 4) | c]).flat(), 0, 63, 0]);
  return Uint8Array.from(out);
}

/** 16 counts of codes by length, then as many values. */
async function huffman(reader: BlockReader, at: number, signal?: AbortLike): Promise<Uint8Array> {
  const counts = await reader.read(at, 16, signal);
  const values = counts.reduce((sum, count) => sum + count, 0);
  if (values > 256) throw new AppError('image-malformed', 'an old-style JPEG with an impossible table');
  return reader.read(at, 16 + values, signal);
}

function segment(out: number[], marker: number, body: readonly number[]): void {
  out.push(0xff, marker, ...word(body.length + 2), ...body);
}

function word(value: number): [number, number] {
  return [(value >> 8) & 0xff, value & 0xff];
}
