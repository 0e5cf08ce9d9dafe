import type { CheckRule } from './rule';
import { tagIn } from './tag-in';

/** By the name that a manifest gives in `checks[].rule`. */
export const RULES = { tag_in: tagIn } as const satisfies Record<string, CheckRule>;
export type RuleId = keyof typeof RULES;

export function findRule(name: string): CheckRule | undefined {
  return Object.hasOwn(RULES, name) ? RULES[name as RuleId] : undefined;
}
