import { AppError } from '../../../domain/errors';
import type { Conversion, Converter, DraftStep, Unmapped } from './conversion';
import { draftCard, draftLabels, draftManifest, type DraftIdentity } from './shared/draft-manifest';
import {
  checkClassCount,
  conversionFailed,
  guessedAxes,
  networkEntry,
  onnxNetwork,
  tensorEntry,
  type OnnxNetwork,
} from './shared/draft-network';
import { SourceFiles } from './shared/source-files';

/** What a person says of a bare network before a draft can be made; what is left out is guessed from the shapes and said so. */
export interface OnnxAnswers {
  readonly name?: string;
  /** Rows and columns that images are resized to; null: as they are. */
  readonly size?: readonly [number, number] | null;
  readonly mean?: readonly number[];
  readonly std?: readonly number[];
  readonly labels?: readonly string[];
}

export type GuessedTask = 'classification' | 'segmentation' | 'detection' | 'tensor';

/** The task by the shape of the first output: N × C, N × C × (D ×) H × W, or N × (4 + C) × K. */
export function guessTask({ inputs, outputs }: OnnxNetwork): GuessedTask {
  const rank = outputs[0]?.shape.length ?? 0;
  const image = (inputs[0]?.shape.length ?? 0) >= 4;
  if (!image) return 'tensor';
  if (rank === 2) return 'classification';
  if (rank === 4 || rank === 5) return 'segmentation';
  return rank === 3 ? 'detection' : 'tensor';
}

/** A bare ONNX file: inputs, outputs and metadata are read, the task is guessed, everything else is the person's to fill in. */
export const fromOnnx: Converter = async (files) => {
  const source = await SourceFiles.open(files);
  const path = source.require(/\.onnx$/i, '.onnx file');
  return draftFromOnnx(await source.read(path), path.replace(/^.*\//, '').replace(/\.onnx$/i, ''));
};

/** @throws AppError `conversion-failed`, `onnx-*`. */
export function draftFromOnnx(bytes: Uint8Array<ArrayBuffer>, fileName: string, answers: OnnxAnswers = {}): Conversion {
  const network = onnxNetwork(bytes);
  const task = guessTask(network);
  const [input] = network.inputs;
  const [output] = network.outputs;
  if (input === undefined || output === undefined) throw new AppError('internal', 'a network without tensors passed');
  const unmapped: Unmapped[] = [{ path: 'intended_use', reason: 'an ONNX file does not say what it is for' }];
  for (const extra of network.inputs.slice(1)) unmapped.push({ path: `inputs.${extra.name}`, reason: 'a second input: say what feeds it' });
  for (const extra of network.outputs.slice(1)) unmapped.push({ path: `outputs.${extra.name}`, reason: 'not shown: say what it means' });
  if (task === 'tensor' || network.inputs.length > 1) {
    const takes = network.inputs.map(({ name, shape }) => `${name} [${shape.map((size) => size ?? '?').join(', ')}]`).join(', ');
    const remedy = 'write the manifest by hand, as the example of a table in docs/model-packages.md';
    throw conversionFailed(`a draft is made for one image, the network takes ${takes}: ${remedy}`);
  }
  const dims = input.shape.length - 2;
  const channels = fixed(input.shape[1]) ?? (dims === 3 ? 1 : 3);
  const size = answers.size === undefined ? sizeOf(input.shape) : answers.size;
  const pipeline = preprocessing(dims, channels, size, answers, unmapped);
  pipeline.push({
    step: 'infer',
    network: 'network',
    in: { [input.name]: 'fed' },
    out: { [output.name]: 'raw' },
    kwargs: { inferer: 'Simple' },
  });
  const count = classCount(task, output.shape, answers.labels?.length);
  checkClassCount(count);
  const names = answers.labels ?? Array.from({ length: count }, (_, i) => `class_${String(i)}`);
  if (answers.labels === undefined) unmapped.push({ path: 'labels', reason: 'the file names no classes' });
  const { steps, entry } = answer(task, names, unmapped);
  pipeline.push(...steps);
  const metadata = [...network.scan.metadata].map(([key, value]) => `- ${key}: ${value.slice(0, 200)}`).join('\n');
  const identity: DraftIdentity = { name: answers.name ?? fileName, description: `Network ${fileName}, as read from its ONNX file.` };
  const files = new Map<string, Uint8Array<ArrayBuffer>>([['network.onnx', bytes]]);
  files.set('card.md', draftCard(identity, unmapped, metadata));
  const axes = guessedAxes(output);
  if (axes[1] !== undefined && task !== 'detection') axes[1] = { type: 'channel', size: names.length };
  const manifest = draftManifest(identity, {
    task,
    modality: ['OT'],
    sources: [{ id: 'image', kind: dims === 3 ? 'volume' : 'image' }],
    networks: [networkEntry('network.onnx', network, [tensorEntry(input, inputAxes(input.shape, channels))], [tensorEntry(output, axes)])],
    pipeline,
    outputs: [entry],
    tests: [],
  });
  return { manifest, files, unmapped };
}

const fixed = (value: number | string | null | undefined): number | null => (typeof value === 'number' && value > 0 ? value : null);

function inputAxes(shape: readonly (number | string | null)[], channels: number): Record<string, unknown>[] {
  const axes = guessedAxes({ name: '', elementType: 1, shape });
  axes[1] = { type: 'channel', size: channels };
  return axes;
}

function sizeOf(shape: readonly (number | string | null)[]): readonly [number, number] | null {
  const [rows, columns] = [fixed(shape[2]), fixed(shape[3])];
  return shape.length === 4 && rows !== null && columns !== null ? [rows, columns] : null;
}

function preprocessing(
  dims: number,
  channels: number,
  size: readonly [number, number] | null,
  answers: OnnxAnswers,
  unmapped: Unmapped[],
): DraftStep[] {
  if (dims === 3) {
    unmapped.push({ path: 'preprocessing', reason: 'guessed: modality values scaled to mean 0, deviation 1' });
    return [
      { step: 'ModalityLUT', in: 'image', out: 'values' },
      { step: 'zero_mean_unit_variance', in: 'values', out: 'fed' },
    ];
  }
  if (channels !== 1 && channels !== 3)
    throw conversionFailed(`the network takes ${String(channels)} channels: write the manifest by hand`);
  const steps: DraftStep[] = [{ step: channels === 3 ? 'PhotometricRGB' : 'Grayscale', in: 'image', out: 'decoded' }];
  let current = 'decoded';
  if (size !== null) {
    steps.push({
      step: 'Resize',
      in: current,
      out: 'resized',
      kwargs: { spatial_size: size, size_mode: 'all', mode: 'bilinear', anti_aliasing: true },
    });
    current = 'resized';
  }
  const [mean, std] = [answers.mean ?? [0], answers.std ?? [1]];
  if (answers.mean === undefined || answers.std === undefined)
    unmapped.push({ path: 'preprocessing', reason: 'guessed: samples divided by 255, no mean or deviation taken off' });
  steps.push({ step: 'scale_linear', in: current, out: 'scaled', kwargs: { gain: 1 / 255 } });
  const each = (list: readonly number[]): number | readonly number[] => (list.length === 1 ? (list[0] ?? 0) : list);
  steps.push({ step: 'fixed_zero_mean_unit_variance', in: 'scaled', out: 'fed', kwargs: { mean: each(mean), std: each(std) } });
  return steps;
}

function classCount(task: GuessedTask, shape: readonly (number | string | null)[], answered: number | undefined): number {
  const channels = fixed(shape[1]);
  if (task !== 'detection') return channels ?? answered ?? 1;
  const rows = [fixed(shape[1]), fixed(shape[2])].filter((value) => value !== null);
  const smallest = Math.min(...rows);
  return Number.isFinite(smallest) && smallest > 4 ? smallest - 4 : (answered ?? 1);
}

function answer(
  task: GuessedTask,
  names: readonly string[],
  unmapped: Unmapped[],
): { readonly steps: DraftStep[]; readonly entry: Record<string, unknown> } {
  const threshold = { value: 0.5, user_adjustable: true };
  const found = { labels: draftLabels(names), threshold, calibrated: false };
  if (task === 'classification') {
    unmapped.push({ path: 'activation', reason: `guessed: ${names.length === 1 ? 'sigmoid' : 'softmax'} over the output` });
    const step =
      names.length === 1
        ? { step: 'sigmoid', in: 'raw', out: 'probabilities' }
        : { step: 'softmax', in: 'raw', out: 'probabilities', kwargs: { axis: 1 } };
    return { steps: [step], entry: { id: 'classes', from: 'probabilities', kind: 'classification', ...found } };
  }
  if (task === 'detection') {
    unmapped.push({ path: 'detection', reason: 'guessed: rows cx, cy, w, h, then a probability for each class (YOLO)' });
    return {
      steps: [
        { step: 'BoxDecode', in: 'raw', out: 'candidates', kwargs: { layout: 'yolo' } },
        { step: 'InvertTransforms', in: 'candidates', out: 'placed', kwargs: { of: 'fed' } },
        {
          step: 'NMS',
          in: 'placed',
          out: 'found',
          kwargs: { iou_threshold: 0.7, score_threshold: 0.05, max_detections: 300, class_agnostic: false },
        },
      ],
      entry: { id: 'objects', from: 'found', kind: 'boxes', ...found },
    };
  }
  if (names.length === 1) {
    unmapped.push({ path: 'activation', reason: 'guessed: sigmoid over the output' });
    return {
      steps: [
        { step: 'sigmoid', in: 'raw', out: 'probability' },
        { step: 'InvertTransforms', in: 'probability', out: 'placed' },
      ],
      entry: { id: 'probability', from: 'placed', kind: 'heatmap', range: [0, 1], labels: draftLabels(names) },
    };
  }
  unmapped.push({ path: 'activation', reason: 'guessed: the class of the largest channel, 0 the background' });
  return {
    steps: [
      { step: 'AsDiscrete', in: 'raw', out: 'classes', kwargs: { argmax: true } },
      { step: 'InvertTransforms', in: 'classes', out: 'placed' },
    ],
    entry: { id: 'segmentation', from: 'placed', kind: 'segmentation', labels: draftLabels(names, true) },
  };
}
