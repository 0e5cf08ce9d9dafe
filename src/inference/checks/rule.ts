import type { z } from 'zod';
import type { CheckMeasure } from '../../domain/check-measure';
import type { Series } from '../../domain/study';
import type { RegisterValue } from '../steps/register';

/** What a rule may look at. Before a run the sources' registers are there, after it all of them. */
export interface CheckSubject {
  /** By source id; a source that is no image has none. */
  readonly series: ReadonlyMap<string, Series>;
  readonly registers: ReadonlyMap<string, RegisterValue>;
}

export interface RuleVerdict {
  readonly satisfied: boolean;
  readonly measured: CheckMeasure;
}

/** One rule of the gate before a run, or of the checks after it. */
export interface CheckRule<K = unknown> {
  readonly kwargs: z.ZodType<K>;
  /** Needs the registers' values rather than the header alone: not asked for a greyed-out model, only at a run. */
  readonly readsPixels: boolean;
  /** Registers that the arguments name. */
  reads?(kwargs: K): readonly string[];
  /** Null where the rule does not apply (a photo has no Modality): neither satisfied nor broken. */
  evaluate(kwargs: K, subject: CheckSubject): RuleVerdict | null;
}

/** Ties the arguments of a rule to its functions, then forgets their type so that rules fit one table. */
export function defineRule<K>(rule: CheckRule<K>): CheckRule {
  return {
    kwargs: rule.kwargs,
    readsPixels: rule.readsPixels,
    reads: (kwargs) => rule.reads?.(rule.kwargs.parse(kwargs)) ?? [],
    evaluate: (kwargs, subject) => rule.evaluate(rule.kwargs.parse(kwargs), subject),
  };
}
