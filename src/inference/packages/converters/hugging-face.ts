import type { Conversion, Converter, DraftStep } from './conversion';
import { draftCard, draftLabels, draftManifest, type DraftIdentity } from './shared/draft-manifest';
import { checkClassCount, conversionFailed, guessedAxes, networkEntry, onnxNetwork, tensorEntry } from './shared/draft-network';
import { processorSteps } from './shared/image-processor';
import { notMapped, type Unmapped } from './shared/not-mapped';
import { isRecord, SourceFiles, text } from './shared/source-files';

/** Hugging Face image classifier: `preprocessor_config.json`, `config.json` (`id2label`) and an exported ONNX. */
export const fromHuggingFace: Converter = async (files): Promise<Conversion> => {
  const source = await SourceFiles.open(files);
  const processor = await source.json(source.require(/(^|\/)preprocessor_config\.json$/, 'preprocessor_config.json'));
  const configPath = source.find(/(^|\/)config\.json$/);
  const config = configPath === null ? {} : await source.json(configPath);
  const bytes = await source.read(source.require(/\.onnx$/i, '.onnx file: export the model first'));
  const network = onnxNetwork(bytes);
  const [input] = network.inputs;
  const [output] = network.outputs;
  if (input?.shape.length !== 4 || output?.shape.length !== 2) {
    throw conversionFailed('only image classifiers are converted: one image in, one score a class out');
  }
  const unmapped: Unmapped[] = [];
  for (const extra of network.outputs.slice(1)) unmapped.push(notMapped(`outputs.${extra.name}`, 'output-not-shown'));
  const labels = labelsOf(config['id2label'], output.shape[1]);
  if (labels === null) throw conversionFailed('config.json has no id2label, and the output has no fixed number of classes');
  const steps = processorSteps(processor, unmapped);
  const several = config['problem_type'] === 'multi_label_classification';
  const pipeline: DraftStep[] = [
    { step: 'PhotometricRGB', in: 'image', out: 'rgb' },
    ...steps,
    { step: 'infer', network: 'network', in: { [input.name]: 'fed' }, out: { [output.name]: 'logits' }, kwargs: { inferer: 'Simple' } },
    several
      ? { step: 'sigmoid', in: 'logits', out: 'probabilities' }
      : { step: 'softmax', in: 'logits', out: 'probabilities', kwargs: { axis: 1 } },
  ];
  const identity: DraftIdentity = {
    name: text(config['_name_or_path']) ?? text(config['model_type']) ?? 'Hugging Face classifier',
    description: {
      fr: `Classifieur d’images à ${String(labels.length)} classes.`,
      en: `Image classifier of ${String(labels.length)} classes.`,
    },
  };
  const readme = source.find(/(^|\/)README\.md$/i);
  const kept = new Map([['network.onnx', bytes]]);
  kept.set('card.md', draftCard(identity, unmapped, readme === null ? '' : await source.text(readme)));
  const [inputAxes, outputAxes] = [guessedAxes(input), guessedAxes(output)];
  inputAxes[1] = { type: 'channel', size: 3 };
  outputAxes[1] = { type: 'channel', size: labels.length };
  const manifest = draftManifest(identity, {
    task: 'classification',
    modality: ['OT', 'XC', 'GM', 'SM'],
    sources: [{ id: 'image', kind: 'image' }],
    networks: [networkEntry('network.onnx', network, [tensorEntry(input, inputAxes)], [tensorEntry(output, outputAxes)])],
    pipeline,
    outputs: [
      {
        id: 'classes',
        from: 'probabilities',
        kind: 'classification',
        labels: draftLabels(labels),
        threshold: { value: 0.5, user_adjustable: true },
        calibrated: false,
        ...(several ? { multi_label: true } : {}),
      },
    ],
    tests: [],
  });
  return { manifest, files: kept, unmapped };
};

function labelsOf(value: unknown, classes: number | string | null | undefined): string[] | null {
  const count = typeof classes === 'number' && classes > 0 ? classes : isRecord(value) ? Object.keys(value).length : 0;
  if (count === 0) return null;
  checkClassCount(count);
  return Array.from({ length: count }, (_, i) => (isRecord(value) ? text(value[String(i)]) : undefined) ?? `class_${String(i)}`);
}
