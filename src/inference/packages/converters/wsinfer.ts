import type { Conversion, Converter, DraftStep } from './conversion';
import { draftCard, draftLabels, draftManifest, type DraftIdentity } from './shared/draft-manifest';
import {
  checkChannels,
  checkClassCount,
  conversionFailed,
  guessedAxes,
  networkEntry,
  onnxNetwork,
  tensorEntry,
} from './shared/draft-network';
import { notMapped, type Unmapped } from './shared/not-mapped';
import { isRecord, numbers, records, SourceFiles, strings, text } from './shared/source-files';

/** WSInfer zoo `config.json` (spec 1.0) with an exported ONNX: tiles of a slide classified, one probability map a class. */
export const fromWsinfer: Converter = async (files): Promise<Conversion> => {
  const source = await SourceFiles.open(files);
  const config = await source.json(source.require(/(^|\/)config\.json$/, 'config.json'));
  const bytes = await source.read(source.require(/\.onnx$/i, '.onnx file: export the TorchScript weights first'));
  const network = onnxNetwork(bytes);
  const [input] = network.inputs;
  const [output] = network.outputs;
  const patch = config['patch_size_pixels'];
  const mpp = config['spacing_um_px'];
  const classes = strings(config['class_names']);
  if (input === undefined || output === undefined || typeof patch !== 'number' || typeof mpp !== 'number' || classes.length === 0) {
    throw conversionFailed('config.json is not of WSInfer: it needs patch_size_pixels, spacing_um_px and class_names');
  }
  checkClassCount(classes.length);
  checkChannels('class names', classes.length, output);
  checkChannels('colours', 3, input);
  const unmapped: Unmapped[] = [];
  const { size, scaling } = transforms(records(config['transform']), patch, unmapped);
  const answered = classes.length === 1 ? 1 : classes.length;
  const pipeline: DraftStep[] = [
    { step: 'TileGrid', in: 'slide', out: 'tiles', kwargs: { mpp, patch_size: patch } },
    {
      step: 'infer',
      network: 'network',
      in: { [input.name]: 'slide' },
      out: { [output.name]: 'logits' },
      kwargs: { inferer: 'Crops', boxes: 'tiles', size, ...scaling },
    },
    answered === 1
      ? { step: 'sigmoid', in: 'logits', out: 'probabilities' }
      : { step: 'softmax', in: 'logits', out: 'probabilities', kwargs: { axis: 1 } },
  ];
  unmapped.push(notMapped('outputs', 'tile-features'));
  const identity: DraftIdentity = {
    name: text(config['name']) ?? `${text(config['architecture']) ?? 'wsinfer'} tile classifier`,
    description: {
      fr: `Classifieur de tuiles WSInfer, ${String(patch)} pixels à ${String(mpp)} µm/pixel : ${classes.join(', ')}.`,
      en: `WSInfer tile classifier, ${String(patch)} px at ${String(mpp)} µm/px: ${classes.join(', ')}.`,
    },
  };
  const axes = guessedAxes(output);
  axes[1] = { type: 'channel', size: answered };
  const inputAxes = guessedAxes(input);
  inputAxes[1] = { type: 'channel', size: 3 };
  const kept = new Map([['network.onnx', bytes]]);
  kept.set('card.md', draftCard(identity, unmapped));
  const manifest = draftManifest(identity, {
    task: 'classification',
    modality: ['SM'],
    sources: [{ id: 'slide', kind: 'wsi', constraints: { mpp_um: [0.05, 4] } }],
    networks: [networkEntry('network.onnx', network, [tensorEntry(input, inputAxes)], [tensorEntry(output, axes)])],
    pipeline,
    outputs: [{ id: 'tile_probabilities', from: 'probabilities', kind: 'features' }],
    tests: [],
    tags: draftLabels(classes)
      .map(({ key }) => String(key))
      .slice(0, 32),
  });
  return { manifest, files: kept, unmapped };
};

/** `Resize`, `ToTensor`, `Normalize` of torchvision, in that order. */
function transforms(
  list: readonly Record<string, unknown>[],
  patch: number,
  unmapped: Unmapped[],
): { readonly size: readonly [number, number]; readonly scaling: Record<string, unknown> } {
  let size: readonly [number, number] = [patch, patch];
  const scaling: Record<string, unknown> = { gain: 1 / 255 };
  for (const [i, entry] of list.entries()) {
    const name = text(entry['name']);
    const given = isRecord(entry['arguments']) ? entry['arguments'] : {};
    const place = `transform[${String(i)}]`;
    if (name === 'Resize') {
      // A tile is square: one number is both sides.
      const [rows, columns = rows, ...more] = typeof given['size'] === 'number' ? [given['size']] : numbers(given['size']);
      if (rows === undefined || columns === undefined || more.length > 0) unmapped.push(notMapped(place, 'size-unclear'));
      else size = [rows, columns];
    } else if (name === 'Normalize') {
      const [mean, std] = [numbers(given['mean']), numbers(given['std'])];
      if (mean.length === 3 && std.length === 3) Object.assign(scaling, { mean, std });
      else unmapped.push(notMapped(place, 'not-three-numbers'));
    } else if (name !== 'ToTensor') unmapped.push(notMapped(place, 'no-step', name));
  }
  return { size, scaling };
}
