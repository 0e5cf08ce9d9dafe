/** A range; either end may be open. */
export interface Range {
  readonly min?: number | undefined;
  readonly max?: number | undefined;
}

export interface Verdict {
  readonly satisfied: boolean;
  /** Measured against expected, without patient data. */
  readonly measured: string;
}

/** A number in four digits, as it is read aloud: 4.5, 0.0123, 1.2e-7. */
export function inWords(value: number): string {
  return String(Number(value.toPrecision(4)));
}

/** Is a number in the range, ends included? Not a number never is. */
export function rangeVerdict(name: string, value: number, unit: string, range: Range): Verdict {
  const { min = -Infinity, max = Infinity } = range;
  const words = unit === '' ? '' : ` ${unit}`;
  const expected =
    range.min !== undefined && range.max !== undefined
      ? `${inWords(min)} to ${inWords(max)}${words}`
      : range.min !== undefined
        ? `at least ${inWords(min)}${words}`
        : `at most ${inWords(max)}${words}`;
  return { satisfied: value >= min && value <= max, measured: `${name} ${inWords(value)}${words}, expected ${expected}` };
}
