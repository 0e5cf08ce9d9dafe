import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { checkCodestream, readCodestreamHeader } from '../codecs/codestream';
import { LIMITS } from '../limits';
import type { PixelLayout, PixelLocator } from '../opened';
import { placeFrames } from './frame-places';
import { readPalette } from './lookup-tables';
import { readPixelLayout } from './pixel-layout';
import type { DicomHeader } from './read-header';
import { EXPLICIT_BIG, pixelCoding, type PixelCoding } from './transfer-syntaxes';

type DicomLocator = Extract<PixelLocator, { kind: 'dicom' }>;

export interface PixelBounds {
  /** More frames no real image of the kind has. */
  readonly frames: number;
  /** Frames may fail one by one: one good one of three is enough for the file to open. */
  readonly spare: boolean;
}

/**
 * Where and how the pixels of an image are, each claim held against the file; nothing is decoded.
 * @throws AppError `pixel-data-*`, `transfer-syntax-unsupported`, `dimensions-absurd`, `codec-failed` and the like; AbortError.
 */
export async function locatePixels(
  header: DicomHeader,
  { frames, spare }: PixelBounds,
  signal?: AbortLike,
): Promise<{ readonly locator: DicomLocator; readonly truncated: boolean }> {
  const { dataset, pixelData, transferSyntax, source } = header;
  if (pixelData === null) throw new AppError('pixel-data-missing', 'no pixel data');
  const coding = pixelCoding(transferSyntax);
  if (coding === null) {
    throw new AppError('transfer-syntax-unsupported', 'no decoder for this transfer syntax', { transferSyntax });
  }
  const stated = readPixelLayout(dataset, pixelData, frames);
  const placed = await placeFrames(source, dataset, pixelData, stated, coding, transferSyntax === EXPLICIT_BIG, signal);
  const layout: PixelLayout = { ...stated, frameCount: placed.frameCount };
  const palette = layout.photometric === 'PALETTE COLOR' ? readPalette(dataset, layout.signed) : null;
  if (layout.photometric === 'PALETTE COLOR' && palette === null) {
    throw new AppError('pixel-data-inconsistent', 'a palette image without its palette');
  }
  const locator: DicomLocator = { kind: 'dicom', transferSyntax, layout, palette, places: placed.places };
  await checkCoding(source, locator, coding, spare, signal);
  return { locator, truncated: placed.truncated };
}

/**
 * Looks at a compressed frame before calling the file opened: one read tells a codestream that is garbage, of another
 * size than stated, or of a process without decoder.
 */
async function checkCoding(source: Blob, locator: DicomLocator, coding: PixelCoding, spare: boolean, signal?: AbortLike): Promise<void> {
  if (locator.places.kind === 'native' || !COMPRESSED.has(coding)) return;
  const { frameCount } = locator.layout;
  const looked = spare ? new Set([0, frameCount >> 1, frameCount - 1]) : [0];
  let fault: unknown = null;
  for (const index of looked) {
    try {
      await checkFrame(source, locator, coding, index, signal);
      return;
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      fault ??= error;
    }
  }
  throw fault;
}

const COMPRESSED: ReadonlySet<PixelCoding> = new Set([
  'jpeg-baseline',
  'jpeg-extended',
  'jpeg-lossless',
  'jpeg-ls',
  'jpeg-2000',
  'htj2k',
  'jpeg-xl',
]);

async function checkFrame(
  source: Blob,
  { places, layout }: DicomLocator,
  coding: PixelCoding,
  index: number,
  signal?: AbortLike,
): Promise<void> {
  if (places.kind === 'native') return;
  const offset = places.kind === 'table' ? (places.starts[index] ?? 0) + 8 : (places.offsets[places.first?.[index] ?? index] ?? 0);
  const bytes = await readSlice(source, offset, LIMITS.codestreamHead, signal);
  const found = readCodestreamHeader(bytes);
  // Application segments may fill the first kilobytes of a JPEG; what does not even begin as one is settled.
  if (found !== null) checkCodestream(found, layout);
  else if (bytes[0] !== 0xff || bytes[1] !== 0xd8)
    throw new AppError('codec-failed', 'the pixel data is not a compressed image', { coding });
}
