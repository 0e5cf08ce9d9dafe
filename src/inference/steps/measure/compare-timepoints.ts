import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { comparePercist, compareRecist, type RecistTimepoint } from '../../../domain/kernels/measures/compare-timepoints';
import type { MeasurementsValue, RegisterValue } from '../register';
import { defineStep, inputType, typeProblem, valueOf } from '../step';
import { measurements, type Measured } from './shared/measured-values';

const RECIST = ['CR', 'PR', 'SD', 'PD'] as const;
const PERCIST = ['CMR', 'PMR', 'SMD', 'PMD'] as const;

/**
 * Response between timepoints, baseline first, each a register of measurements. RECIST 1.1 sums `long_diameter` (of the
 * labels in `lymph_nodes`: `short_diameter`); PERCIST 1.0 compares the highest `sul_peak`, with `liver_sul` beside it. Out: sums and
 * changes, and where asked a tensor of 1 and 0 for CR, PR, SD, PD (CMR, PMR, SMD, PMD).
 */
export const compareTimepoints = defineStep({
  name: 'CompareTimepoints',
  version: 1,
  kwargs: z.strictObject({
    criteria: z.enum(['recist1.1', 'percist']),
    /** Class numbers of lymph nodes. */
    lymph_nodes: z.array(z.int().min(1)).max(64).default([]),
    new_lesions: z.boolean().default(false),
    non_targets: z.enum(['absent', 'present', 'progression']).optional(),
  }),
  types: (_kwargs, context) => {
    for (const index of context.inputs.keys()) inputType(context, index, 'measurements');
    if (context.inputs.length < 2) throw typeProblem('in: expected measurements of two timepoints or more');
    const found = { kind: 'measurements' } as const;
    return context.out.names.length === 1 ? [found] : [found, { kind: 'tensor', dtype: 'float32', rank: 1 }];
  },
  run: (kwargs, context) => {
    const points = context.inputs.map((value: RegisterValue) => valueOf(value, 'measurements'));
    const { values, response } =
      kwargs.criteria === 'percist'
        ? percist(points, kwargs.new_lesions)
        : recist(points, new Set(kwargs.lymph_nodes), kwargs.new_lesions, kwargs.non_targets ?? null);
    const data = Float32Array.from(response.all, (name) => (name === response.name ? 1 : 0));
    if (context.out.names.length === 1) return [measurements(values)];
    return [measurements(values), { kind: 'tensor', dtype: 'float32', dims: [data.length], data }];
  },
});

interface Comparison {
  readonly values: readonly Measured[];
  readonly response: { readonly name: string; readonly all: readonly string[] };
}

function recist(
  points: readonly MeasurementsValue[],
  nodes: ReadonlySet<number>,
  newLesions: boolean,
  nonTargets: RecistTimepoint['nonTargets'],
): Comparison {
  const timepoints = points.map(({ values }, i): RecistTimepoint => {
    const targets = values
      .filter(({ name, label }) => name === (label !== null && nodes.has(label) ? 'short_diameter' : 'long_diameter'))
      .map(({ value, label }) => ({ diameter: value, lymphNode: label !== null && nodes.has(label) }));
    const last = i === points.length - 1;
    return { targets, nonTargets: last ? nonTargets : null, newLesions: last && newLesions };
  });
  const found = compareRecist(timepoints);
  if (found === null) throw new AppError('inference-failed', 'the baseline has no lesion that can be measured');
  const whole = (name: string, value: number | null, unit: string): Measured[] =>
    value === null ? [] : [{ label: null, name, value, unit }];
  const percent = (part: number | null): number | null => (part === null ? null : 100 * part);
  return {
    values: [
      ...whole('baseline_sum', found.baselineSum, 'mm'),
      ...whole('nadir_sum', found.nadirSum, 'mm'),
      ...whole('sum', found.sum, 'mm'),
      ...whole('change_from_baseline', percent(found.fromBaseline), '%'),
      ...whole('change_from_nadir', percent(found.fromNadir), '%'),
    ],
    response: { name: found.overall, all: RECIST },
  };
}

function percist(points: readonly MeasurementsValue[], newLesions: boolean): Comparison {
  const read = ({ values }: MeasurementsValue, wanted: string): number[] =>
    values.filter(({ name }) => name === wanted).map(({ value }) => value);
  const timepoint = (value: MeasurementsValue | undefined, last: boolean): Parameters<typeof comparePercist>[0] => {
    const peaks = value === undefined ? [] : read(value, 'sul_peak');
    const [liver = 0] = value === undefined ? [] : read(value, 'liver_sul');
    return { sulPeak: peaks.length === 0 ? null : Math.max(...peaks), liver, newLesions: last && newLesions };
  };
  const before = timepoint(points[0], false);
  const after = timepoint(points.at(-1), true);
  const change =
    before.sulPeak === null || before.sulPeak === 0
      ? []
      : [{ label: null, name: 'change_from_baseline', value: 100 * ((after.sulPeak ?? 0) / before.sulPeak - 1), unit: '%' }];
  return { values: change, response: { name: comparePercist(before, after), all: PERCIST } };
}
