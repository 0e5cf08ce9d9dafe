import type { SeriesAttribute } from './series-attribute';

/** What rules of the gate measure; the screen has a word for each. */
export type CheckQuantity =
  | 'agreement'
  | 'contrast'
  | 'coverage'
  | 'distance-of-intensities'
  | 'distance-of-the-mean-intensity'
  | 'distance-to-the-training-data'
  | 'frames'
  | 'mean-uncertainty'
  | 'resolution'
  | 'sharpness'
  | 'spacing-along-x'
  | 'spacing-along-y'
  | 'spacing-along-z'
  | 'tissue'
  | 'volume';

/** A range; either end may be open. */
export interface Range {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

/** Empty for plain numbers; SD: standard deviations. */
export type CheckUnit = '' | 'mm' | 'mm²' | 'mL' | '%' | 'µm/px' | 'SD';

/** A number and the range it should lie in. */
export interface MeasuredRange extends Range {
  readonly kind: 'range';
  readonly quantity: CheckQuantity | SeriesAttribute;
  readonly value: number;
  readonly unit: CheckUnit;
}

/** One of several values. Null: the source does not say. Absent: free text, in which a name may stand, is never repeated. */
export interface MeasuredChoice {
  readonly kind: 'choice';
  readonly quality: SeriesAttribute | 'axes' | 'language';
  readonly value?: string | number | null;
  readonly expected: readonly (string | number)[];
}

/** Columns of a table that were asked for, and those of them that are missing or empty. */
export interface MeasuredColumns {
  readonly kind: 'columns';
  readonly expected: readonly string[];
  readonly missing: readonly string[];
}

/** The source does not state what the rule asks for. */
export interface MeasuredNothing {
  readonly kind: 'unstated';
  readonly quantity: CheckQuantity;
}

/** What a rule measured and what it expected, as data without patient data; words for it are the screen's own. */
export type CheckMeasure = MeasuredRange | MeasuredChoice | MeasuredColumns | MeasuredNothing;

/** Four digits, as a number is read aloud: 4.5, 0.0123, 1.2e-7. */
const rounded = (value: number): string => String(Number(value.toPrecision(4)));

/** The measure in English, for the command line and the session record: `spacing along z 6 mm, expected at most 4.5 mm`. */
export function describeMeasure(measure: CheckMeasure): string {
  switch (measure.kind) {
    case 'range': {
      const unit = measure.unit === '' ? '' : ` ${measure.unit}`;
      return `${words(measure.quantity)} ${rounded(measure.value)}${unit}, expected ${describeRange(measure)}${unit}`;
    }
    case 'choice': {
      const value = measure.value === undefined ? '' : ` ${String(measure.value ?? 'absent')}`;
      return `${measure.quality}${value}, expected ${measure.expected.join(' or ')}`;
    }
    case 'columns':
      return measure.missing.length === 0 ? `columns ${measure.expected.join(', ')}` : `missing: ${measure.missing.join(', ')}`;
    case 'unstated':
      return `${words(measure.quantity)} not stated by the source`;
  }
}

function describeRange({ min, max }: Range): string {
  if (min === undefined) return `at most ${rounded(max ?? Infinity)}`;
  return max === undefined ? `at least ${rounded(min)}` : `${rounded(min)} to ${rounded(max)}`;
}

function words(quantity: CheckQuantity | SeriesAttribute): string {
  return quantity.replaceAll('-', ' ');
}
