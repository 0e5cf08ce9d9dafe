import type { MeasuredRange, Range } from '../../check-measure';

/** Is a number in the range, ends included? Not a number never is. With what was measured and expected, as data. */
export function rangeVerdict(
  quantity: MeasuredRange['quantity'],
  value: number,
  unit: MeasuredRange['unit'],
  { min, max }: Range,
): { readonly satisfied: boolean; readonly measured: MeasuredRange } {
  const satisfied = value >= (min ?? -Infinity) && value <= (max ?? Infinity);
  return { satisfied, measured: { kind: 'range', quantity, value, unit, min, max } };
}
