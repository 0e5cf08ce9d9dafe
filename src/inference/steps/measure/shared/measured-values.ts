import type { MeasurementsValue, Space } from '../../register';
import { currentSpacing } from '../../space';

export type Measured = MeasurementsValue['values'][number];

export function measurements(values: readonly Measured[]): MeasurementsValue {
  // What cannot be told (a mean of nothing) is no measurement.
  return { kind: 'measurements', values: values.filter(({ value }) => Number.isFinite(value)) };
}

/** Steps of an array and what they are measured in: mm, or pixels where the source states no spacing. */
export interface Scale {
  readonly spacing: readonly number[];
  readonly unit: 'mm' | 'px';
}

export function scaleOf(space: Space): Scale {
  const spacing = currentSpacing(space);
  return spacing === null ? { spacing: space.source.map(() => 1), unit: 'px' } : { spacing, unit: 'mm' };
}
