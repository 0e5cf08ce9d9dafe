import { AppError, throwIfAborted } from '../../domain/errors';
import { channelMeans, occlude, occlusionMap, occlusionPlan } from '../../domain/kernels/explain/occlusion';
import type { HeatmapOutput, ModelResult } from '../../domain/result';
import type { ModelSession, RunOptions, SourceValues } from '../model-session';
import { classificationOutput } from '../outputs/classification-output';
import { gridOf } from '../outputs/grid';
import { requireNumbers } from '../outputs/require-numbers';
import type { ManifestOutput } from '../packages/manifest-schema';
import { runPipeline, type PipelineRun } from '../run-pipeline';
import { numbersOnly } from '../runtime/numbers-only';
import type { RegisterValue } from '../steps/register';
import { invertImage } from '../steps/geometry/invert-transforms';
import { valueOf } from '../steps/step';
import { occlusionInput } from './occlusion-input';

/** The class of an answer that is to be explained. */
export interface ExplanationRequest {
  /** Id of a classification. */
  readonly output: string;
  /** Key of one of its labels. */
  readonly label: string;
}

/** The scale of a map spans this at least: differences of less are no more than a faint tint. */
const LEAST_SCALE = 0.05;

/**
 * Which parts of an image a class of a classification rested on: each in turn is hidden by the mean of its channel where the
 * network takes it, and the importance of a sample is how much the probability falls when it is hidden. The map lies on the
 * source's own grid, by nearest samples: it is no finer than its windows. What the network never saw (a crop) is 0.
 * @returns the map as the only output. Without checks: they were made when the model answered.
 * @throws AppError `model-not-applicable` where the output cannot be explained so, and those of `ModelSession.run`;
 * AbortError between calls of a network.
 */
export async function explainByOcclusion(
  session: ModelSession,
  sources: SourceValues,
  { output, label }: ExplanationRequest,
  options: Pick<RunOptions, 'signal' | 'gate' | 'onProgress'> = {},
): Promise<ModelResult> {
  const { manifest, pipeline } = session.model;
  const declared = manifest.outputs.find(({ id }) => id === output);
  const input = occlusionInput(manifest, pipeline, output);
  if (declared?.kind !== 'classification' || input === null)
    throw new AppError('model-not-applicable', `occlusion explains classifications of one image, not the output "${output}"`);
  const asked = declared.labels.find(({ key }) => key === label);
  if (asked === undefined) throw new AppError('model-not-applicable', `the output "${output}" has no label "${label}"`);
  const timing = { pre: 0, run: 0, post: 0 };
  const run = async (given: ReadonlyMap<string, RegisterValue>, wanted: readonly string[]): Promise<PipelineRun['registers']> => {
    const { signal, gate } = options;
    const { registers, timing: took } = await runPipeline(pipeline, given, {
      sessions: new Map([...session.sessions].map(([id, each]) => [id, numbersOnly(each)])),
      file: (path) => session.model.read(path),
      signal,
      gate,
      wanted,
    });
    timing.pre += took.pre;
    timing.run += took.run;
    timing.post += took.post;
    return registers;
  };
  const whole = await run(sources, [input, declared.from]);
  const image = valueOf(required(whole, input), 'image');
  const probability = probabilityOf(whole, declared, label);
  const [rows = 1, columns = 1] = image.shape;
  const plan = occlusionPlan(rows, columns);
  const fill = channelMeans(image.data, image.channels);
  const drops: number[] = [];
  for (const window of plan.windows) {
    throwIfAborted(options.signal);
    options.onProgress?.(drops.length, plan.windows.length);
    const hidden = { ...image, data: occlude(image.data, columns, window, fill) };
    drops.push(
      probability -
        probabilityOf(await run(new Map<string, RegisterValue>([...sources, [input, hidden]]), [declared.from]), declared, label),
    );
  }
  options.onProgress?.(drops.length, plan.windows.length);
  const data = occlusionMap(rows, columns, plan.windows, drops);
  const placed = invertImage({ kind: 'image', channels: 1, shape: image.shape, data, space: image.space }, 'nearest');
  const { window, stride } = plan;
  const map: HeatmapOutput = {
    id: `${output}.occlusion-${String(asked.id)}`,
    kind: 'heatmap',
    grid: gridOf(placed),
    data: Float32Array.from(placed.data),
    range: [0, data.reduce((most, value) => Math.max(most, value), LEAST_SCALE)],
    label,
    explains: output,
    method: { name: 'occlusion', probability, largestDrop: Math.max(...drops), input: [rows, columns], window, stride, fill: 'mean' },
  };
  return { outputs: [map], checks: [], provider: session.provider, timing };
}

function probabilityOf(
  registers: ReadonlyMap<string, RegisterValue>,
  declared: Extract<ManifestOutput, { kind: 'classification' }>,
  label: string,
): number {
  const { classes } = requireNumbers(classificationOutput(declared, valueOf(required(registers, declared.from), 'tensor'), null));
  return classes.find((one) => one.label === label)?.probability ?? NaN;
}

function required(registers: ReadonlyMap<string, RegisterValue>, name: string): RegisterValue {
  const value = registers.get(name);
  if (value === undefined) throw new AppError('internal', `no value for register "${name}"`);
  return value;
}
