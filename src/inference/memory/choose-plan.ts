import type { Pipeline } from '../packages/check-pipeline';
import type { ModelManifest } from '../packages/manifest-schema';
import { planMemory, type MemoryPlan, type SourceShapes } from './memory-plan';
import { smallerPipeline } from './smaller-pipeline';

const GIBIBYTE = 2 ** 30;
/** A WASM heap ends at 4 GiB; what it grows by must find its place in one piece. */
const MOST = 3 * GIBIBYTE;

/**
 * Bytes that a run may plan for.
 * @param deviceMemory GiB of the machine as the browser rounds them (`navigator.deviceMemory`); undefined where it does not say.
 */
export function memoryBudget(deviceMemory: number | undefined): number {
  // Half is for the system, the browser and the images on screen.
  return deviceMemory === undefined ? MOST : Math.min(MOST, (deviceMemory / 2) * GIBIBYTE);
}

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
