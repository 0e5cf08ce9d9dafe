import { z } from 'zod';
import { rangeVerdict } from '../../domain/kernels/checks/range';
import { normalisedEntropy } from '../../domain/kernels/activation/activation';
import { numbersOf } from '../runtime/network-tensor';
import { defineRule } from './rule';
import { register, registerOf } from './shared/subject';

/**
 * Mean entropy of class probabilities, over that of all classes equal (0–1), is low enough. Of an image: channels are
 * classes, over the pixels of `labels` where a label map is named; of a tensor: all its numbers are one distribution.
 */
export const entropyMax = defineRule({
  kwargs: z.strictObject({ register, within: register.optional(), max: z.number().min(0).max(1) }),
  readsPixels: true,
  reads: ({ register: name, within }) => (within === undefined ? [name] : [name, within]),
  evaluate: ({ register: name, within, max }, subject) => {
    const value = registerOf(subject, name);
    const region = within === undefined ? undefined : registerOf(subject, within);
    let entropies: ArrayLike<number>;
    if (value?.kind === 'image') entropies = normalisedEntropy({ data: value.data, shape: [value.channels, ...value.shape] }, 0).data;
    else if (value?.kind === 'tensor') {
      const data = numbersOf(value);
      if (data === null) return null;
      entropies = normalisedEntropy({ data, shape: [data.length] }, 0).data;
    } else return null;
    let sum = 0;
    let count = 0;
    for (const [i, entropy] of Array.from(entropies).entries()) {
      if (region?.kind === 'labels' && region.data[i] === 0) continue;
      sum += entropy;
      count++;
    }
    return count === 0 ? null : rangeVerdict('mean-uncertainty', sum / count, '', { max });
  },
});
