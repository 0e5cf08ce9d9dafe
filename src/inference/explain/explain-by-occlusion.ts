import { AppError, throwIfAborted } from '../../domain/errors';
import { channelMeans, occlude, occlusionMap, occlusionPlan, type OcclusionWindow } from '../../domain/kernels/explain/occlusion';
import type { HeatmapOutput, ModelResult } from '../../domain/result';
import type { ModelSession, RunOptions, SourceValues } from '../model-session';
import { classificationOutput } from '../outputs/classification-output';
import { gridOf } from '../outputs/grid';
import { requireNumbers } from '../outputs/require-numbers';
import type { ManifestOutput } from '../packages/manifest-schema';
import type { CheckedStep } from '../packages/check-pipeline';
import { runPipeline, stepsToRun, type PipelineRun } from '../run-pipeline';
import { batchedSession } from '../runtime/batched-session';
import type { NetworkSession } from '../runtime/network-session';
import { numbersOnly } from '../runtime/numbers-only';
import type { ImageValue, RegisterValue } from '../steps/register';
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

/** Images a call, where a network takes several. */
const BATCH = 8;
const SAME = 1e-3;
const ROUNDING = 1e-6;

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
  const sessionsFor = (among: number): ReadonlyMap<string, NetworkSession> =>
    new Map([...session.sessions].map(([id, each]) => [id, numbersOnly(among > 1 ? batchedSession(each, among) : each)]));
  const run = (given: ReadonlyMap<string, RegisterValue>, wanted: readonly string[], sessions = sessionsFor(1)): Promise<PipelineRun> => {
    const { signal, gate } = options;
    return runPipeline(pipeline, given, { sessions, file: (path) => session.model.read(path), signal, gate, wanted });
  };
  const { registers, timing } = await run(sources, [input, declared.from]);
  const image = valueOf(required(registers, input), 'image');
  const probability = probabilityOf(registers, declared, label);
  const [rows = 1, columns = 1] = image.shape;
  const plan = occlusionPlan(rows, columns);
  const fill = channelMeans(image.data, image.channels);
  const hidden = (window: OcclusionWindow): ImageValue => ({ ...image, data: occlude(image.data, columns, window, fill) });
  const probabilities = async (images: readonly ImageValue[]): Promise<number[]> => {
    const sessions = sessionsFor(images.length);
    const runs = images.map((one) => run(new Map<string, RegisterValue>([...sources, [input, one]]), [declared.from], sessions));
    return (await Promise.all(runs)).map((one) => probabilityOf(one.registers, declared, label));
  };
  const started = performance.now();
  const tried = (): Promise<number[]> => probabilities([image, ...plan.windows.slice(0, BATCH - 1).map(hidden)]);
  const mayTry = mayBatch(session, stepsToRun(pipeline, new Set([input]), [declared.from]));
  const batch = mayTry && (await isSame(tried(), probability)) ? BATCH : 1;
  const drops: number[] = [];
  while (drops.length < plan.windows.length) {
    throwIfAborted(options.signal);
    options.onProgress?.(drops.length, plan.windows.length);
    const found = await probabilities(plan.windows.slice(drops.length, drops.length + batch).map(hidden));
    drops.push(...found.map((each) => dropOf(probability, each)));
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
  const elapsed = performance.now() - started;
  return { outputs: [map], checks: [], provider: session.provider, timing: { ...timing, run: timing.run + elapsed } };
}

/** Whether networks may be asked of several images at once: graph and manifest leave the batch open, and each is asked once. */
function mayBatch(session: ModelSession, steps: readonly CheckedStep[]): boolean {
  return steps.every(({ definition, network, kwargs }) => {
    if (definition.runsNetwork !== true || network === null) return true;
    const open = [...network.inputs, ...network.outputs].every(({ axes: [axis] }) => axis?.type === 'batch' && axis.size === undefined);
    const simple = typeof kwargs === 'object' && kwargs !== null && 'inferer' in kwargs && kwargs.inferer === 'Simple';
    return open && simple && session.sessions.get(network.id)?.openBatch === true;
  });
}

/** Whether a network gives an image the same score among others as alone; some that leave the batch open cannot take one. */
async function isSame(among: Promise<readonly number[]>, alone: number): Promise<boolean> {
  try {
    const [first = NaN] = await among;
    return Math.abs(first - alone) < SAME;
  } catch (error) {
    if (error instanceof AppError && error.code === 'inference-failed') return false;
    throw error;
  }
}

/** Less than float32 can tell is nothing: a network asked of several images at once rounds otherwise. */
function dropOf(whole: number, hidden: number): number {
  return Math.abs(whole - hidden) < ROUNDING ? 0 : whole - hidden;
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
