import type { Conversion, Converter, DraftStep } from './conversion';
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
import { notMapped, type Unmapped } from './shared/not-mapped';
import { imageFeed, type ImageAnswers } from './shared/onnx-image';
import { tableFeed } from './shared/onnx-table';
import { describeTask, type GuessedTask } from './shared/onnx-task';
import { SourceFiles } from './shared/source-files';

/** What a person says of a bare network before a draft can be made; what is left out is guessed from the shapes and said so. */
export interface OnnxAnswers extends ImageAnswers {
  readonly name?: string;
  /** Of a table: names of the columns, in the order of the network. */
  readonly columns?: readonly string[];
  readonly labels?: readonly string[];
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
  const described = describeTask(network);
  if (described.task === 'text' || described.task === 'tensor') throw noDraft(network, described.task);
  const { task, dims, input, output } = described;
  const unmapped: Unmapped[] = [notMapped('intended_use', 'no-intended-use')];
  for (const extra of network.outputs) if (extra !== output) unmapped.push(notMapped(`outputs.${extra.name}`, 'output-not-shown'));
  const feed = task === 'table' ? tableFeed(described, answers.columns, unmapped) : imageFeed(described, answers, unmapped);
  const count = described.classes ?? answers.labels?.length ?? 1;
  checkClassCount(count);
  const names = answers.labels ?? Array.from({ length: count }, (_, i) => `class_${String(i)}`);
  if (answers.labels === undefined) unmapped.push(notMapped('labels', 'no-class-names'));
  const { steps, entry } = answer(task, names, feed.inPlace, network, unmapped);
  const metadata = [...network.scan.metadata].map(([key, value]) => `- ${key}: ${value.slice(0, 200)}`).join('\n');
  const identity: DraftIdentity = {
    name: answers.name ?? fileName,
    description: { fr: `Réseau ${fileName}, lu dans son fichier ONNX.`, en: `Network ${fileName}, as read from its ONNX file.` },
  };
  const files = new Map<string, Uint8Array<ArrayBuffer>>([['network.onnx', bytes]]);
  files.set('card.md', draftCard(identity, unmapped, metadata));
  const outputAxes = guessedAxes(output);
  if (outputAxes[1] !== undefined && task !== 'detection') outputAxes[1] = { type: 'channel', size: names.length };
  const inputAxes = guessedAxes(input);
  inputAxes[1] = { type: 'channel', size: feed.channels };
  const manifest = draftManifest(identity, {
    task: task === 'table' ? 'classification' : task,
    modality: [task === 'table' ? 'TABLE' : 'OT'],
    sources: 'sources' in feed ? feed.sources : [{ id: 'image', kind: dims === 3 ? 'volume' : 'image' }],
    networks: [networkEntry('network.onnx', network, [tensorEntry(input, inputAxes)], [tensorEntry(output, outputAxes)])],
    pipeline: [
      ...feed.steps,
      { step: 'infer', network: 'network', in: { [input.name]: 'fed' }, out: { [output.name]: 'raw' }, kwargs: feed.inferer },
      ...steps,
    ],
    outputs: [entry],
    tests: [],
  });
  return { manifest, files, unmapped };
}

/** Why no draft can be made, and what to do. */
function noDraft({ inputs, outputs }: OnnxNetwork, task: GuessedTask): Error {
  const list = (tensors: OnnxNetwork['inputs']): string =>
    tensors.map(({ name, shape }) => `${name} [${shape.map((size) => size ?? '?').join(', ')}]`).join(', ');
  const remedy =
    task === 'text'
      ? 'a network of texts needs its tokenizer.json: write the manifest by hand with the steps Tokenize and SequenceClassify or TokenClassify'
      : 'write the manifest by hand, as in docs/model-packages.md';
  return conversionFailed(
    `a draft is made for one image, one volume or one row of a table; the network takes ${list(inputs)} and gives ${list(outputs)}: ${remedy}`,
  );
}

interface DraftAnswer {
  readonly steps: readonly DraftStep[];
  readonly entry: Record<string, unknown>;
}

function answer(task: GuessedTask, names: readonly string[], inPlace: boolean, network: OnnxNetwork, unmapped: Unmapped[]): DraftAnswer {
  const found = { labels: draftLabels(names), threshold: { value: 0.5, user_adjustable: true }, calibrated: false };
  if (task === 'classification' || task === 'table') return classification(names.length, found, network, unmapped);
  if (task === 'detection') {
    unmapped.push(notMapped('detection', 'guessed-yolo'));
    const kwargs = { iou_threshold: 0.7, score_threshold: 0.05, max_detections: 300, class_agnostic: false };
    return {
      steps: [
        { step: 'BoxDecode', in: 'raw', out: 'candidates', kwargs: { layout: 'yolo' } },
        { step: 'InvertTransforms', in: 'candidates', out: 'placed', kwargs: { of: 'fed' } },
        { step: 'NMS', in: 'placed', out: 'found', kwargs },
      ],
      entry: { id: 'objects', from: 'found', kind: 'boxes', ...found },
    };
  }
  return segmentation(names, inPlace, unmapped);
}

/** A map of one probability, or of the class of the largest channel. */
function segmentation(names: readonly string[], inPlace: boolean, unmapped: Unmapped[]): DraftAnswer {
  const placed = (step: DraftStep): readonly DraftStep[] =>
    inPlace ? [{ ...step, out: 'placed' }] : [step, { step: 'InvertTransforms', in: 'mapped', out: 'placed' }];
  if (names.length === 1) {
    unmapped.push(notMapped('activation', 'guessed-sigmoid'));
    return {
      steps: placed({ step: 'sigmoid', in: 'raw', out: 'mapped' }),
      entry: { id: 'probability', from: 'placed', kind: 'heatmap', range: [0, 1], labels: draftLabels(names) },
    };
  }
  unmapped.push(notMapped('activation', 'guessed-argmax'));
  return {
    steps: placed({ step: 'AsDiscrete', in: 'raw', out: 'mapped', kwargs: { argmax: true } }),
    entry: { id: 'segmentation', from: 'placed', kind: 'segmentation', labels: draftLabels(names, true) },
  };
}

function classification(count: number, found: Record<string, unknown>, { scan }: OnnxNetwork, unmapped: Unmapped[]): DraftAnswer {
  const entry = { id: 'classes', kind: 'classification', ...found };
  if (scan.opsets.has('ai.onnx.ml') && count > 1) {
    // Classical classifiers end in their own probabilities.
    unmapped.push(notMapped('activation', 'guessed-probabilities'));
    return { steps: [], entry: { ...entry, from: 'raw' } };
  }
  unmapped.push(notMapped('activation', count === 1 ? 'guessed-sigmoid' : 'guessed-softmax'));
  const step = count === 1 ? { step: 'sigmoid' } : { step: 'softmax', kwargs: { axis: 1 } };
  return { steps: [{ ...step, in: 'raw', out: 'probabilities' }], entry: { ...entry, from: 'probabilities' } };
}
