import { describe, expect, it } from 'vitest';
import type { Cell, RegisterType, RowsValue, RowValue } from '../../../../src/inference/steps/register';
import { reference } from '../../../domain/kernels/reference-input';
import { runStep, stepTypes } from '../../fixtures/run-step';

interface Reference {
  readonly times: number[];
  readonly values: (number | null)[];
  readonly resampled: readonly { period: number; aggregate: string; fill: string; start: number[]; values: (number | null)[] }[];
}
const cases = reference('tables') as Reference;
const row: RowValue = {
  kind: 'row',
  cells: new Map<string, Cell>([
    ['age', 61],
    ['sex', 'F'],
    ['smoker', true],
    ['psa', null],
  ]),
};
const rows: RowsValue = {
  kind: 'rows',
  columns: ['t', 'v', 'note'],
  rows: cases.times.map((time, i) => [new Date(time).toISOString().slice(0, 19), cases.values[i] ?? null, i % 2 === 0 ? 'x' : null]),
};

it.each(cases.resampled)(
  'ResampleSeries by $period ms, $aggregate, filled $fill, is pandas’s',
  async ({ period, aggregate, fill, start, values }) => {
    const [result] = await runStep('ResampleSeries', { time: 't', period: period / 1000, agg: aggregate, fill }, rows);
    if (result?.kind !== 'rows') throw new Error('not rows');
    expect(result.columns).toEqual(['t', 'v']);
    expect(result.rows.map(([time]) => Date.parse(`${String(time)}Z`))).toEqual(start);
    const digits = (value: Cell | undefined): number | null => (typeof value === 'number' ? Number(value.toPrecision(12)) : null);
    expect(result.rows.map(([, value]) => digits(value))).toEqual(values.map(digits));
  },
);

describe('a row', () => {
  it('has its columns chosen, filled and mapped, and becomes a tensor', async () => {
    const [chosen] = await runStep('SelectColumns', { columns: ['psa', 'sex', 'smoker'] }, row);
    const [filled] = await runStep('Impute', { method: 'value', value: 4, columns: ['psa'] }, chosen ?? []);
    const [mapped] = await runStep('MapCategories', { column: 'sex', map: { F: 1, M: 0 } }, filled ?? []);
    const [tensor] = await runStep('ToTensor', {}, mapped ?? []);
    expect(tensor).toEqual({ kind: 'tensor', dtype: 'float32', dims: [1, 3], data: Float32Array.of(4, 1, 1) });
  });

  it('becomes texts or whole numbers where the model wants them', async () => {
    expect(await runStep('ToTensor', { dtype: 'string' }, row)).toMatchObject([{ dims: [1, 4], data: ['61', 'F', 'true', ''] }]);
    expect(await runStep('ToTensor', { dtype: 'int64', columns: ['age'] }, row)).toMatchObject([{ data: BigInt64Array.of(61n) }]);
    expect(await runStep('ToTensor', { columns: ['psa'] }, row)).toMatchObject([{ data: Float32Array.of(Number.NaN) }]);
  });

  it.each([
    ['SelectColumns', { columns: ['weight'] }],
    ['ToTensor', {}],
    ['ToTensor', { dtype: 'int64', columns: ['psa'] }],
    ['MapCategories', { column: 'weight', map: {} }],
  ])('%s %j is not applicable', async (step, kwargs) => {
    await expect(runStep(step, kwargs, row)).rejects.toMatchObject({ code: 'model-not-applicable' });
  });
});

it('rows over time become windows', async () => {
  const [tensor] = await runStep('ToTensor', { columns: ['v'] }, rows);
  const [windows] = await runStep('Window', { length: 10, stride: 5 }, tensor ?? []);
  expect(windows).toMatchObject({ dims: [4, 10, 1] });
  await expect(runStep('Window', { length: 26, stride: 1 }, tensor ?? [])).rejects.toMatchObject({ code: 'model-not-applicable' });
});

describe('Formula', () => {
  const psa: RowValue = {
    kind: 'row',
    cells: new Map<string, Cell>([
      ['in0', 0],
      ['psa', 8],
    ]),
  };
  const volumes = {
    kind: 'measurements',
    values: [
      { label: 1, name: 'volume_ml', value: 30, unit: 'mL' },
      { label: 2, name: 'volume_ml', value: 10, unit: 'mL' },
      { label: null, name: 'count', value: 3, unit: '1' },
    ],
  } as const;
  it('reads rows, measurements and tensors', async () => {
    // The fixture names inputs in0, in1 …
    const expr = 'in0.psa / (in1[1].volume_ml + in1[2].volume_ml) * in1.count + in2[1]';
    const tensor = { kind: 'tensor', dtype: 'float32', dims: [1, 2], data: Float32Array.of(9, 0.5) } as const;
    expect(await runStep('Formula', { expr }, [psa, volumes, tensor])).toMatchObject([
      { dims: [1], data: Float32Array.of((8 / 40) * 3 + 0.5) },
    ]);
    const measurement = { name: 'psa_density', unit: 'ng/mL2' };
    expect(await runStep('Formula', { expr: 'in0.psa / in1[1].volume_ml', measurement }, [psa, volumes])).toEqual([
      { kind: 'measurements', values: [{ label: null, ...measurement, value: 8 / 30 }] },
    ]);
  });

  it('without a value is not applicable', async () => {
    await expect(runStep('Formula', { expr: 'in0.age + 1' }, psa)).rejects.toMatchObject({ code: 'model-not-applicable' });
    await expect(runStep('Formula', { expr: '1 / (in0.psa - 8)' }, psa)).rejects.toMatchObject({ code: 'model-not-applicable' });
  });

  it('is checked before', () => {
    const type = { kind: 'row' } as const satisfies RegisterType;
    expect(stepTypes('Formula', { expr: 'in0.age ^ 2' }, [type])).toEqual([{ kind: 'tensor', dtype: 'float32', rank: 1 }]);
    for (const expr of ['other.age', 'in0.age +', 'eval(in0.age)']) expect(() => stepTypes('Formula', { expr }, [type]), expr).toThrow();
    expect(() => stepTypes('Impute', { method: 'mean' }, [type])).toThrow();
    expect(() => stepTypes('ResampleSeries', { time: 't', period: 1 }, [type])).toThrow();
  });
});
