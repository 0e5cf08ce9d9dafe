import { describe, expect, it } from 'vitest';
import type { TableDocument } from '../../../../src/domain/table';
import { forwardFill, imputeColumn, mapCategories, selectColumns, slidingWindows } from '../../../../src/domain/kernels/tables/columns';
import { evaluateFormula, formulaNames, parseFormula } from '../../../../src/domain/kernels/tables/formula';
import { resampleSeries, type Aggregate, type SeriesFill } from '../../../../src/domain/kernels/tables/resample-series';
import { floats, reference } from '../reference-input';

interface Reference {
  readonly times: number[];
  readonly values: (number | null)[];
  readonly resampled: readonly { period: number; aggregate: Aggregate; fill: SeriesFill; start: number[]; values: (number | null)[] }[];
  readonly ffill: (number | null)[];
  readonly mean: (number | null)[];
  readonly windows: readonly { length: number; stride: number; values: number[] }[];
}
const cases = reference('tables') as Reference;
const cells = (values: readonly (number | null)[]) => Float64Array.from(values, (value) => value ?? Number.NaN);
const table: TableDocument = {
  kind: 'table',
  rowCount: cases.times.length,
  truncated: false,
  columns: [
    { name: 't', type: 'date', values: Float64Array.from(cases.times), timed: true },
    { name: 'v', type: 'number', values: cells(cases.values) },
    { name: 'w', type: 'text', values: cases.times.map((_, i) => (i % 3 === 0 ? null : i % 2 === 0 ? 'low' : 'high')) },
  ],
};

/** NaN equals NaN, numbers to 13 digits. */
function expectCells(actual: ArrayLike<number> | undefined, expected: readonly (number | null)[]): void {
  expect(Array.from(actual ?? [], (value) => (Number.isNaN(value) ? null : Number(value.toPrecision(13))))).toEqual(
    expected.map((value) => (value === null ? null : Number(value.toPrecision(13)))),
  );
}

describe('a series', () => {
  it.each(cases.resampled)('by $period ms, $aggregate, filled $fill, is pandas’s', ({ period, aggregate, fill, start, values }) => {
    const result = resampleSeries(table, { time: 't', period, aggregate, fill });
    expect(result?.columns.map(({ name }) => name)).toEqual(['t', 'v']);
    expect(Array.from((result?.columns[0]?.values ?? []) as Float64Array)).toEqual(start);
    expectCells(result?.columns[1]?.values as Float64Array, values);
  });

  it('is refused without times, and where it would be endless', () => {
    const options = { period: 1000, aggregate: 'mean', fill: 'none' } as const;
    expect(resampleSeries(table, { ...options, time: 'w' })).toBeNull();
    expect(resampleSeries(table, { ...options, time: 'x' })).toBeNull();
    expect(resampleSeries(table, { ...options, time: 't', period: 0.001 })).toBeNull();
  });
});

describe('columns', () => {
  const [, v, w] = table.columns;
  if (v === undefined || w === undefined) throw new Error('no column');
  it('are filled as pandas fills them', () => {
    expectCells(imputeColumn(v, 'ffill', 0).values as Float64Array, cases.ffill);
    expectCells(imputeColumn(v, 'mean', 0).values as Float64Array, cases.mean);
    expect(imputeColumn(v, 'value', -1).values).toContain(-1);
    expect(imputeColumn(w, 'value', 'none').values.slice(0, 2)).toEqual(['none', 'high']);
    expect(imputeColumn(w, 'ffill', '').values.slice(0, 4)).toEqual([null, 'high', 'low', 'low']);
    expect([...forwardFill(Float64Array.of(Number.NaN, 1, Number.NaN))]).toEqual([Number.NaN, 1, 1]);
  });

  it('are chosen and mapped', () => {
    expect(selectColumns(table, ['w', 't'])?.columns.map(({ name }) => name)).toEqual(['w', 't']);
    expect(selectColumns(table, ['w', 'x'])).toBeNull();
    const mapped = mapCategories(w, new Map([['low', 1]]), -9);
    expect([...mapped.values.slice(0, 3)]).toEqual([-9, -9, 1]);
  });

  it.each(cases.windows)('slide by windows of $length every $stride', ({ length, stride, values }) => {
    const result = slidingWindows({ data: Float32Array.from(floats(7010, [11, 3])), shape: [11, 3] }, length, stride);
    expect(Array.from(result.data)).toEqual(values);
    expect(result.shape.slice(1)).toEqual([length, 3]);
  });
});

describe('a formula', () => {
  const values: Readonly<Record<string, number>> = { 'psa.psa': 8, 'm.1.volume_ml': 30, 'm.2.volume_ml': 10, x: 3 };
  const run = (text: string) => evaluateFormula(parseFormula(text), (path) => values[path.join('.')] ?? Number.NaN);
  it.each([
    ['1 + 2 * 3 - 4 / 8', 6.5],
    ['-2 ^ 2', -4],
    ['2 ^ -1', 0.5],
    ['2 ^ 3 ^ 2', 512],
    ['(1 + 2) * -3', -9],
    ['10 - 4 - 3', 3],
    ['min(4, x, 7) + max(1, 2)', 5],
    ['log(exp(2)) + abs(-1.5e1)', 17],
    ['psa.psa / (m[1].volume_ml + m[2].volume_ml)', 0.2],
    ['.5*x', 1.5],
  ])('%s is %s', (text, value) => {
    expect(run(text)).toBeCloseTo(value, 12);
  });

  it.each([
    '',
    '1 +',
    '(1',
    '1 2',
    'a..b',
    'a[1',
    'a[x]',
    'eval(1)',
    'constructor(1)',
    'log(1, 2)',
    'min()',
    'a = 1',
    '1; 2',
    '"x"',
    'x => x',
    '('.repeat(2000),
    `${'('.repeat(400)}1${')'.repeat(400)}`,
    `${'-'.repeat(900)}1`,
    `2${'^2'.repeat(400)}`,
  ])('refuses %j', (text) => {
    expect(() => parseFormula(text)).toThrow(SyntaxError);
  });

  it('names what it reads, and passes on what has no value', () => {
    expect(formulaNames(parseFormula('a.b + min(c[2].d, 1) - -e'))).toEqual([['a', 'b'], ['c', 2, 'd'], ['e']]);
    expect(run('unknown + 1')).toBeNaN();
    expect(run('1 / 0')).toBe(Infinity);
  });
});
