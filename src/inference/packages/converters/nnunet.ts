import type { LocalizedText } from '../../../domain/model-package';
import type { Conversion, Converter, DraftStep } from './conversion';
import { draftCard, draftLabels, draftManifest, type DraftIdentity } from './shared/draft-manifest';
import {
  checkChannels,
  checkClassCount,
  conversionFailed,
  guessedAxes,
  networkEntry,
  segmentationNetwork,
  tensorEntry,
} from './shared/draft-network';
import { notMapped, type Unmapped } from './shared/not-mapped';
import { isRecord, numbers, SourceFiles, strings, text } from './shared/source-files';

type Fields = Record<string, unknown>;

/**
 * nnU-Net v2: `plans.json`, `dataset.json` and an exported ONNX of one configuration (`3d_fullres`, else `2d`). Resampling,
 * normalisation, windows and the way back are those of its own predictor; mirroring is not in the plans.
 */
export const fromNnunet: Converter = async (files): Promise<Conversion> => {
  const source = await SourceFiles.open(files);
  const plans = await source.json(source.require(/(^|\/)plans\.json$/, 'plans.json'));
  const dataset = await source.json(source.require(/(^|\/)dataset\.json$/, 'dataset.json'));
  const bytes = await source.read(source.require(/\.onnx$/i, '.onnx file: export the network first'));
  const { network, input, output, dims } = segmentationNetwork(bytes);
  const unmapped: Unmapped[] = [];
  const configuration = configurationOf(plans, dims);
  const channels = Object.entries(isRecord(dataset['channel_names']) ? dataset['channel_names'] : {}).map(([key, name]) => ({
    key,
    name: text(name) ?? key,
  }));
  if (channels.length === 0) throw conversionFailed('dataset.json names no channels');
  checkChannels('channel names', channels.length, input);
  const pipeline: DraftStep[] = [];
  const sources = channels.map(({ name }, i) => ({ id: `channel_${String(i)}`, kind: 'volume', role: name.slice(0, 100) }));
  const fed = channels.map((_, i) => channelSteps(i, plans, configuration, dims, pipeline, unmapped));
  let current = fed[0] ?? '';
  if (fed.length > 1) {
    pipeline.push({ step: 'ConcatItems', in: fed, out: 'channels' });
    current = 'channels';
  }
  pipeline.push({
    step: 'infer',
    network: 'network',
    in: { [input.name]: current },
    out: { [output.name]: 'logits' },
    kwargs: infererOf(configuration, dims, unmapped),
  });
  pipeline.push({ step: 'InvertTransforms', in: 'logits', out: 'placed', kwargs: { mode: 'linear' } });
  const { labels, order } = labelsOf(dataset);
  checkChannels(order === null ? 'labels' : 'regions', order?.length ?? labels.length, output);
  if (order === null) pipeline.push({ step: 'AsDiscrete', in: 'placed', out: 'segmentation', kwargs: { argmax: true } });
  else {
    pipeline.push({ step: 'sigmoid', in: 'placed', out: 'regions' });
    pipeline.push({ step: 'RegionsToLabels', in: 'regions', out: 'segmentation', kwargs: { order } });
  }
  unmapped.push(notMapped('orientation', 'training-axes'));
  if (isRecord(plans['postprocessing']) || source.find(/postprocessing\.pkl$/) !== null)
    unmapped.push(notMapped('postprocessing', 'pickle'));
  const identity: DraftIdentity = {
    name: text(dataset['name']) ?? text(plans['dataset_name']) ?? 'nnU-Net',
    description: text(dataset['description']) ?? ofChannels(channels.map(({ name }) => name).join(', ')),
    license: text(dataset['licence']) ?? text(dataset['license']),
  };
  const [inputAxes, outputAxes] = [guessedAxes(input), guessedAxes(output)];
  inputAxes[1] = { type: 'channel', size: channels.length };
  outputAxes[1] = { type: 'channel', size: typeof output.shape[1] === 'number' ? output.shape[1] : labels.length };
  const kept = new Map([['network.onnx', bytes]]);
  kept.set('card.md', draftCard(identity, unmapped));
  const manifest = draftManifest(identity, {
    task: 'segmentation',
    modality: channels.some(({ name }) => /^ct$/i.test(name)) ? ['CT'] : ['MR', 'CT', 'PT', 'OT'],
    sources,
    networks: [networkEntry('network.onnx', network, [tensorEntry(input, inputAxes)], [tensorEntry(output, outputAxes)])],
    pipeline,
    outputs: [{ id: 'segmentation', from: 'segmentation', kind: 'segmentation', labels: draftLabels(labels, true) }],
    tests: [],
  });
  return { manifest, files: kept, unmapped };
};

const ofChannels = (names: string): LocalizedText => ({ fr: `nnU-Net sur ${names}.`, en: `nnU-Net of ${names}.` });

function configurationOf(plans: Fields, dims: number): Fields {
  const all = isRecord(plans['configurations']) ? plans['configurations'] : {};
  const wanted = dims === 3 ? ['3d_fullres', '3d_lowres', '3d_cascade_fullres'] : ['2d'];
  let found = wanted.map((name) => all[name]).find(isRecord);
  // A configuration may inherit from another.
  for (let depth = 0; found !== undefined && depth < 4; depth++) {
    const parent = all[text(found['inherits_from']) ?? ''];
    if (!isRecord(parent)) break;
    found = { ...parent, ...found, inherits_from: parent['inherits_from'] };
  }
  if (found === undefined) throw conversionFailed(`plans.json has no configuration for a network of ${String(dims)} dimensions`);
  return found;
}

/** Value decode, transpose, normalisation and resampling of one channel; returns its register. */
function channelSteps(i: number, plans: Fields, configuration: Fields, dims: number, pipeline: DraftStep[], unmapped: Unmapped[]): string {
  const name = `channel_${String(i)}`;
  let current = `${name}_values`;
  pipeline.push({ step: 'ModalityLUT', in: name, out: current });
  const add = (step: string, suffix: string, kwargs: Fields): void => {
    pipeline.push({ step, in: current, out: `${name}_${suffix}`, ...(Object.keys(kwargs).length === 0 ? {} : { kwargs }) });
    current = `${name}_${suffix}`;
  };
  if (i > 0) add('ResampleToMatch', 'matched', { ref: 'channel_0_values' });
  const transpose = numbers(plans['transpose_forward']);
  if (transpose.length === 3 && transpose.some((axis, at) => axis !== at)) add('Transpose', 'turned', { axes: transpose });
  const scheme = (strings(configuration['normalization_schemes'])[i] ?? '').replace(/^.*\./, '');
  const masked = Array.isArray(configuration['use_mask_for_norm']) && configuration['use_mask_for_norm'][i] === true;
  if (i === 0) unmapped.push(notMapped('crop_to_nonzero', 'crop-to-nonzero'));
  switch (scheme) {
    case 'CTNormalization': {
      const all = isRecord(plans['foreground_intensity_properties_per_channel'])
        ? plans['foreground_intensity_properties_per_channel']
        : {};
      const own = all[String(i)];
      const value = (key: string): number | null => (isRecord(own) && typeof own[key] === 'number' ? own[key] : null);
      const [low, high, mean, std] = [value('percentile_00_5'), value('percentile_99_5'), value('mean'), value('std')];
      if (low === null || high === null || mean === null || std === null)
        throw conversionFailed('plans.json lacks the intensity properties of its CT normalisation');
      add('clip', 'clipped', { min: low, max: high });
      add('fixed_zero_mean_unit_variance', 'normal', { mean, std: Math.max(std, 1e-8) });
      break;
    }
    case 'ZScoreNormalization':
      add('NormalizeIntensity', 'normal', { nonzero: masked, channel_wise: true });
      break;
    case 'RescaleTo01Normalization':
      add('ScaleIntensity', 'normal', {});
      break;
    case 'RGBTo01Normalization':
      add('scale_linear', 'normal', { gain: 1 / 255 });
      break;
    case 'NoNormalization':
      break;
    default:
      unmapped.push(notMapped(`normalization_schemes[${String(i)}]`, 'no-step', scheme));
  }
  const spacing = numbers(configuration['spacing']);
  if (spacing.length > 0 && spacing.length !== dims)
    throw conversionFailed(`plans.json gives ${String(spacing.length)} pixel sizes for ${String(dims)} dimensions`);
  // Normalised first: the spline then works on the values nnU-Net's own does. A 2-D configuration resamples within the slices alone.
  if (spacing.length > 0) add('Spacing', 'spaced', { pixdim: dims === 2 ? [-1, ...spacing] : spacing, mode: 'nnunet' });
  return current;
}

function infererOf(configuration: Fields, dims: number, unmapped: Unmapped[]): Fields {
  unmapped.push(notMapped('inference_allowed_mirroring_axes', 'mirroring'));
  const patch = numbers(configuration['patch_size']);
  if (patch.length !== dims)
    throw conversionFailed(`plans.json gives a patch of ${String(patch.length)} sides for ${String(dims)} dimensions`);
  if (dims === 2) {
    unmapped.push(notMapped('patch_size', 'whole-slices'));
    return { inferer: 'Slice' };
  }
  return { inferer: 'SlidingWindow', roi_size: patch, overlap: 0.5, mode: 'gaussian', sigma_scale: 0.125 };
}

/** Plain labels in the order of their values; or regions (lists of values) with their order. */
function labelsOf(dataset: Fields): { readonly labels: readonly string[]; readonly order: readonly number[] | null } {
  const given = isRecord(dataset['labels']) ? Object.entries(dataset['labels']) : [];
  const regions = given.some(([, value]) => Array.isArray(value));
  const order = numbers(dataset['regions_class_order']);
  const heads = given.filter(([name]) => name !== 'background' && name !== 'ignore');
  if (regions && order.length !== heads.length)
    throw conversionFailed(`dataset.json has ${String(heads.length)} regions and ${String(order.length)} in regions_class_order`);
  const names: (string | undefined)[] = [];
  if (regions) {
    names[0] = 'background';
    for (const [i, [name]] of heads.entries()) names[order[i] ?? i + 1] = name;
  } else {
    for (const [name, value] of given) if (typeof value === 'number' && name !== 'ignore') names[value] = name;
  }
  checkClassCount(names.length);
  const labels = Array.from(names, (name, i) => name ?? (i === 0 ? 'background' : `label_${String(i)}`));
  if (labels.length < 2) throw conversionFailed('dataset.json names no labels');
  return { labels, order: regions ? order : null };
}
