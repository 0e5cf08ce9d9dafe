import { AppError } from '../../domain/errors';
import type { CheckOutcome } from '../../domain/result';
import type { ManifestCheck, ModelManifest } from '../packages/manifest-schema';
import { localize } from '../packages/summary';
import { findRule } from './registry';
import type { CheckRule, CheckSubject } from './rule';

function ruleOf({ rule: name }: ManifestCheck): CheckRule {
  const rule = findRule(name);
  if (rule === undefined) throw new AppError('internal', `no rule ${name}`);
  return rule;
}

/** Registers that a check reads. */
export function readsOf(check: ManifestCheck): readonly string[] {
  return ruleOf(check).reads?.(check.kwargs) ?? [];
}

/**
 * The checks of the manifest for one moment, in its order. A rule that does not apply to the input leaves no outcome.
 * @param only narrows to rules that read headers alone, for a list of models.
 */
export function runChecks(
  manifest: ModelManifest,
  when: CheckOutcome['when'],
  subject: CheckSubject,
  only: 'header' | 'all' = 'all',
): CheckOutcome[] {
  return (manifest.checks ?? []).flatMap((check): CheckOutcome[] => {
    const rule = ruleOf(check);
    if (check.when !== when || (only === 'header' && rule.readsPixels)) return [];
    const verdict = rule.evaluate(check.kwargs, subject);
    return verdict === null ? [] : [{ rule: check.rule, when, severity: check.severity, message: localize(check.message), ...verdict }];
  });
}
