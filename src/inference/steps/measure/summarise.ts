import { z } from 'zod';
import { summarize } from '../../../domain/kernels/measures/order-statistics';
import type { BoxesValue, InstancesValue, MeasurementsValue } from '../register';
import { defineStep, soleInput, soleInputType } from '../step';
import { measurements, type Measured } from './shared/measured-values';

const STATS = ['count', 'percent', 'sum', 'mean', 'std', 'min', 'max', 'median'] as const;
type Stat = (typeof STATS)[number];

/**
 * Statistics by group. Of boxes and objects: the scores of each class (`count` and `percent` above all). Of
 * measurements: the values of one name, over all labels (`group_by: name`) or of each label (`label`).
 */
export const summarise = defineStep({
  name: 'Summarise',
  version: 1,
  kwargs: z.strictObject({
    group_by: z.enum(['label', 'name']).default('label'),
    stat: z.array(z.enum(STATS)).min(1).max(STATS.length),
    /** Boxes and objects scored under this are left out. */
    score_threshold: z.number().default(0),
    /** Classes listed also where none was found. */
    labels: z.array(z.int().min(0)).max(512).optional(),
  }),
  types: (_kwargs, context) => {
    soleInputType(context, 'instances', 'boxes', 'measurements');
    return [{ kind: 'measurements' }];
  },
  run: (kwargs, context) => {
    const value = soleInput(context, 'instances', 'boxes', 'measurements');
    if (value.kind === 'measurements') return [measurements(ofMeasurements(value, kwargs.group_by, kwargs.stat))];
    const scored = classesAndScores(value).filter(({ score }) => score >= kwargs.score_threshold);
    const classes = [...new Set([...(kwargs.labels ?? []), ...scored.map(({ label }) => label)])].sort((a, b) => a - b);
    return [
      measurements(
        classes.flatMap((label) => {
          const scores = scored.filter((one) => one.label === label).map(({ score }) => score);
          return kwargs.stat.map((stat) => ({
            label,
            name: stat === 'count' || stat === 'percent' ? stat : `score_${stat}`,
            ...statOf(stat, scores, scored.length, '1'),
          }));
        }),
      ),
    ];
  },
});

function classesAndScores(value: InstancesValue | BoxesValue): { readonly label: number; readonly score: number }[] {
  const labels = value.kind === 'boxes' ? value.labels : value.classes;
  return Array.from(labels, (label, i) => ({ label, score: value.scores?.[i] ?? 1 }));
}

function ofMeasurements({ values }: MeasurementsValue, by: 'label' | 'name', stats: readonly Stat[]): Measured[] {
  const groups = new Map<string, Measured[]>();
  for (const value of values) {
    const key = JSON.stringify([by === 'label' ? value.label : null, value.name, value.unit]);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [value]);
    else group.push(value);
  }
  return [...groups.values()].flatMap((group) => {
    const [first] = group;
    if (first === undefined) return [];
    const numbers = group.map(({ value }) => value);
    const of = values.filter(({ name, unit }) => name === first.name && unit === first.unit).length;
    const label = by === 'label' ? first.label : null;
    return stats.map((stat) => ({ label, name: `${first.name}_${stat}`, ...statOf(stat, numbers, of, first.unit) }));
  });
}

function statOf(stat: Stat, values: readonly number[], all: number, unit: string): { readonly value: number; readonly unit: string } {
  if (stat === 'count') return { value: values.length, unit: '1' };
  if (stat === 'percent') return { value: (100 * values.length) / all, unit: '%' };
  return { value: summarize(values)[stat], unit };
}
