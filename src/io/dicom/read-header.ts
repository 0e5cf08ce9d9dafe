import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import { inflateToBlob } from '../inflate';
import { LIMITS } from '../limits';
import type { DicomDataset } from './dataset';
import { guessEncoding } from './guess-encoding';
import { HeaderScanner, type Encoding, type FrameGroupHook, type PixelDataElement } from './header-scanner';
import { TAG } from './tags';
import { DEFLATED, EXPLICIT_BIG, EXPLICIT_LITTLE, headerEncoding, IMPLICIT_LITTLE } from './transfer-syntaxes';

export interface DicomHeader {
  readonly dataset: DicomDataset;
  /** As the file meta information says, or as found where it says nothing. */
  readonly transferSyntax: string;
  /** Media Storage SOP Class, empty without file meta information. */
  readonly mediaSopClass: string;
  readonly pixelData: PixelDataElement | null;
  /** The bytes that offsets refer to: the given file, or its inflated data set. */
  readonly source: Blob;
  /** The header could not be read to its end; what came before it is here. */
  readonly broken: AppError | null;
}

/** `DICM` at 128 (PS3.10 7.1). */
export function hasPart10Prefix(first: Uint8Array): boolean {
  return first[128] === 0x44 && first[129] === 0x49 && first[130] === 0x43 && first[131] === 0x4d;
}

/**
 * Reads a header by slices, never the pixel data. `first` is the start of the file, already read.
 * @param frameGroups takes the functional groups of frames one by one, where there may be hundreds of thousands
 * @throws AppError `dicom-malformed`, `dicom-nesting-too-deep`, `truncated`, `decompression-bomb`, `read-failed`; AbortError.
 */
export async function readHeader(
  source: Blob,
  first: Uint8Array<ArrayBuffer>,
  signal?: AbortLike,
  frameGroups: FrameGroupHook | null = null,
): Promise<DicomHeader> {
  const part10 = hasPart10Prefix(first);
  const metaStart = part10 ? 132 : 0;
  const meta = new HeaderScanner({ implicit: false, bigEndian: false }, metaStart, source.size, 0x0002);
  const startsWithMeta = first[metaStart] === 2 && first[metaStart + 1] === 0;
  if (startsWithMeta) await scan(meta, source, first, 0, signal);
  const start = meta.position;
  const stated = meta.dataset.code(TAG.transferSyntax);
  const mediaSopClass = meta.dataset.code(TAG.mediaStorageSopClass);
  if (stated === DEFLATED) {
    const inflated = await inflateToBlob(source.slice(start), 'deflate-raw', { limit: LIMITS.deflatedDataset, signal });
    const head = await readSlice(inflated, 0, LIMITS.headerWindow, signal);
    const scanner = new HeaderScanner({ implicit: false, bigEndian: false }, 0, inflated.size, 0xffff, frameGroups);
    const broken = await scanLeniently(scanner, inflated, head, 0, signal);
    return { ...result(scanner, stated, mediaSopClass, inflated), broken };
  }
  if (start >= source.size) throw new AppError('truncated', 'the file ends after its meta information');
  const window = start + 8 <= first.byteLength ? first : await readSlice(source, start, LIMITS.headerWindow, signal);
  const windowStart = window === first ? 0 : start;
  const found = guessEncoding(window, start - windowStart);
  const encoding = chooseEncoding(stated, found);
  const scanner = new HeaderScanner(encoding, start, source.size, 0xffff, frameGroups);
  const broken = await scanLeniently(scanner, source, window, windowStart, signal);
  const transferSyntax = stated !== '' ? stated : fromEncoding(encoding);
  return { ...result(scanner, transferSyntax, mediaSopClass, source), broken };
}

function result(scanner: HeaderScanner, transferSyntax: string, mediaSopClass: string, source: Blob): Omit<DicomHeader, 'broken'> {
  const { dataset, pixelData } = scanner;
  dataset.context.characterSets = dataset.codes(TAG.specificCharacterSet);
  return { dataset, transferSyntax, mediaSopClass, pixelData, source };
}

/** What the bytes show wins over what the meta information says: mislabelled files are common. */
function chooseEncoding(stated: string, found: Encoding | null): Encoding {
  if (found === null) {
    if (stated === '') throw new AppError('dicom-malformed', 'no data set follows the meta information');
    return headerEncoding(stated);
  }
  return found;
}

function fromEncoding(encoding: Encoding): string {
  if (encoding.implicit) return IMPLICIT_LITTLE;
  return encoding.bigEndian ? EXPLICIT_BIG : EXPLICIT_LITTLE;
}

/** A data set cut inside its header is still told apart (what it was) from one that never was DICOM. */
async function scanLeniently(
  scanner: HeaderScanner,
  source: Blob,
  window: Uint8Array<ArrayBuffer>,
  windowStart: number,
  signal?: AbortLike,
): Promise<AppError | null> {
  try {
    await scan(scanner, source, window, windowStart, signal);
    return null;
  } catch (error) {
    if (error instanceof AppError && (error.code === 'truncated' || error.code === 'dicom-malformed')) return error;
    throw error;
  }
}

async function scan(
  scanner: HeaderScanner,
  source: Blob,
  window: Uint8Array<ArrayBuffer>,
  windowStart: number,
  signal?: AbortLike,
): Promise<void> {
  scanner.feed(window, windowStart);
  for (let need = scanner.run(); need !== null; need = scanner.run()) {
    const bytes = await readSlice(source, need.offset, Math.max(need.length, LIMITS.headerWindow), signal);
    if (bytes.byteLength < need.length) throw new AppError('read-failed', 'the file has become shorter while it was read');
    scanner.feed(bytes, need.offset);
  }
}
