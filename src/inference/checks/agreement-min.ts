import { z } from 'zod';
import { labelAgreement } from '../../domain/kernels/checks/agreement';
import { rangeVerdict } from '../../domain/kernels/checks/range';
import { defineRule } from './rule';
import { register, registerOf } from './shared/subject';

/** Label maps of ensemble members or augmented runs agree on enough of what any calls foreground, 0–1. */
export const agreementMin = defineRule({
  kwargs: z.strictObject({ registers: z.array(register).min(2).max(16), min: z.number().min(0).max(1) }),
  readsPixels: true,
  reads: ({ registers }) => registers,
  evaluate: ({ registers, min }, subject) => {
    const maps = registers.map((name) => registerOf(subject, name)).filter((value) => value?.kind === 'labels');
    const [first] = maps;
    if (maps.length !== registers.length || maps.some((map) => map.data.length !== first?.data.length)) return null;
    return rangeVerdict('agreement', labelAgreement(maps.map(({ data }) => data)), '', { min });
  },
});
