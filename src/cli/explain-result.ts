import { AppError } from '../domain/errors';
import type { ClassificationOutput, ModelResult } from '../domain/result';
import { explainByOcclusion } from '../inference/explain/explain-by-occlusion';
import type { ModelSession, SourceValues } from '../inference/model-session';

/** @throws AppError `model-not-applicable` where no answer of the package can be explained by the engine. */
export function requireExplainable({ model }: ModelSession): void {
  if (model.summary.outputs.some(({ explainable }) => explainable)) return;
  throw new AppError('model-not-applicable', '--explain occlusion: the model gives no classification of one image');
}

/** A result with a map of what each decision rested on, and the time that these took. @throws AppError as `explainByOcclusion`. */
export async function withExplanations(session: ModelSession, sources: SourceValues, result: ModelResult): Promise<ModelResult> {
  const explainable = new Set(session.model.summary.outputs.filter((output) => output.explainable).map(({ id }) => id));
  const outputs = [...result.outputs];
  let { run } = result.timing;
  for (const output of result.outputs) {
    if (output.kind !== 'classification' || !explainable.has(output.id)) continue;
    for (const label of decidedFor(output)) {
      const explanation = await explainByOcclusion(session, sources, { output: output.id, label });
      outputs.push(...explanation.outputs);
      run += explanation.timing.pre + explanation.timing.run + explanation.timing.post;
    }
  }
  return { ...result, outputs, timing: { ...result.timing, run } };
}

/** The classes decided for; where none reaches its threshold, the most likely. */
function decidedFor({ decision, classes }: ClassificationOutput): readonly string[] {
  if (decision.length > 0) return decision;
  return [...classes]
    .sort((a, b) => b.probability - a.probability)
    .slice(0, 1)
    .map(({ label }) => label);
}
