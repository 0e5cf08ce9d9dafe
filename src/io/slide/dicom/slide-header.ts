import { AppError } from '../../../domain/errors';
import type { FrameGeometry } from '../../../domain/geometry/frame-geometry';
import type { DicomDataset } from '../../dicom/dataset';
import { readGeometry } from '../../dicom/frame-geometry';
import { TAG } from '../../dicom/tags';
import type { PixelLayout } from '../../opened';
import type { DicomSlideFile } from './dicom-slide-locator';
import { labToRgb } from './lab-colour';

/** Pixels along an edge that no slide has: 4 m at 0.25 µm a pixel. Cell numbers stay exact below it. */
const EDGE = 2 ** 24;

/** Which picture of a slide a file is, by Image Type value 3 (PS3.3 C.8.12.4.1.1). */
export function readRole(dataset: DicomDataset): DicomSlideFile['role'] {
  const flavour = dataset.codes(TAG.imageType)[2] ?? '';
  if (flavour === 'LABEL') return 'label';
  if (flavour === 'THUMBNAIL') return 'thumbnail';
  // Localizers are overviews on which a scanner marks what it has scanned.
  if (flavour === 'OVERVIEW' || flavour.endsWith('LOCALIZER')) return 'overview';
  return 'volume';
}

/**
 * Total pixel matrix; of one frame without it, the frame.
 * @throws AppError `pixel-data-inconsistent`, `dimensions-absurd`.
 */
export function readMatrix(dataset: DicomDataset, layout: PixelLayout): { readonly columns: number; readonly rows: number } {
  const alone = layout.frameCount === 1;
  const columns = dataset.number(TAG.totalPixelMatrixColumns) ?? (alone ? layout.columns : 0);
  const rows = dataset.number(TAG.totalPixelMatrixRows) ?? (alone ? layout.rows : 0);
  if (columns < 1 || rows < 1) throw new AppError('pixel-data-inconsistent', 'tiles of a slide that states no total pixel matrix');
  if (columns > EDGE || rows > EDGE)
    throw new AppError('dimensions-absurd', 'a total pixel matrix larger than any slide', { rows, columns });
  return { columns, rows };
}

/** [x, y] of the matrix in micrometres a pixel: Pixel Measures, else what the imaged volume measures; null where neither is stated. */
export function readMicronsPerPixel(
  dataset: DicomDataset,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): readonly [number, number] | null {
  const measures = dataset.item(TAG.sharedFunctionalGroups)?.item(TAG.pixelMeasuresSequence);
  const [down = 0, across = 0] = (measures?.codes(TAG.pixelSpacing) ?? []).map((millimetres) => shiftPoint(millimetres, 3));
  if (across > 0 && down > 0) return [across, down];
  const width = dataset.number(TAG.imagedVolumeWidth) ?? 0;
  const height = dataset.number(TAG.imagedVolumeHeight) ?? 0;
  return width > 0 && height > 0 ? [(width * 1000) / columns, (height * 1000) / rows] : null;
}

/** A decimal number times a power of ten: the point is moved, so that nothing is rounded on the way. */
export function shiftPoint(decimal: string, places: number): number {
  const [digits = '', exponent = '0'] = decimal.toLowerCase().split('e');
  return Number(`${digits}e${String(Number(exponent) + places)}`);
}

/** Heights in micrometres of the focal planes of a TILED_FULL file; where it states no distance they are numbered. */
export function readPlanes(dataset: DicomDataset, count: number): readonly number[] {
  const shared = dataset.item(TAG.sharedFunctionalGroups);
  const measures = shared?.item(TAG.pixelMeasuresSequence);
  const first =
    dataset.item(TAG.totalPixelMatrixOrigin)?.number(TAG.zOffsetInSlide) ??
    shared?.item(TAG.planePositionSlide)?.number(TAG.zOffsetInSlide) ??
    0;
  const stated = [TAG.spacingBetweenSlices, TAG.sliceThickness].map((tag) => shiftPoint(measures?.code(tag) ?? '', 3));
  const step = stated.find((distance) => distance > 0) ?? 1;
  return Array.from({ length: count }, (_, i) => first + i * step);
}

/** Plane of the matrix in the slide coordinate system (PS3.3 C.8.12.2.1), millimetres, at a height in micrometres; null where the file does not say. */
export function readSlideGeometry(dataset: DicomDataset, height: number): FrameGeometry | null {
  const origin = dataset.item(TAG.totalPixelMatrixOrigin);
  const x = origin?.number(TAG.xOffsetInSlide) ?? null;
  const y = origin?.number(TAG.yOffsetInSlide) ?? null;
  if (x === null || y === null) return null;
  return readGeometry([x, y, height / 1000], dataset.numbers(TAG.imageOrientationSlide), dataset.code(TAG.frameOfReference));
}

/** What absent tiles look like: as the file recommends, else white glass, or the dark of fluorescence. */
export function readBackground(dataset: DicomDataset, samplesPerPixel: number): readonly [number, number, number] {
  const [lightness, a, b] = dataset.numbers(TAG.absentPixelCieLab);
  if (lightness !== undefined && a !== undefined && b !== undefined) return labToRgb([lightness, a, b]);
  return samplesPerPixel === 3 ? [255, 255, 255] : [0, 0, 0];
}

/** ICC profile of the first optical path, else of the file; a copy, since the window it was read by is large. */
export function readIccProfile(dataset: DicomDataset): Uint8Array | null {
  const path = dataset.item(TAG.opticalPathSequence);
  const profile = path?.element(TAG.iccProfile)?.value ?? dataset.element(TAG.iccProfile)?.value;
  return profile === undefined || profile.byteLength === 0 ? null : profile.slice();
}

/** Identifier of the glass slide; dummies written for want of one are none. */
export function readContainer(dataset: DicomDataset): string {
  const container = dataset.text(TAG.containerIdentifier);
  return /[\p{L}\p{N}]/u.test(container) ? container : '';
}

export function readConcatenation(dataset: DicomDataset): DicomSlideFile['concatenation'] {
  const uid = dataset.code(TAG.concatenationUid);
  if (uid === '') return null;
  return { uid, number: dataset.number(TAG.inConcatenationNumber) ?? 1, offsetStated: dataset.has(TAG.concatenationFrameOffset) };
}
