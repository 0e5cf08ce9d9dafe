import type { Pipeline } from '../packages/check-pipeline';
import type { ModelManifest } from '../packages/manifest-schema';
import { planMemory, type MemoryPlan, type SourceShapes } from './memory-plan';
import { smallerPipeline } from './smaller-pipeline';

export interface ChosenPlan {
  readonly pipeline: Pipeline;
  readonly plan: MemoryPlan;
  /** The pipeline is not the manifest's own but the smaller one. */
  readonly smaller: boolean;
}

/** The pipeline as it is where it fits, else the smaller one where there is one, whether or not that fits. */
export function choosePlan(manifest: ModelManifest, pipeline: Pipeline, sources: SourceShapes, budget: number): ChosenPlan {
  const whole: ChosenPlan = { pipeline, plan: planMemory(manifest, pipeline, sources), smaller: false };
  if (whole.plan.fits(budget)) return whole;
  const rewritten = smallerPipeline(manifest, pipeline);
  if (rewritten === null) return whole;
  const plan = planMemory(manifest, rewritten, sources);
  return plan.bytes < whole.plan.bytes ? { pipeline: rewritten, plan, smaller: true } : whole;
}
