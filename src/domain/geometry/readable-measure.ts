import type { Measurement } from '../view';

export interface ReadableMeasure {
  readonly value: number;
  readonly unit: Measurement['unit'] | 'µm' | 'µm²';
  /** Decimals worth showing. */
  readonly digits: number;
}

/** Below this many millimetres a length is told in micrometres, as under a microscope. */
const MICROSCOPIC_MM = 1;
/** A square of a tenth of that: areas of cells and glands. */
const MICROSCOPIC_MM2 = 0.01;

/**
 * A measured value in the unit it is read in: lengths under a millimetre and areas under a hundredth of a square
 * millimetre in µm, on slides and on what a person has calibrated alone. What is stored and exported stays in mm.
 */
export function readableMeasure({ unit, calibration }: Pick<Measurement, 'unit' | 'calibration'>, value: number): ReadableMeasure {
  const microscopic = calibration === 'scanner' || calibration === 'manual';
  if (microscopic && unit === 'mm' && value < MICROSCOPIC_MM) return { value: value * 1000, unit: 'µm', digits: 1 };
  if (microscopic && unit === 'mm²' && value < MICROSCOPIC_MM2) return { value: value * 1e6, unit: 'µm²', digits: 0 };
  if (microscopic && (unit === 'mm' || unit === 'mm²')) return { value, unit, digits: calibration === 'scanner' || value < 1 ? 3 : 2 };
  return { value, unit, digits: unit === 'px²' ? 0 : 1 };
}
