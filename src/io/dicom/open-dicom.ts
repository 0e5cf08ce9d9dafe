import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { LIMITS } from '../limits';
import type { OpenedFrame, OpenedInstance, SourceOutcome } from '../opened';
import { SlidePositions } from '../slide/dicom/frame-positions';
import { openDicomSlide } from '../slide/dicom/open-dicom-slide';
import { readSeriesAttributes } from './attributes';
import { readDirectoryReferences } from './directory';
import { readFrames } from './frames';
import { instanceIssues, readLossy } from './instance-facts';
import { locatePixels } from './locate-pixels';
import { hasPart10Prefix, readHeader, type DicomHeader } from './read-header';
import { isImageClass, isWholeSlide, kindOf, MEDIA_DIRECTORY } from './sop-classes';
import { TAG } from './tags';

/**
 * Opens one DICOM file: header by slices, frames placed, nothing decoded.
 * @throws AppError for what is at fault; AbortError.
 */
export async function openDicom(source: Blob, first: Uint8Array<ArrayBuffer>, signal?: AbortLike): Promise<SourceOutcome> {
  const positions = new SlidePositions();
  const header = await readHeader(source, first, signal, positions.hook);
  const { dataset } = header;
  const sopClass = dataset.code(TAG.sopClassUid) || header.mediaSopClass;
  if (header.mediaSopClass === MEDIA_DIRECTORY || dataset.has(TAG.directoryRecordSequence)) {
    if (header.broken !== null) throw header.broken;
    return { kind: 'directory', references: readDirectoryReferences(dataset) };
  }
  if (header.pixelData === null) return withoutPixels(header, sopClass);
  const part = isWholeSlide(sopClass)
    ? await openDicomSlide(source, header, positions.found, signal)
    : await openInstance(source, header, sopClass, signal);
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
  const { dataset, transferSyntax } = header;
  const { locator, truncated } = await locatePixels(header, { frames: LIMITS.frames, spare: false }, signal);
  const { layout } = locator;
  const modality = dataset.code(TAG.modality) || 'OT';
  const frames = readFrames(dataset, layout, layout.frameCount, modality);
  const lossy = readLossy(dataset, transferSyntax);
  return {
    kind: kindOf(sopClass, modality, layout.frameCount, distinctPositions(frames)),
    series: readSeriesAttributes(dataset, modality),
    image: {
      uid: dataset.code(TAG.sopInstanceUid) || null,
      sopClassUid: sopClass === '' ? null : sopClass,
      transferSyntax,
      frameCount: layout.frameCount,
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
    locator,
    source: header.source === source ? null : header.source,
    issues: instanceIssues(dataset, lossy, truncated),
  };
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
