import type { ModelSummary } from '../../domain/model-package';
import { useLabels } from '../hooks/use-labels';
import type { MessageKey } from '../i18n/fr';
import { useTranslate } from '../i18n/language';
import { Facts } from '../kit/Facts';

export interface ModelFactsProps {
  readonly summary: ModelSummary;
  /** What this machine knows besides. */
  readonly more?: readonly (readonly [MessageKey, string])[];
}

/** Intended use, limits and origin, as the package states them. */
export function ModelFacts({ summary, more = [] }: ModelFactsProps) {
  const t = useTranslate();
  const labels = useLabels().of(summary.id);
  const { intendedUse } = summary;
  const facts: readonly (readonly [MessageKey, string])[] = [
    ['models.purpose', t.local(intendedUse.purpose)],
    ['models.population', t.local(intendedUse.population)],
    ['models.outOfScope', t.local(intendedUse.outOfScope)],
    ['models.limitations', t.local(intendedUse.limitations)],
    ['models.labels', summary.labels.map(({ key }) => labels.nameOf(key)).join(', ')],
    ['models.status', intendedUse.status],
    ['models.publisher', summary.publisher],
    ['models.license', summary.license],
    ['models.hash', summary.weightsSha256],
    ...more,
  ];
  return <Facts facts={facts.filter(([, text]) => text !== '').map(([key, text]) => [t(key), text])} />;
}
