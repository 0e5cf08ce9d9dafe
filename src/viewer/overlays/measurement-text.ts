import { readableMeasure } from '../../domain/geometry/readable-measure';
import type { Measurement } from '../../domain/view';
import type { ViewerTexts } from '../viewer';

const CALIBRATIONS = ['patient', 'detector', 'magnified', 'ultrasound-region', 'scanner', 'nominal', 'manual'] as const;

function calibrationName(calibration: string | null, texts: ViewerTexts): string {
  const known = CALIBRATIONS.find((name) => name === calibration);
  return known === undefined ? '' : ` (${texts.calibration[known]})`;
}

/** Lines beside a measurement: the value with its unit and calibration, the statistics, the user's words. */
export function measurementLines(measurement: Measurement, texts: ViewerTexts): readonly string[] {
  const format = (value: number, digits: number): string =>
    value.toLocaleString(texts.locale, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  const lines: string[] = [];
  const { value, unit, calibration, statistics } = measurement;
  if (value !== null) {
    const space = unit === '°' ? '\u00a0' : '\u202f';
    const named = unit === 'mm' || unit === 'mm²' ? calibrationName(calibration, texts) : '';
    const shown = readableMeasure(measurement, value);
    lines.push(`${format(shown.value, shown.digits)}${space}${shown.unit}${named}`);
  }
  if (statistics !== null) {
    const suffix = statistics.unit === '' ? '' : `\u202f${statistics.unit}`;
    const digits = Math.abs(statistics.maximum - statistics.minimum) < 10 ? 2 : 1;
    lines.push(
      `${texts.mean} ${format(statistics.mean, digits)}${suffix} · ${texts.standardDeviation} ${format(statistics.standardDeviation, digits)}`,
    );
    lines.push(
      `${texts.minimum} ${format(statistics.minimum, digits)} · ${texts.maximum} ${format(statistics.maximum, digits)} · ${String(statistics.count)} ${texts.pixels}`,
    );
  }
  if (measurement.text !== '') lines.push(measurement.text);
  return lines;
}
