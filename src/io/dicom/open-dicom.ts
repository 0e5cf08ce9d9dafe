import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import type { ImageInstance, SeriesIssue } from '../../domain/study';
import { readSlice } from '../blob-reader';
import type { FramePlaces, OpenedFrame, OpenedInstance, PixelLayout, SourceOutcome } from '../opened';
import { checkCodestream, readCodestreamHeader } from '../codecs/codestream';
import { LIMITS } from '../limits';
import { readSeriesAttributes } from './attributes';
import type { DicomDataset } from './dataset';
import { readDirectoryReferences } from './directory';
import { placeFrames } from './frame-places';
import { readFrames } from './frames';
import { readPalette } from './lookup-tables';
import { readPixelLayout } from './pixel-layout';
import { hasPart10Prefix, readHeader, type DicomHeader } from './read-header';
import { isImageClass, isWholeSlide, kindOf, MEDIA_DIRECTORY } from './sop-classes';
import { TAG } from './tags';
import { EXPLICIT_BIG, lossyMethod, pixelCoding, type PixelCoding } from './transfer-syntaxes';

/**
 * Opens one DICOM file: header by slices, frames placed, nothing decoded.
 * @throws AppError for what is at fault; AbortError.
 */
export async function openDicom(source: Blob, first: Uint8Array<ArrayBuffer>, signal?: AbortLike): Promise<SourceOutcome> {
  const header = await readHeader(source, first, signal);
  const { dataset } = header;
  const sopClass = dataset.code(TAG.sopClassUid) || header.mediaSopClass;
  if (header.mediaSopClass === MEDIA_DIRECTORY || dataset.has(TAG.directoryRecordSequence)) {
    if (header.broken !== null) throw header.broken;
    return { kind: 'directory', references: readDirectoryReferences(dataset) };
  }
  if (isWholeSlide(sopClass)) return { kind: 'skipped', reason: 'slide-format-later', context: { sopClass } };
  if (header.pixelData === null) return withoutPixels(header, sopClass);
  const part = await openInstance(source, header, sopClass, signal);
  const suspicious = suspiciousPreamble(first);
  const issues = suspicious ? [...part.issues, 'suspicious-preamble' as const] : part.issues;
  return { kind: 'parts', parts: [{ ...part, issues }], remark: null };
}

function withoutPixels(header: DicomHeader, sopClass: string): SourceOutcome {
  const { dataset, broken } = header;
  if (broken !== null) throw broken;
  const grid = (dataset.number(TAG.rows) ?? 0) > 0 && (dataset.number(TAG.columns) ?? 0) > 0;
  if (isImageClass(sopClass) || (grid && dataset.has(TAG.bitsAllocated) && dataset.has(TAG.photometric))) {
    throw new AppError('pixel-data-missing', 'an image without pixel data', { sopClass });
  }
  return { kind: 'skipped', reason: 'dicom-without-pixels', context: { sopClass, modality: dataset.code(TAG.modality) } };
}

async function openInstance(source: Blob, header: DicomHeader, sopClass: string, signal?: AbortLike): Promise<OpenedInstance> {
  const { dataset, pixelData, transferSyntax } = header;
  if (pixelData === null) throw new AppError('pixel-data-missing', 'no pixel data');
  const coding = pixelCoding(transferSyntax);
  if (coding === null) {
    throw new AppError('transfer-syntax-unsupported', 'no decoder for this transfer syntax', { transferSyntax });
  }
  const stated = readPixelLayout(dataset, pixelData);
  const placed = await placeFrames(header.source, dataset, pixelData, stated, coding, transferSyntax === EXPLICIT_BIG, signal);
  const layout: PixelLayout = { ...stated, frameCount: placed.frameCount };
  await checkFirstFrame(header.source, placed.places, layout, coding, signal);
  const modality = dataset.code(TAG.modality) || 'OT';
  const frames = readFrames(dataset, layout, placed.frameCount, modality);
  const palette = layout.photometric === 'PALETTE COLOR' ? readPalette(dataset, layout.signed) : null;
  if (layout.photometric === 'PALETTE COLOR' && palette === null) {
    throw new AppError('pixel-data-inconsistent', 'a palette image without its palette');
  }
  const lossy = readLossy(dataset, transferSyntax);
  return {
    kind: kindOf(sopClass, modality, placed.frameCount, distinctPositions(frames)),
    series: readSeriesAttributes(dataset, modality),
    image: {
      uid: dataset.code(TAG.sopInstanceUid) || null,
      sopClassUid: sopClass === '' ? null : sopClass,
      transferSyntax,
      frameCount: placed.frameCount,
      rows: layout.rows,
      columns: layout.columns,
      samplesPerPixel: layout.samplesPerPixel,
      bitsAllocated: layout.bitsAllocated,
      bitsStored: layout.bitsStored,
      signed: layout.signed,
      photometric: layout.photometric,
      lossy,
      exifOrientation: 1,
    },
    frames,
    concatenationUid: dataset.code(TAG.concatenationUid) || null,
    localizer: dataset.codes(TAG.imageType).includes('LOCALIZER'),
    locator: { kind: 'dicom', transferSyntax, layout, palette, places: placed.places },
    source: header.source === source ? null : header.source,
    issues: instanceIssues(dataset, lossy, placed.truncated),
  };
}

/**
 * Looks at the first compressed frame before calling the file opened: one read tells a codestream that is garbage,
 * of another size than stated, or of a process without decoder.
 */
async function checkFirstFrame(
  source: Blob,
  places: FramePlaces,
  layout: PixelLayout,
  coding: PixelCoding,
  signal?: AbortLike,
): Promise<void> {
  if (
    places.kind === 'native' ||
    coding === 'native' ||
    coding === 'encapsulated-native' ||
    coding === 'deflated-frame' ||
    coding === 'rle'
  )
    return;
  const offset = places.kind === 'table' ? (places.starts[0] ?? 0) + 8 : (places.offsets[0] ?? 0);
  const bytes = await readSlice(source, offset, LIMITS.codestreamHead, signal);
  const found = readCodestreamHeader(bytes);
  // Application segments may fill the first kilobytes of a JPEG; what does not even begin as one is settled.
  if (found !== null) checkCodestream(found, layout);
  else if (bytes[0] !== 0xff || bytes[1] !== 0xd8)
    throw new AppError('codec-failed', 'the pixel data is not a compressed image', { coding });
}

function instanceIssues(dataset: DicomDataset, lossy: ImageInstance['lossy'], truncated: boolean): SeriesIssue[] {
  const issues: SeriesIssue[] = [];
  if (truncated) issues.push('frames-truncated');
  if (lossy !== null) issues.push('lossy');
  if (dataset.code(TAG.burnedInAnnotation) === 'YES') issues.push('burned-in-annotation');
  return issues;
}

/** PS3.3 C.7.6.1.1.5; a transfer syntax that can only be lossy says so even where the attribute does not. */
function readLossy(dataset: DicomDataset, transferSyntax: string): ImageInstance['lossy'] {
  const method = lossyMethod(transferSyntax);
  if (dataset.code(TAG.lossyCompression) !== '01' && method === null) return null;
  const ratios = dataset.numbers(TAG.lossyRatio).filter((ratio) => ratio > 0);
  const ratio = ratios.length === 0 ? null : ratios.reduce((product, value) => product * value, 1);
  return { ratio, method: dataset.codes(TAG.lossyMethod).at(-1) ?? method ?? '' };
}

function distinctPositions(frames: readonly OpenedFrame[]): number {
  const seen = new Set<string>();
  for (const { geometry } of frames) {
    if (geometry === null) return 0;
    seen.add(geometry.position.join(','));
    if (seen.size > 1) break;
  }
  return seen.size;
}

/** An executable's magic in the preamble (CVE-2019-11687); TIFF there is legitimate (PS3.10 7.1). */
function suspiciousPreamble(first: Uint8Array): boolean {
  if (!hasPart10Prefix(first)) return false;
  const magic = (...bytes: number[]): boolean => bytes.every((byte, i) => first[i] === byte);
  const machO = magic(0xcf, 0xfa, 0xed, 0xfe) || magic(0xce, 0xfa, 0xed, 0xfe) || magic(0xca, 0xfe, 0xba, 0xbe);
  return magic(0x4d, 0x5a) || magic(0x7f, 0x45, 0x4c, 0x46) || magic(0x23, 0x21) || magic(0x25, 0x50, 0x44, 0x46) || machO;
}
