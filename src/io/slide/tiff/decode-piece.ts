import { AppError } from '../../../domain/errors';
import { hasSubsampledChroma, readCodestreamHeader } from '../../codecs/codestream';
import type { CodedImage } from '../../codecs/decode-codestream';
import { decodeJpegOf } from '../../codecs/jpeg-8bit';
import { decodeJpeg2000, decodeJpegXl } from '../../codecs/wavelet-and-ls';
import { decodeWebp } from '../../codecs/webp';
import { applyColorMap, normalizeGrey, pickSamples, toFullRange, unpackYcc, yccToRgb } from './colour';
import { COMPRESSION, decompressPiece, isCodestream } from './decompress';
import { PHOTOMETRIC } from './picture-format';
import { rawBytes, readRawSamples, type RawGrid } from './raw-samples';
import type { TiffImage } from './tiff-image';

type Samples = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** What all pieces of one picture share. */
export interface PieceCoding {
  readonly image: TiffImage;
  readonly little: boolean;
  /** JPEGTables, or what stands for them in old-style JPEG; null where each piece is complete. */
  readonly tables: Uint8Array | null;
  /** Codes of black and white of each component of YCbCr, where they are not those of full range. */
  readonly blackWhite: readonly number[] | null;
  /** Of palette images, unless their indices are wanted as they are. */
  readonly colorMap: readonly number[] | null;
}

export interface PieceSamples {
  readonly samples: number;
  readonly pixels: Samples;
}

/**
 * One piece as stored in the file, decoded: colour as RGB, grey with black at zero, of as many samples a pixel as it holds.
 * @param rows of the piece; the last strip has fewer
 * @param samples a pixel in these bytes: 1 where planes are apart
 * @throws AppError `codec-failed`, `truncated`, `pixel-data-inconsistent`.
 */
export async function decodePiece(
  coding: PieceCoding,
  bytes: Uint8Array<ArrayBuffer>,
  rows: number,
  samples: number,
): Promise<PieceSamples> {
  const { image } = coding;
  const columns = image.pieceColumns;
  if (isCodestream(image.compression)) {
    const coded = await decodeCoded(coding, bytes);
    return { samples: coded.components, pixels: cut(coded, columns, rows) };
  }
  const grid: RawGrid = { ...image, columns, rows, samples, signed: image.sampleFormat === 2, little: coding.little };
  if (image.photometric === PHOTOMETRIC.ycc && samples === 3) {
    const raw = decompressPiece(image.compression, bytes, columns * rows * 3 + 64);
    return { samples, pixels: yccToRgb(unpackYcc(raw, columns, rows, image.subsampling)) };
  }
  const pixels = readRawSamples(decompressPiece(image.compression, bytes, rawBytes(grid)), grid);
  if (coding.colorMap !== null && samples === 1) return { samples: 3, pixels: applyColorMap(pixels, coding.colorMap) };
  return { samples, pixels: normalizeGrey(pixels, image.bits, image.photometric === PHOTOMETRIC.whiteIsZero) };
}

/** The decoder allocates for what the codestream says of itself: that must be its place's size, give or take a strip. */
function checkSize(image: TiffImage, bytes: Uint8Array, tables: Uint8Array | null): void {
  const header = readCodestreamHeader(bytes);
  // Scan data alone has none.
  if (header === null && tables !== null) return;
  if (header === null) throw new AppError('codec-failed', 'a piece of the image is no codestream');
  const { size } = header;
  if (size !== null && size.columns * size.rows > 4 * image.pieceColumns * Math.max(image.pieceRows, 64)) {
    throw new AppError('pixel-data-inconsistent', 'a piece of the image is not of its size');
  }
}

async function decodeCoded({ image, tables, blackWhite }: PieceCoding, bytes: Uint8Array<ArrayBuffer>): Promise<CodedImage> {
  const { compression, photometric } = image;
  if (compression !== COMPRESSION.webp) checkSize(image, bytes, tables);
  switch (compression) {
    case COMPRESSION.aperioYcc:
    case COMPRESSION.vipsYcc: {
      const coded = await decodeJpeg2000(bytes, 'RGB');
      // Where chroma is subsampled the decoder has taken that for YCbCr by itself.
      const converted = hasSubsampledChroma(bytes);
      if (!converted && coded.components === 3 && coded.samples instanceof Uint8Array) yccToRgb(coded.samples);
      return coded;
    }
    case COMPRESSION.aperioRgb:
    case COMPRESSION.jpeg2000:
      return decodeJpeg2000(bytes, 'RGB');
    case COMPRESSION.webp:
      return decodeWebp(bytes);
    case COMPRESSION.jpegXl:
      return decodeJpegXl(bytes);
    default: {
      // Old-style tables are a header up to the scan; a piece may also be a whole JPEG of its own.
      const complete = bytes[0] === 0xff && bytes[1] === 0xd8;
      const streams = complete ? (tables === null ? [bytes] : [tables, bytes]) : [joined(tables, bytes)];
      const colour = photometric === PHOTOMETRIC.ycc ? 'ycbcr' : 'rgb';
      if (blackWhite === null) return decodeJpegOf(streams, colour);
      // Called RGB, so that it comes out as it is coded.
      const coded = await decodeJpegOf(streams, 'rgb');
      if (coded.components === 3 && coded.samples instanceof Uint8Array) yccToRgb(toFullRange(coded.samples, blackWhite));
      return coded;
    }
  }
}

/** Scan data behind its header, and the end of image that it lacks. */
function joined(head: Uint8Array | null, bytes: Uint8Array): Uint8Array {
  if (head === null) throw new AppError('codec-failed', 'a piece of the image is no JPEG');
  const out = new Uint8Array(head.byteLength + bytes.byteLength + 2);
  out.set(head);
  out.set(bytes, head.byteLength);
  out.set([0xff, 0xd9], head.byteLength + bytes.byteLength);
  return out;
}

/** Codestreams of the last strip may be higher than it is, those of tiles must not be smaller. */
function cut({ columns, rows, components, samples }: CodedImage, wantedColumns: number, wantedRows: number): Samples {
  if (columns < wantedColumns || rows < wantedRows) {
    throw new AppError('pixel-data-inconsistent', 'a piece of the image is smaller than its place', { columns, rows });
  }
  if (columns === wantedColumns) return samples.subarray(0, wantedColumns * wantedRows * components);
  const lines = Array.from({ length: wantedRows }, (_, y) =>
    samples.subarray(y * columns * components, (y * columns + wantedColumns) * components),
  );
  const out =
    samples instanceof Uint8Array
      ? new Uint8Array(wantedColumns * wantedRows * components)
      : new Uint16Array(wantedColumns * wantedRows * components);
  lines.forEach((line, y) => {
    out.set(line, y * wantedColumns * components);
  });
  return out;
}

/** The samples of a piece that a tile shows. */
export function shownSamples({ samples, pixels }: PieceSamples, sample: number | null, kept: 1 | 3): Samples {
  if (samples < kept) throw new AppError('pixel-data-inconsistent', 'a piece of the image has fewer colours than stated');
  return pickSamples(pixels, samples, sample ?? 0, kept);
}
