import { z } from 'zod';
import { axonFibres } from '../../../domain/kernels/measures/axon-g-ratio';
import { summarize } from '../../../domain/kernels/measures/order-statistics';
import { defineStep, soleInput, soleInputType, typeProblem } from '../step';
import { measurements, scaleOf } from './shared/measured-values';

/** Myelinated axons: how many, how densely, and their g-ratio (axon over fibre diameter). */
export const gRatio = defineStep({
  name: 'GRatio',
  version: 1,
  kwargs: z.strictObject({ axon: z.int().min(1).max(65535), myelin: z.int().min(1).max(65535) }),
  types: (_kwargs, context) => {
    if (soleInputType(context, 'labels').dims !== 2) throw typeProblem('GRatio@1 takes planes');
    return [{ kind: 'measurements' }];
  },
  run: (kwargs, context) => {
    const labels = soleInput(context, 'labels');
    const fibres = axonFibres(labels, kwargs.axon, kwargs.myelin);
    const { spacing, unit } = scaleOf(labels.space);
    const sample = spacing.reduce((product, length) => product * length, 1);
    const ratios = summarize(fibres.map((fibre) => fibre.gRatio));
    const widths = summarize(fibres.map(({ axon }) => Math.sqrt((4 * axon * sample) / Math.PI)));
    return [
      measurements([
        { label: kwargs.axon, name: 'count', value: fibres.length, unit: '1' },
        { label: kwargs.axon, name: 'density', value: fibres.length / (labels.data.length * sample), unit: unit === 'mm' ? '/mm2' : '/px' },
        { label: kwargs.axon, name: 'g_ratio_mean', value: ratios.mean, unit: '1' },
        { label: kwargs.axon, name: 'g_ratio_median', value: ratios.median, unit: '1' },
        { label: kwargs.axon, name: 'axon_diameter_mean', value: widths.mean, unit },
      ]),
    ];
  },
});
