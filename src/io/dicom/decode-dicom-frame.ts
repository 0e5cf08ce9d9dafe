import { AppError } from '../../domain/errors';
import type { DecodedFrame, PhotometricInterpretation, StoredPixels } from '../../domain/pixels';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { decodeCodestream, type CodedImage } from '../codecs/decode-codestream';
import { inflateFrame } from '../inflate';
import type { DecodeOptions } from '../decode-options';
import type { FramePlaces, PixelLayout, PixelLocator } from '../opened';
import { readCodedFrame } from './frame-bytes';
import { interleave, maskStored, unpackBits, unpackNative } from './native-pixels';
import { nativeFrameBytes } from './pixel-layout';
import { decodeRle } from './rle';
import { pixelCoding, pixelsBigEndian } from './transfer-syntaxes';

type DicomLocator = Extract<PixelLocator, { kind: 'dicom' }>;

interface Samples {
  readonly pixels: StoredPixels;
  readonly photometric: PhotometricInterpretation;
  readonly bitsAllocated: number;
}

export async function decodeDicomFrame(
  source: Blob,
  locator: DicomLocator,
  frameNumber: number,
  options: DecodeOptions,
): Promise<DecodedFrame> {
  const { layout } = locator;
  if (!Number.isInteger(frameNumber) || frameNumber < 1 || frameNumber > layout.frameCount) {
    throw new AppError('pixel-data-missing', 'no such frame', { frame: frameNumber });
  }
  const samples = await readSamples(source, locator, frameNumber - 1, options);
  maskStored(samples.pixels, layout.bitsStored, samples.bitsAllocated);
  return {
    rows: layout.rows,
    columns: layout.columns,
    samplesPerPixel: layout.samplesPerPixel,
    bitsAllocated: samples.bitsAllocated,
    bitsStored: Math.min(layout.bitsStored, samples.bitsAllocated),
    signed: layout.signed,
    photometric: samples.photometric,
    pixels: samples.pixels,
    palette: locator.palette,
  };
}

async function readSamples(source: Blob, locator: DicomLocator, index: number, { signal, colour }: DecodeOptions): Promise<Samples> {
  const { layout, places, transferSyntax } = locator;
  if (places.kind === 'native') return readNative(source, places, layout, index, pixelsBigEndian(transferSyntax), signal);
  const coding = pixelCoding(transferSyntax);
  if (coding === null) throw new AppError('transfer-syntax-unsupported', 'no decoder for this transfer syntax', { transferSyntax });
  const bytes = await readCodedFrame(source, places, index, signal);
  switch (coding) {
    case 'native':
    case 'encapsulated-native':
      return fromBytes(bytes, layout, false, 0);
    case 'deflated-frame':
      return fromBytes(inflateFrame(bytes, Math.ceil(nativeFrameBytes(layout))).slice(), layout, false, 0);
    case 'rle':
      return fromRle(bytes, layout);
    default:
      return fromCodestream(await decodeCodestream(coding, bytes, layout, colour === 'as-stored'), layout);
  }
}

async function readNative(
  source: Blob,
  places: Extract<FramePlaces, { kind: 'native' }>,
  layout: PixelLayout,
  index: number,
  bigEndian: boolean,
  signal?: AbortLike,
): Promise<Samples> {
  const frameBytes = nativeFrameBytes(layout);
  const from = Math.floor(frameBytes * index);
  const to = Math.ceil(frameBytes * (index + 1));
  const bytes = places.swapped
    ? await readSwapped(source, places.offset, from, to, signal)
    : await readSlice(source, places.offset + from, to - from, signal);
  if (bytes.byteLength < to - from) throw new AppError('truncated', 'the file ends inside this frame');
  const bit = layout.bitsAllocated === 1 ? frameBytes * index * 8 - from * 8 : 0;
  return fromBytes(bytes, layout, bigEndian, bit);
}

/** Bytes `[from, to)` of big-endian words that begin at `offset`; a frame may begin or end inside a word. */
async function readSwapped(source: Blob, offset: number, from: number, to: number, signal?: AbortLike): Promise<Uint8Array<ArrayBuffer>> {
  const start = from - (from % 2);
  const words = await readSlice(source, offset + start, to + (to % 2) - start, signal);
  for (let at = 0; at + 1 < words.byteLength; at += 2) words.subarray(at, at + 2).reverse();
  return words.slice(from - start, to - start);
}

function fromBytes(bytes: Uint8Array<ArrayBuffer>, layout: PixelLayout, bigEndian: boolean, bit: number): Samples {
  const { bitsAllocated } = layout;
  if (bitsAllocated === 1) {
    const pixels = unpackBits(bytes, bit, layout.rows * layout.columns * layout.samplesPerPixel);
    return { pixels, photometric: layout.photometric, bitsAllocated };
  }
  const pixels = unpackNative(bytes, layout, bigEndian);
  const spread = layout.photometric === 'YBR_FULL_422';
  return { pixels, photometric: spread ? 'YBR_FULL' : layout.photometric, bitsAllocated };
}

function fromRle(bytes: Uint8Array, layout: PixelLayout): Samples {
  const { rows, columns, samplesPerPixel, bitsAllocated } = layout;
  if (bitsAllocated === 1) {
    // Bits are packed before they are run-length coded, each frame on its own.
    const count = rows * columns * samplesPerPixel;
    return { pixels: unpackBits(decodeRle(bytes, Math.ceil(count / 8), 1, 1), 0, count), photometric: layout.photometric, bitsAllocated };
  }
  const size = bitsAllocated / 8;
  const decoded = decodeRle(bytes, rows * columns, samplesPerPixel, size);
  // Segments are planes; the decoder has put them together by pixel already, whatever Planar Configuration says.
  const pixels = unpackNative(decoded, { ...layout, planar: false, photometric: fullChroma(layout.photometric) }, false);
  return { pixels, photometric: fullChroma(layout.photometric), bitsAllocated };
}

/** Compressed data has no chroma left out once decoded. */
function fullChroma(photometric: PhotometricInterpretation): PhotometricInterpretation {
  return photometric === 'YBR_FULL_422' || photometric === 'YBR_PARTIAL_422' || photometric === 'YBR_PARTIAL_420'
    ? 'YBR_FULL'
    : photometric;
}

function fromCodestream(image: CodedImage, layout: PixelLayout): Samples {
  const { rows, columns, samplesPerPixel } = layout;
  if (image.rows !== rows || image.columns !== columns || image.components !== samplesPerPixel) {
    throw new AppError('pixel-data-inconsistent', 'the compressed image is not the size the header states', {
      rows: image.rows,
      columns: image.columns,
      components: image.components,
    });
  }
  const count = rows * columns * samplesPerPixel;
  if (image.samples.length < count) throw new AppError('codec-failed', 'the decoder returned too few samples');
  const bitsAllocated = image.samples.BYTES_PER_ELEMENT === 2 ? Math.max(16, layout.bitsAllocated) : layout.bitsAllocated;
  const ordered = image.planar ? interleave(image.samples, samplesPerPixel) : image.samples;
  return {
    pixels: store(ordered, count, bitsAllocated, layout.signed, image.signed),
    photometric: image.photometric ?? fullChroma(layout.photometric),
    bitsAllocated,
  };
}

/** The codec's samples as the header's type; signed values keep their bit pattern. */
function store(
  samples: Uint8Array | Uint16Array,
  count: number,
  bitsAllocated: number,
  signed: boolean,
  codedSigned: boolean,
): StoredPixels {
  const trimmed = samples.length === count ? samples : samples.subarray(0, count);
  if (bitsAllocated <= 8) {
    return signed ? new Int8Array(trimmed.buffer, trimmed.byteOffset, count) : trimmed;
  }
  if (bitsAllocated === 16) {
    const words = trimmed instanceof Uint16Array ? trimmed : widen(trimmed, codedSigned);
    return signed ? new Int16Array(words.buffer, words.byteOffset, count) : words;
  }
  return signed ? Int32Array.from(trimmed) : Uint32Array.from(trimmed);
}

function widen(bytes: Uint8Array, signed: boolean): Uint16Array {
  return Uint16Array.from(signed ? new Int8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength) : bytes);
}
