import type { Conversion, Converter, DraftStep } from './conversion';
import { draftCard, draftLabels, draftManifest, type DraftIdentity } from './shared/draft-manifest';
import { checkClassCount, conversionFailed, guessedAxes, networkEntry, segmentationNetwork, tensorEntry } from './shared/draft-network';
import { monaiStep } from './shared/monai-transforms';
import { notMapped, type Unmapped } from './shared/not-mapped';
import { isRecord, numbers, SourceFiles, text } from './shared/source-files';

type Fields = Record<string, unknown>;

/**
 * MONAI bundle: `metadata.json`, `inference.json` (its literals alone: `$` expressions are never run) and an exported ONNX.
 * MONAI's axes x, y, z become our slices, rows, columns, so that pixel sizes and windows keep their order.
 */
export const fromMonaiBundle: Converter = async (files): Promise<Conversion> => {
  const source = await SourceFiles.open(files);
  const metadata = await source.json(source.require(/(^|\/)metadata\.json$/, 'metadata.json'));
  const inference = await source.json(source.require(/(^|\/)inference\.json$/, 'inference.json'));
  const bytes = await source.read(source.require(/\.onnx$/i, '.onnx file: export the network first'));
  const { network, input, output, dims } = segmentationNetwork(bytes);
  const unmapped: Unmapped[] = [];
  const format = isRecord(metadata['network_data_format']) ? metadata['network_data_format'] : {};
  const names = channelNames(format, output.shape[1]);
  const pipeline: DraftStep[] = [
    dims === 3 ? { step: 'ModalityLUT', in: 'image', out: 'values' } : { step: 'Grayscale', in: 'image', out: 'values' },
  ];
  let current = chain(
    transformsOf(inference['preprocessing'], 'preprocessing', unmapped),
    'preprocessing',
    'values',
    'pre',
    pipeline,
    unmapped,
  );
  if (dims === 3 && !pipeline.some(({ step }) => step === 'Orientation')) {
    unmapped.push(notMapped('preprocessing', 'no-orientation'));
    pipeline.push({ step: 'Transpose', in: current, out: 'turned', kwargs: { axes: [2, 1, 0] } });
    current = 'turned';
  }
  pipeline.push({ step: 'ensure_dtype', in: current, out: 'fed', kwargs: { dtype: 'float32' } });
  pipeline.push({
    step: 'infer',
    network: 'network',
    in: { [input.name]: 'fed' },
    out: { [output.name]: 'raw' },
    kwargs: infererOf(inference['inferer'], dims, unmapped),
  });
  current = chain(
    transformsOf(inference['postprocessing'], 'postprocessing', unmapped),
    'postprocessing',
    'raw',
    'post',
    pipeline,
    unmapped,
  );
  const discrete = pipeline.some(({ step }) => step === 'AsDiscrete');
  if (!discrete && names.length > 1) {
    unmapped.push(notMapped('postprocessing', 'no-as-discrete'));
    pipeline.push({ step: 'AsDiscrete', in: current, out: 'classes', kwargs: { argmax: true } });
    current = 'classes';
  }
  if (!pipeline.some(({ step }) => step === 'InvertTransforms')) {
    pipeline.push({ step: 'InvertTransforms', in: current, out: 'placed' });
    current = 'placed';
  }
  const labelled = discrete || names.length > 1;
  const identity = identityOf(metadata);
  const [inputAxes, outputAxes] = [guessedAxes(input), guessedAxes(output)];
  inputAxes[1] = { type: 'channel', size: 1 };
  outputAxes[1] = { type: 'channel', channel_names: names };
  if (typeof input.shape[1] === 'number' && input.shape[1] > 1)
    throw conversionFailed(`the network takes ${String(input.shape[1])} images at once: write the manifest by hand`);
  const kept = new Map([['network.onnx', bytes]]);
  kept.set('card.md', draftCard(identity, unmapped, text(metadata['intended_use']) ?? ''));
  const manifest = draftManifest(identity, {
    task: 'segmentation',
    modality: modalities(format),
    sources: [{ id: 'image', kind: dims === 3 ? 'volume' : 'image' }],
    networks: [networkEntry('network.onnx', network, [tensorEntry(input, inputAxes)], [tensorEntry(output, outputAxes)])],
    pipeline,
    outputs: [
      labelled
        ? {
            id: 'segmentation',
            from: current,
            kind: 'segmentation',
            labels: names.length > 1 ? draftLabels(names, true) : draftLabels(['background', ...names], true),
          }
        : { id: 'probability', from: current, kind: 'heatmap', labels: draftLabels(names) },
    ],
    tests: [],
  });
  return { manifest, files: kept, unmapped };
};

/** `{"_target_": "Compose", "transforms": […]}`, or the list itself. */
function transformsOf(section: unknown, place: string, unmapped: Unmapped[]): readonly unknown[] {
  const list = isRecord(section) ? section['transforms'] : section;
  if (Array.isArray(list)) return list;
  unmapped.push(notMapped(place, list === undefined ? 'section-missing' : 'section-expression'));
  return [];
}

function chain(list: readonly unknown[], place: string, from: string, to: string, pipeline: DraftStep[], unmapped: Unmapped[]): string {
  let current = from;
  for (const [i, entry] of list.entries()) {
    const next = `${to}_${String(i + 1)}`;
    const step = monaiStep(entry, current, next, `${place}.transforms[${String(i)}]`, unmapped);
    if (step === null) continue;
    pipeline.push(step);
    current = next;
  }
  return current;
}

function infererOf(inferer: unknown, dims: number, unmapped: Unmapped[]): Fields {
  if (!isRecord(inferer)) {
    unmapped.push(notMapped('inferer', 'inferer-missing'));
    return { inferer: 'Simple' };
  }
  const target = (text(inferer['_target_']) ?? '').replace(/^.*\./, '');
  if (target === 'SimpleInferer') return { inferer: 'Simple' };
  const roi = numbers(inferer['roi_size']);
  if (target !== 'SlidingWindowInferer' || roi.length !== dims) {
    unmapped.push(notMapped('inferer', 'inferer-unknown', target || 'inferer'));
    return { inferer: 'Simple' };
  }
  const kwargs: Fields = { inferer: 'SlidingWindow', roi_size: roi };
  if (typeof inferer['overlap'] === 'number') kwargs['overlap'] = inferer['overlap'];
  if (inferer['mode'] === 'gaussian' || inferer['mode'] === 'constant') kwargs['mode'] = inferer['mode'];
  if (typeof inferer['sigma_scale'] === 'number') kwargs['sigma_scale'] = inferer['sigma_scale'];
  if (typeof inferer['cval'] === 'number') kwargs['cval'] = inferer['cval'];
  if (inferer['padding_mode'] !== undefined && inferer['padding_mode'] !== 'constant') {
    unmapped.push(notMapped('inferer.padding_mode', 'padding-mode'));
  }
  return kwargs;
}

function channelNames(format: Fields, channels: number | string | null | undefined): string[] {
  const outputs = isRecord(format['outputs']) ? Object.values(format['outputs']) : [];
  const definition = outputs.find(isRecord)?.['channel_def'];
  const count = typeof channels === 'number' && channels > 0 ? channels : isRecord(definition) ? Object.keys(definition).length : 1;
  checkClassCount(count);
  return Array.from(
    { length: count },
    (_, i) => (isRecord(definition) ? text(definition[String(i)]) : undefined) ?? (count === 1 ? 'foreground' : `class_${String(i)}`),
  );
}

function modalities(format: Fields): string[] {
  const inputs = isRecord(format['inputs']) ? Object.values(format['inputs']) : [];
  const modality = text(inputs.find(isRecord)?.['modality']);
  return modality !== undefined && /^(CT|MR|PT|US|XA|CR|DX|MG)$/.test(modality) ? [modality] : ['CT', 'MR', 'PT', 'OT'];
}

function identityOf(metadata: Fields): DraftIdentity {
  const authors = text(metadata['authors']);
  return {
    name: text(metadata['name']) ?? text(metadata['task']) ?? 'MONAI bundle',
    description: text(metadata['description']) ?? text(metadata['task']) ?? '',
    version: text(metadata['version']),
    publisher: authors?.slice(0, 200),
    purpose: text(metadata['intended_use']),
  };
}
