import type { Conversion, Converter, DraftStep } from './conversion';
import { draftCard, draftLabels, draftManifest, type DraftIdentity } from './shared/draft-manifest';
import { conversionFailed, guessedAxes, networkEntry, onnxNetwork, tensorEntry } from './shared/draft-network';
import { notMapped, type Unmapped } from './shared/not-mapped';
import { numbers, records, SourceFiles, strings, text } from './shared/source-files';

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
      kwargs: { inferer: 'Crops', boxes: 'tiles', size: [size, size], ...scaling },
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
): { readonly size: number; readonly scaling: Record<string, unknown> } {
  let size = patch;
  const scaling: Record<string, unknown> = { gain: 1 / 255 };
  for (const [i, entry] of list.entries()) {
    const name = text(entry['name']);
    const given = (entry['arguments'] ?? {}) as Record<string, unknown>;
    if (name === 'Resize') {
      const wanted = given['size'];
      size = typeof wanted === 'number' ? wanted : (numbers(wanted)[0] ?? size);
    } else if (name === 'Normalize') Object.assign(scaling, { mean: numbers(given['mean']), std: numbers(given['std']) });
    else if (name !== 'ToTensor') unmapped.push(notMapped(`transform[${String(i)}]`, 'no-step', name));
  }
  return { size, scaling };
}
