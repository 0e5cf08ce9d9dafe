import type { FrameGeometry, PixelSpacing } from '../../domain/geometry/frame-geometry';
import type { Vec3 } from '../../domain/units';
import type { DicomDataset } from './dataset';
import { TAG } from './tags';

/** Plane of a frame (PS3.3 C.7.6.2.1.1); null unless position and two unit, perpendicular directions are given. */
export function readGeometry(position: readonly number[], orientation: readonly number[], frameOfReference: string): FrameGeometry | null {
  const origin = vector(position, 0);
  const row = unit(vector(orientation, 0));
  const column = unit(vector(orientation, 3));
  if (origin === null || row === null || column === null) return null;
  const cosine = row[0] * column[0] + row[1] * column[1] + row[2] * column[2];
  // Written values are rounded to a few digits; anything worse is not an orientation.
  if (Math.abs(cosine) > 0.01) return null;
  return {
    position: origin,
    rowDirection: row,
    columnDirection: column,
    frameOfReference: frameOfReference === '' ? null : frameOfReference,
  };
}

function vector(values: readonly number[], from: number): Vec3 | null {
  const [x, y, z] = values.slice(from, from + 3);
  return x === undefined || y === undefined || z === undefined ? null : [x, y, z];
}

function unit(value: Vec3 | null): Vec3 | null {
  if (value === null) return null;
  const length = Math.hypot(...value);
  if (length < 0.9 || length > 1.1) return null;
  return [value[0] / length, value[1] / length, value[2] / length];
}

/**
 * Pixel spacing and how it is known. For projection images Pixel Spacing that differs from Imager Pixel Spacing
 * was calibrated by a person or the device; Imager Pixel Spacing alone is at the detector, or, divided by the
 * magnification, at the object (PS3.3 10.7.1.3, C.8.7.10).
 */
export function readSpacing(dataset: DicomDataset, modality: string): PixelSpacing | null {
  const stated = pair(dataset.numbers(TAG.pixelSpacing));
  const imager = pair(dataset.numbers(TAG.imagerPixelSpacing));
  if (stated !== null) {
    const same = imager !== null && imager.row === stated.row && imager.column === stated.column;
    return { ...stated, calibration: same ? 'detector' : 'patient' };
  }
  if (imager !== null) {
    const magnification = dataset.number(TAG.estimatedMagnification);
    if (magnification === null || magnification <= 0 || magnification === 1) return { ...imager, calibration: 'detector' };
    return { row: imager.row / magnification, column: imager.column / magnification, calibration: 'magnified' };
  }
  const nominal = pair(dataset.numbers(TAG.nominalScannedPixelSpacing));
  if (nominal !== null) return { ...nominal, calibration: 'nominal' };
  return modality === 'US' || modality === 'IVUS' ? ultrasoundSpacing(dataset) : null;
}

/**
 * Region calibration (PS3.3 C.8.5.5): taken for the whole frame only when every two-dimensional tissue region
 * states the same deltas in centimetres; otherwise lengths stay in pixels.
 */
function ultrasoundSpacing(dataset: DicomDataset): PixelSpacing | null {
  let spacing: { row: number; column: number } | null = null;
  for (const region of dataset.items(TAG.ultrasoundRegions)) {
    if (region.number(TAG.regionSpatialFormat) !== 1) continue;
    if (region.number(TAG.physicalUnitsX) !== 3 || region.number(TAG.physicalUnitsY) !== 3) return null;
    const column = Math.abs(region.number(TAG.physicalDeltaX) ?? 0) * 10;
    const row = Math.abs(region.number(TAG.physicalDeltaY) ?? 0) * 10;
    if (!(row > 0 && column > 0)) return null;
    if (spacing !== null && (spacing.row !== row || spacing.column !== column)) return null;
    spacing = { row, column };
  }
  return spacing === null ? null : { ...spacing, calibration: 'ultrasound-region' };
}

export function pair(values: readonly number[]): { row: number; column: number } | null {
  const [row, column] = values;
  return row !== undefined && column !== undefined && row > 0 && column > 0 ? { row, column } : null;
}
