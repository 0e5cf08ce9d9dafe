import { AppError } from '../../../domain/errors';
import type { AbortLike } from '../../../domain/ports';
import { readSeriesAttributes } from '../../dicom/attributes';
import { instanceIssues, readLossy } from '../../dicom/instance-facts';
import { locatePixels } from '../../dicom/locate-pixels';
import type { DicomHeader } from '../../dicom/read-header';
import { WHOLE_SLIDE } from '../../dicom/sop-classes';
import { TAG } from '../../dicom/tags';
import { LIMITS } from '../../limits';
import type { OpenedFrame, OpenedInstance, PixelLayout } from '../../opened';
import type { DicomSlideFile, DicomSlideLocator } from './dicom-slide-locator';
import { FramePositions } from './frame-positions';
import { joinFiles, lacksFrames } from './pyramid';
import {
  readBackground,
  readConcatenation,
  readContainer,
  readIccProfile,
  readMatrix,
  readMicronsPerPixel,
  readRole,
  readSlideGeometry,
  shiftPoint,
} from './slide-header';
import { readTiles } from './slide-tiles';

/**
 * Opens one instance of VL Whole Slide Microscopy (PS3.3 A.32.8) as a slide of its own; those of one slide are joined later.
 * @param positions what its frames say about where they lie; null where they say nothing
 * @throws AppError for what is at fault; AbortError.
 */
export async function openDicomSlide(
  source: Blob,
  header: DicomHeader,
  positions: FramePositions | null,
  signal?: AbortLike,
): Promise<OpenedInstance> {
  const { dataset } = header;
  const { locator: pixels, truncated } = await locatePixels(header, { frames: LIMITS.slideFrames, spare: true }, signal);
  const { layout } = pixels;
  checkLayout(layout);
  const role = readRole(dataset);
  const matrix = readMatrix(dataset, layout);
  const grid = { ...matrix, tileColumns: layout.columns, tileRows: layout.rows };
  const placed = readTiles(dataset, layout, grid, role, positions ?? sharedPosition(header));
  const file: DicomSlideFile = {
    pixels,
    role,
    ...matrix,
    ...placed,
    micronsPerPixel: readMicronsPerPixel(dataset, matrix),
    objectivePower: dataset.item(TAG.opticalPathSequence)?.number(TAG.objectiveLensPower) ?? null,
    background: readBackground(dataset, layout.samplesPerPixel),
    iccProfile: readIccProfile(dataset),
    pyramidUid: dataset.code(TAG.pyramidUid),
    container: readContainer(dataset),
    frameOfReference: dataset.code(TAG.frameOfReference),
    concatenation: readConcatenation(dataset),
  };
  const { pyramid } = joinFiles([file]);
  const locator: DicomSlideLocator = { kind: 'slide', format: 'dicom', ...matrix, pyramid, files: [file] };
  const lossy = readLossy(dataset, header.transferSyntax);
  const few = file.concatenation === null && lacksFrames([file]);
  return {
    kind: 'slide',
    series: readSeriesAttributes(dataset, dataset.code(TAG.modality) || 'SM'),
    image: {
      uid: dataset.code(TAG.sopInstanceUid) || null,
      sopClassUid: WHOLE_SLIDE,
      transferSyntax: header.transferSyntax,
      frameCount: placed.planes.length,
      ...matrix,
      samplesPerPixel: layout.samplesPerPixel,
      bitsAllocated: layout.bitsAllocated,
      bitsStored: layout.bitsStored,
      signed: false,
      photometric: layout.photometric,
      lossy,
      exifOrientation: 1,
    },
    frames: planeFrames(header, file),
    slide: pyramid,
    concatenationUid: file.concatenation?.uid ?? null,
    localizer: false,
    locator,
    source: header.source === source ? null : header.source,
    issues: instanceIssues(dataset, lossy, truncated || few),
  };
}

function checkLayout({ sample, signed, bitsAllocated, samplesPerPixel, photometric }: PixelLayout): void {
  const depth = sample === 'integer' && !signed && (bitsAllocated === 8 || bitsAllocated === 16);
  const colours = samplesPerPixel === 3 || (samplesPerPixel === 1 && photometric === 'MONOCHROME2');
  if (!depth || !colours) {
    throw new AppError('image-variant-unsupported', 'a slide of another depth or colour than the standard allows', {
      bitsAllocated,
      samplesPerPixel,
      photometric,
    });
  }
}

/** A label states its position once for all its frames, which is one. */
function sharedPosition({ dataset }: DicomHeader): FramePositions | null {
  const shared = dataset.item(TAG.sharedFunctionalGroups);
  if (shared?.item(TAG.planePositionSlide) == null) return null;
  const positions = new FramePositions(shared);
  positions.add(null);
  return positions;
}

const millimetres = (micrometres: number): number => shiftPoint(String(micrometres), -3);

/** One frame for each focal plane, at the resolution of this file. */
function planeFrames({ dataset }: DicomHeader, { planes, micronsPerPixel }: DicomSlideFile): readonly OpenedFrame[] {
  const spacing =
    micronsPerPixel === null
      ? null
      : { row: millimetres(micronsPerPixel[1]), column: millimetres(micronsPerPixel[0]), calibration: 'scanner' as const };
  return planes.map((height, i) => ({
    frameNumber: i + 1,
    instanceNumber: dataset.number(TAG.instanceNumber),
    geometry: readSlideGeometry(dataset, height),
    spacing,
    modalityLut: { kind: 'linear', slope: 1, intercept: 0, unit: '' },
    voi: [],
    padding: null,
    phase: {},
  }));
}
