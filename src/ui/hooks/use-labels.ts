import { useMemo } from 'react';
import type { Finding } from '../../domain/finding';
import type { LabelDefinition } from '../../domain/model-package';
import { useModels } from '../app-context';
import { useTranslate } from '../i18n/language';

export interface Labels {
  /** In the order of the models that define them. */
  readonly definitions: readonly LabelDefinition[];
  /** Words for a label key; the key itself when no installed model knows it. */
  nameOf(key: string): string;
  colorOf(key: string): string;
}

const UNKNOWN_COLOR = '#a3afbd';

/** Labels of the installed models: keys are data, words and colours come from the packages. */
export function useLabels(): Labels {
  const models = useModels((state) => state.models);
  const t = useTranslate();
  return useMemo(() => {
    const byKey = new Map<string, LabelDefinition>();
    for (const { summary } of models) for (const label of summary.labels) if (!byKey.has(label.key)) byKey.set(label.key, label);
    return {
      definitions: [...byKey.values()],
      nameOf: (key) => {
        const definition = byKey.get(key);
        return definition === undefined ? key : t.local(definition.name);
      },
      colorOf: (key) => byKey.get(key)?.color ?? UNKNOWN_COLOR,
    };
  }, [models, t]);
}

/** The labels that may be given to a finding: those of its model, or all of them. */
export function labelsFor(finding: Finding, labels: Labels): readonly string[] {
  const keys = labels.definitions.map(({ key }) => key);
  return keys.includes(finding.label) ? keys : [finding.label, ...keys];
}
