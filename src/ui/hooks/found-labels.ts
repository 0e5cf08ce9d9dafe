import type { Finding } from '../../domain/finding';
import type { InstalledModel, ModelOutputSummary } from '../../domain/model-package';

/** Keys of the labels that the models behind findings may give, in the order of the models, the background of maps left out. */
export function foundLabels(
  models: readonly Pick<InstalledModel, 'summary'>[],
  findings: readonly Pick<Finding, 'author'>[],
): readonly string[] {
  const asked = new Set<string>();
  for (const { author } of findings) if (author.kind === 'model') asked.add(author.modelId);
  return models
    .filter(({ summary }) => asked.has(summary.id))
    .flatMap(({ summary }) => summary.outputs)
    .flatMap(labelsOf);
}

function labelsOf({ kind, labels }: ModelOutputSummary): readonly string[] {
  return labels.filter(({ id }) => kind !== 'segmentation' || id !== 0).map(({ key }) => key);
}
