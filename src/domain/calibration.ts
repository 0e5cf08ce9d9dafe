import type { PixelSpacing } from './geometry/frame-geometry';
import { distance, measure } from './geometry/measurement';
import type { InstanceId } from './ids';
import { isDocumentKind, type FrameInfo, type Series } from './study';
import type { Point } from './units';
import type { Measurement } from './view';

/** Pixel sizes that the person has given, by image; they stand in the place of what the file states. */
export type Calibrations = ReadonlyMap<InstanceId, PixelSpacing>;

export const LENGTH_UNITS = ['um', 'mm', 'cm'] as const;
export type LengthUnit = (typeof LENGTH_UNITS)[number];

const MILLIMETRES: Readonly<Record<LengthUnit, number>> = { um: 0.001, mm: 1, cm: 10 };

export const toMillimetres = (value: number, unit: LengthUnit): number => value * MILLIMETRES[unit];

/** Where the pixel size of an image comes from. */
export type CalibrationSource = 'file' | 'person';

export const calibrationSource = ({ calibration }: PixelSpacing): CalibrationSource => (calibration === 'manual' ? 'person' : 'file');

/**
 * Pixel size of an image on which a line of known length was drawn.
 * @param line its two ends, image pixels
 * @param length true length, mm, above 0
 * @param stated what is known of the pixels' shape: only their size is changed. Without it they are square.
 * @returns null where the line has no length, or the result is no size
 */
export function spacingOfRuler(line: readonly Point[], length: number, stated: PixelSpacing | null): PixelSpacing | null {
  const [a, b] = line;
  if (a === undefined || b === undefined) return null;
  const factor = length / distance(a, b, stated);
  if (!Number.isFinite(factor) || factor <= 0) return null;
  return { row: (stated?.row ?? 1) * factor, column: (stated?.column ?? 1) * factor, calibration: 'manual' };
}

/** An image that lies in the patient's space has its size from there; one that does not may be given another by a person. */
export function mayCalibrate(series: Series, frame: FrameInfo): boolean {
  return !isDocumentKind(series.kind) && (frame.geometry === null || series.kind === 'slide' || series.kind === 'photo');
}

/**
 * Images that a calibration of one may also be meant for: of the same study and kind, as large, whose files state no size.
 * @param all as the files describe them
 * @returns the image itself first
 */
export function imagesOfSameSize(all: readonly Series[], instance: InstanceId): readonly InstanceId[] {
  const own = all.find(({ instances }) => instances.some(({ id }) => id === instance));
  const size = own?.instances.find(({ id }) => id === instance);
  if (own === undefined || size === undefined) return [instance];
  const alike = all
    .filter(({ studyId, kind }) => studyId === own.studyId && kind === own.kind)
    .flatMap((series) => {
      const unstated = new Set(
        series.frames.filter((frame) => frame.spacing === null && mayCalibrate(series, frame)).map((f) => f.instance),
      );
      return series.instances.filter(({ id, rows, columns }) => unstated.has(id) && rows === size.rows && columns === size.columns);
    });
  return [...new Set([instance, ...alike.map(({ id }) => id)])];
}

/** A series with the pixel sizes that the person has given; itself where there are none of it. */
export function withCalibrations(series: Series, calibrations: Calibrations): Series {
  if (!series.instances.some(({ id }) => calibrations.has(id))) return series;
  const frames = series.frames.map((frame) => {
    const spacing = calibrations.get(frame.instance);
    return spacing === undefined ? frame : { ...frame, spacing };
  });
  const [first] = frames;
  const given = first === undefined ? undefined : calibrations.get(first.instance);
  const { slide } = series;
  const known = frames.every(({ spacing }) => spacing !== null);
  return {
    ...series,
    frames,
    ...(slide === undefined || given === undefined
      ? {}
      : { slide: { ...slide, micronsPerPixel: [given.column * 1000, given.row * 1000] as const } }),
    issues: known ? series.issues.filter((issue) => issue !== 'spacing-missing') : series.issues,
  };
}

/** Measurements with their values as the images are calibrated now; each is itself where nothing changes. */
export function remeasured(measurements: readonly Measurement[], all: readonly Series[]): readonly Measurement[] {
  return measurements.map((measurement) => {
    const { kind, points, instance, frameNumber } = measurement;
    const home = all.find(({ instances }) => instances.some(({ id }) => id === instance));
    const frame = home?.frames.find((candidate) => candidate.instance === instance && candidate.frameNumber === frameNumber);
    if (frame === undefined) return measurement;
    const now = measure(kind, points, frame.spacing);
    const same = now.value === measurement.value && now.unit === measurement.unit && now.calibration === measurement.calibration;
    return same ? measurement : { ...measurement, ...now };
  });
}
