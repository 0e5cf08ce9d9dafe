import type { LabelDefinition, ModelSummary } from './model-package';
import type { Language } from './settings';

/** How labels read and look. A key is its model's own: two models may give one key (`0`, `1`) to different things. */
export interface LabelLook {
  /** The key itself where no model knows it. @param model id; null where no model said it. */
  nameOf(key: string, model: string | null): string;
  /** `#rrggbb` */
  colourOf(key: string, model: string | null): string;
}

/** Amber, of a label that no model gives a colour. */
export const UNKNOWN_LABEL_COLOUR = '#ffb000';

/** Definitions by key: those of the model `first`, then what the others add in their order. */
export function labelDefinitions(
  models: readonly Pick<ModelSummary, 'id' | 'labels'>[],
  first: string | null,
): ReadonlyMap<string, LabelDefinition> {
  const byKey = new Map<string, LabelDefinition>();
  for (const { labels } of [...models.filter(({ id }) => id === first), ...models]) {
    for (const label of labels) if (!byKey.has(label.key)) byKey.set(label.key, label);
  }
  return byKey;
}

export function labelLook(models: readonly Pick<ModelSummary, 'id' | 'labels'>[], language: Language): LabelLook {
  const known = new Map<string | null, ReadonlyMap<string, LabelDefinition>>();
  const definition = (key: string, model: string | null): LabelDefinition | undefined => {
    const definitions = known.get(model) ?? labelDefinitions(models, model);
    known.set(model, definitions);
    return definitions.get(key);
  };
  return {
    nameOf: (key, model) => definition(key, model)?.name[language] ?? key,
    colourOf: (key, model) => definition(key, model)?.color ?? UNKNOWN_LABEL_COLOUR,
  };
}
