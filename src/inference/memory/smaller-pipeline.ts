import { z } from 'zod';
import type { CheckedStep, Pipeline } from '../packages/check-pipeline';
import type { ModelManifest } from '../packages/manifest-schema';
import { readsOf } from '../run-pipeline';
import { readAfterwards } from './memory-plan';

const windows = z.looseObject({ inferer: z.literal('SlidingWindow'), reduce: z.undefined().optional() });
const largest = z.strictObject({ argmax: z.literal(true) });
const overChannels = z.object({ axis: z.literal('channel') });

/**
 * The same pipeline in less memory: where windows are put together to channels of which only the largest is asked for, the
 * windows give it themselves, slice by slice (`reduce: argmax`), and the channels of the whole volume are never held. A softmax
 * between is left out, as it keeps their order: the labels are the same, but for voxels where it rounds two scores
 * that differ by less than one part in 10⁷ to one.
 * @returns null where nothing can be saved so.
 */
export function smallerPipeline(manifest: ModelManifest, pipeline: Pipeline): Pipeline | null {
  const outside = new Set(readAfterwards(manifest));
  for (const step of pipeline.steps) {
    const [channels, more] = step.out.names;
    if (channels === undefined || more !== undefined || !windows.safeParse(step.kwargs).success) continue;
    const softmax = onlyReader(pipeline, channels, outside);
    const scores =
      softmax?.definition.name === 'softmax' && overChannels.safeParse(softmax.kwargs).success ? softmax.out.names[0] : undefined;
    const decision = onlyReader(pipeline, scores ?? channels, outside);
    const [labels] = decision?.out.names ?? [];
    if (decision?.definition.name !== 'AsDiscrete' || labels === undefined || !largest.safeParse(decision.kwargs).success) continue;
    const left = scores === undefined ? [decision] : [softmax, decision];
    if (left.some((one) => one?.when !== step.when)) continue;
    const reduced = withArgmax(step, labels);
    const types = new Map([...pipeline.types].filter(([name]) => name !== channels && name !== scores));
    const steps = pipeline.steps.flatMap((one) => (one === step ? [reduced] : left.includes(one) ? [] : [one]));
    return { ...pipeline, steps, types };
  }
  return null;
}

/** The step that reads a register, where nothing else does. */
function onlyReader({ steps }: Pipeline, register: string, outside: ReadonlySet<string>): CheckedStep | undefined {
  if (outside.has(register)) return undefined;
  const readers = steps.filter((step) => readsOf(step).includes(register));
  return readers.length === 1 ? readers[0] : undefined;
}

function withArgmax(step: CheckedStep, labels: string): CheckedStep {
  const byPort = step.out.byPort === null ? null : Object.fromEntries(Object.keys(step.out.byPort).map((port) => [port, labels]));
  const kwargs = windows.parse(step.kwargs);
  return { ...step, kwargs: { ...kwargs, reduce: 'argmax' }, out: { names: [labels], byPort } };
}
