import type { PixelSpacing } from '../../domain/geometry/frame-geometry';
import type { Format } from './format';
import type { Translate } from './translate';

/** Below this many millimetres a pixel's size is told in micrometres. */
const MICROSCOPIC = 0.05;

/** Size of a pixel with its unit: `0,252 µm/px`; both sides where they differ. */
export function pixelSizeText({ row, column }: Pick<PixelSpacing, 'row' | 'column'>, t: Translate, format: Format): string {
  const microscopic = Math.max(row, column) < MICROSCOPIC;
  const text = (size: number): string => {
    const value = microscopic ? size * 1000 : size;
    return format.number(value, value < 1 ? 4 : value < 10 ? 3 : 2);
  };
  const square = Math.abs(row / column - 1) < 1e-4;
  return t(microscopic ? 'calibration.micrometres' : 'calibration.millimetres', {
    value: square ? text(column) : `${text(column)} × ${text(row)}`,
  });
}
