import { useMemo } from 'react';
import type { Finding } from '../../domain/finding';
import { labelDefinitions, UNKNOWN_LABEL_COLOUR } from '../../domain/label-look';
import type { LabelDefinition, LocalizedText, ModelSummary } from '../../domain/model-package';
import { useModels } from '../app-context';
import { CLASSES_AS_MODEL } from '../../domain/regions/annotation-classes';
import { useTranslate } from '../i18n/language';
import { useClasses } from './use-classes';

export interface Labels {
  /** In the order of the models that define them. */
  readonly definitions: readonly LabelDefinition[];
  /** Words for a label key; the key itself when no installed model knows it. */
  nameOf(key: string): string;
  colorOf(key: string): string;
  /** Words for a column of a table; its name when the package gives none. */
  columnOf(name: string): string;
  /** As this model names them: two models may give one key to different things. Null: no model's. */
  of(modelId: string | null): Labels;
}

/** A person's classes and labels of the installed models: keys are data, words and colours come from the packages. */
export function useLabels(): Labels {
  const models = useModels((state) => state.models);
  const { classes } = useClasses();
  const t = useTranslate();
  return useMemo(() => {
    const summaries = models.map(({ summary }) => summary);
    const named = [{ id: CLASSES_AS_MODEL, labels: classes }, ...summaries];
    // Asked for each finding of a list: made once a model.
    const known = new Map<string | null, Labels>();
    const labelsOf = (first: string | null): Labels => {
      const made = known.get(first) ?? labelsFrom(first);
      known.set(first, made);
      return made;
    };
    const labelsFrom = (first: string | null): Labels => {
      const byKey = labelDefinitions(named, first);
      const columns = columnLabels(summaries.find(({ id }) => id === first));
      const names = new Map([...byKey].map(([key, { name }]) => [key, t.local(name)]));
      return {
        definitions: [...byKey.values()],
        nameOf: (key) => names.get(key) ?? key,
        colorOf: (key) => byKey.get(key)?.color ?? UNKNOWN_LABEL_COLOUR,
        columnOf: (name) => {
          const words = columns.get(name);
          return words === undefined ? name : t.local(words);
        },
        of: labelsOf,
      };
    };
    return labelsOf(null);
  }, [models, classes, t]);
}

function columnLabels(model: ModelSummary | undefined): ReadonlyMap<string, LocalizedText> {
  return new Map(model?.sources.flatMap(({ columnLabels: words = {} }) => Object.entries(words)));
}

/** The labels as the author of a finding names them. */
export function labelsBy({ author }: Finding, labels: Labels): Labels {
  return labels.of(author.kind === 'model' ? author.modelId : null);
}

/** The labels that may be given to a finding: those of its model, or all of them. */
export function labelsFor(finding: Finding, labels: Labels): readonly string[] {
  const keys = labels.definitions.map(({ key }) => key);
  return keys.includes(finding.label) ? keys : [finding.label, ...keys];
}
