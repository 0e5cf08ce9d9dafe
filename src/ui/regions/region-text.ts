import { readableMeasure } from '../../domain/geometry/readable-measure';
import type { RegionSize } from '../../domain/regions/region';
import type { Format } from '../i18n/format';

/** Area and perimeter as they are read: µm and µm² under a microscope, else mm and mm², or pixels. */
export function sizeTexts(
  { area, perimeter, unit, calibration }: RegionSize,
  format: Format,
): { readonly area: string; readonly perimeter: string } {
  const text = (measure: 'mm' | 'mm²' | 'px' | 'px²', value: number): string => {
    const shown = readableMeasure({ unit: measure, calibration }, value);
    return `${format.number(shown.value, shown.digits)}\u202f${shown.unit}`;
  };
  return { area: text(unit === 'mm' ? 'mm²' : 'px²', area), perimeter: text(unit, perimeter) };
}
