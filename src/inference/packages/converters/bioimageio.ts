import { parse } from 'yaml';
import type { Conversion, Converter, DraftStep } from './conversion';
import { draftCard, draftLabels, draftManifest, type DraftIdentity } from './shared/draft-manifest';
import { conversionFailed, networkEntry, onnxNetwork, tensorEntry, type OnnxNetwork } from './shared/draft-network';
import { notMapped, type Unmapped } from './shared/not-mapped';
import { isRecord, records, SourceFiles, strings, text } from './shared/source-files';

type Fields = Record<string, unknown>;

/**
 * BioImage.IO model description (`rdf.yaml`, `bioimageio.yaml`, format 0.5, and 0.4 by its older names) with ONNX weights.
 * Steps are its own by id; test tensors become the tests of the package.
 */
export const fromBioimageio: Converter = async (files): Promise<Conversion> => {
  const source = await SourceFiles.open(files);
  const path = source.require(/(^|\/)(rdf|bioimageio)\.ya?ml$/, 'bioimageio.yaml or rdf.yaml');
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const description = parseYaml(await source.text(path));
  const unmapped: Unmapped[] = [];
  const weights = isRecord(description['weights']) ? description['weights'] : {};
  const onnx = isRecord(weights['onnx']) ? weights['onnx'] : null;
  const weightsPath = sourcePath(onnx?.['source']);
  if (onnx === null || weightsPath === null) throw conversionFailed('the model has no ONNX weights; export them first');
  for (const kind of Object.keys(weights)) if (kind !== 'onnx') unmapped.push(notMapped(`weights.${kind}`, 'onnx-only'));
  const bytes = await source.read(`${folder}${weightsPath}`).catch((cause: unknown) => {
    throw conversionFailed(`the source has no ${weightsPath}`, cause);
  });
  const network = onnxNetwork(bytes);
  const kept = new Map<string, Uint8Array<ArrayBuffer>>([['weights.onnx', bytes]]);
  const tensors = readTensors(description, network);
  const test: { inputs: Record<string, string>; expected: Record<string, string> } = { inputs: {}, expected: {} };
  const pipeline: DraftStep[] = [];
  const feeds: Record<string, string> = {};
  for (const [i, input] of tensors.inputs.entries()) {
    const raw = `${input.register}_raw`;
    const channels = channelCount(input.axes);
    const decoded = channels === 3 ? `${input.register}_rgb` : raw;
    pipeline.push(
      channels === 3 ? { step: 'PhotometricRGB', in: input.register, out: decoded } : { step: 'ModalityLUT', in: input.register, out: raw },
    );
    if (channels === 3) pipeline.push({ step: 'ensure_dtype', in: decoded, out: raw, kwargs: { dtype: 'float32' } });
    if (channels !== 1 && channels !== 3) unmapped.push(notMapped(`inputs[${String(i)}].axes`, 'channels', String(channels)));
    feeds[input.id] = chain(
      input.processing,
      raw,
      `${input.register}_in`,
      pipeline,
      `inputs[${String(i)}].preprocessing`,
      unmapped,
      tensors,
    );
    await keepTest(source, folder, input, raw, test.inputs, kept, unmapped, `inputs[${String(i)}]`);
  }
  const answers = Object.fromEntries(tensors.outputs.map((output) => [output.id, `${output.register}_out`]));
  pipeline.push({ step: 'infer', network: 'network', in: feeds, out: answers, kwargs: infererOf(tensors) });
  const outputs: Fields[] = [];
  for (const [i, output] of tensors.outputs.entries()) {
    const last = chain(
      output.processing,
      `${output.register}_out`,
      output.register,
      pipeline,
      `outputs[${String(i)}].postprocessing`,
      unmapped,
      tensors,
    );
    await keepTest(source, folder, output, last, test.expected, kept, unmapped, `outputs[${String(i)}]`);
    outputs.push(...outputsOf(output, last));
  }
  if (outputs.length === 0) throw conversionFailed('no output of the model can be shown: it is neither an image nor scores');
  const hasTest = Object.keys(test.inputs).length === tensors.inputs.length && Object.keys(test.expected).length > 0;
  for (const name of ['covers', 'attachments', 'training_data', 'parent']) {
    if (description[name] !== undefined) unmapped.push(notMapped(name, 'not-carried-over'));
  }
  const identity = identityOf(description);
  const dims = tensors.inputs.some(({ axes }) => axes.filter(({ type }) => type === 'space').length === 3);
  const manifest = draftManifest(identity, {
    task: outputs.some(({ kind }) => kind === 'heatmap') ? 'segmentation' : 'classification',
    modality: ['OT', 'SM', 'GM', 'XC'],
    sources: tensors.inputs.map(({ register }) => ({ id: register, kind: dims ? 'volume' : 'image' })),
    networks: [
      networkEntry(
        'weights.onnx',
        network,
        tensors.inputs.map(({ onnx: tensor, id, axes }) => ({ ...tensorEntry(tensor, axes), id })),
        tensors.outputs.map(({ onnx: tensor, id, axes }) => ({ ...tensorEntry(tensor, axes), id })),
      ),
    ],
    pipeline,
    outputs,
    tests: hasTest ? [{ name: 'test tensors of the source', ...test, ...tolerance(description) }] : [],
  });
  const readme = source.find(/(^|\/)README\.md$/i);
  kept.set('card.md', draftCard(identity, unmapped, readme === null ? '' : await source.text(readme)));
  return { manifest, files: kept, unmapped };
};

function parseYaml(written: string): Fields {
  let value: unknown;
  try {
    // Aliases are capped against documents that unfold into billions of nodes.
    value = parse(written, { maxAliasCount: 100 });
  } catch (cause) {
    throw conversionFailed('the description is not YAML', cause);
  }
  if (!isRecord(value)) throw conversionFailed('the description is not a YAML mapping');
  if (value['type'] !== undefined && value['type'] !== 'model') throw conversionFailed('the description is not of a model');
  return value;
}

interface Tensor {
  /** As the network names it. */
  readonly id: string;
  /** As the description names it, fit for a register. */
  readonly register: string;
  readonly axes: readonly Fields[];
  readonly onnx: OnnxNetwork['inputs'][number];
  readonly processing: readonly Fields[];
  readonly testTensor: string | null;
}

interface Tensors {
  readonly inputs: readonly Tensor[];
  readonly outputs: readonly Tensor[];
}

/** Tensors of the description beside those of the file, in order; names of the file count. */
function readTensors(description: Fields, network: OnnxNetwork): Tensors {
  const side = (name: 'inputs' | 'outputs', list: OnnxNetwork['inputs'], legacyTests: readonly string[]): Tensor[] =>
    records(description[name]).map((entry, i) => {
      const onnx = list[i];
      if (onnx === undefined) throw conversionFailed(`the description has more ${name} than the ONNX file`);
      const own = text(entry['id']) ?? text(entry['name']) ?? onnx.name;
      return {
        id: onnx.name,
        register: own
          .replace(/[^A-Za-z0-9_]/g, '_')
          .replace(/^(?=\d)/, '_')
          .slice(0, 50),
        axes: axesOf(entry, onnx),
        onnx,
        processing: records(entry[name === 'inputs' ? 'preprocessing' : 'postprocessing']),
        testTensor: sourcePath(isRecord(entry['test_tensor']) ? entry['test_tensor']['source'] : legacyTests[i]),
      };
    });
  const inputs = side('inputs', network.inputs, strings(description['test_inputs']));
  const outputs = side('outputs', network.outputs, strings(description['test_outputs']));
  if (inputs.length === 0 || outputs.length === 0) throw conversionFailed('the description has no inputs or outputs');
  const names = new Map(inputs.map(({ register, id }) => [register, id]));
  return { inputs, outputs: outputs.map((output) => ({ ...output, axes: output.axes.map((axis) => referred(axis, names)) })) };
}

/** 0.5: a list of axes; 0.4: a string such as `bcyx`. Space axes without id are x, as the format defaults. */
function axesOf(entry: Fields, onnx: OnnxNetwork['inputs'][number]): Fields[] {
  if (typeof entry['axes'] === 'string') {
    const types: Record<string, string> = { b: 'batch', c: 'channel', i: 'index', t: 'time', z: 'space', y: 'space', x: 'space' };
    return [...entry['axes']].map((letter, i) => {
      const size = onnx.shape[i];
      const fixed = typeof size === 'number' && letter !== 'b' ? { size } : {};
      return { type: types[letter] ?? 'index', ...(types[letter] === 'space' ? { id: letter } : {}), ...fixed };
    });
  }
  return records(entry['axes']).map((axis) => {
    const type = text(axis['type']) ?? 'index';
    const size = axis['size'];
    const result: Fields = { type };
    if (type === 'space') result['id'] = text(axis['id']) ?? 'x';
    if (type === 'channel' && Array.isArray(axis['channel_names'])) result['channel_names'] = strings(axis['channel_names']);
    else if (typeof size === 'number' && type !== 'batch') result['size'] = size;
    else if (isRecord(size)) result['size'] = size;
    if (typeof axis['scale'] === 'number') result['scale'] = axis['scale'];
    if (typeof axis['halo'] === 'number') result['halo'] = axis['halo'];
    return result;
  });
}

/** A reference names the tensor as the network does. */
function referred(axis: Fields, names: ReadonlyMap<string, string>): Fields {
  const size = axis['size'];
  if (!isRecord(size) || typeof size['tensor_id'] !== 'string') return axis;
  return { ...axis, size: { ...size, tensor_id: names.get(size['tensor_id']) ?? size['tensor_id'] } };
}

function channelCount(axes: readonly Fields[]): number {
  const channel = axes.find(({ type }) => type === 'channel');
  if (channel === undefined) return 1;
  return Array.isArray(channel['channel_names'])
    ? channel['channel_names'].length
    : typeof channel['size'] === 'number'
      ? channel['size']
      : 1;
}

const KNOWN_STEPS = new Set([
  'binarize',
  'clip',
  'ensure_dtype',
  'fixed_zero_mean_unit_variance',
  'scale_linear',
  'scale_mean_variance',
  'scale_range',
  'sigmoid',
  'softmax',
  'zero_mean_unit_variance',
]);

/** Steps from one register to another; returns the last register written. */
function chain(
  processing: readonly Fields[],
  from: string,
  to: string,
  pipeline: DraftStep[],
  place: string,
  unmapped: Unmapped[],
  tensors: Tensors,
): string {
  let current = from;
  for (const [i, entry] of processing.entries()) {
    const id = text(entry['id']) ?? text(entry['name']) ?? '';
    const kwargs = isRecord(entry['kwargs']) ? entry['kwargs'] : {};
    // Registers are float32 already, or become so by the next step.
    if (id === 'ensure_dtype' && kwargs['dtype'] === 'float32') continue;
    if (!KNOWN_STEPS.has(id)) {
      unmapped.push(notMapped(`${place}[${String(i)}]`, 'no-step', id));
      continue;
    }
    const next = `${to}_${String(i + 1)}`;
    const own = stepKwargs(id, kwargs, tensors, `${place}[${String(i)}]`, unmapped);
    pipeline.push({ step: id, in: current, out: next, ...(Object.keys(own).length > 0 ? { kwargs: own } : {}) });
    current = next;
  }
  return current;
}

function stepKwargs(id: string, kwargs: Fields, tensors: Tensors, place: string, unmapped: Unmapped[]): Fields {
  const own: Fields = {};
  for (const [name, value] of Object.entries(kwargs)) {
    if (value === null || name === 'mode') continue;
    if (name === 'axis') {
      // A list of numbers along an axis: ours run by channel.
      if (value !== 'channel' && value !== 'c') unmapped.push(notMapped(`${place}.kwargs.axis`, 'other-axis'));
      else if (id === 'softmax') own['axis'] = 'channel';
    } else if (name === 'axes' && typeof value === 'string') own['axes'] = [...value].filter((axis) => axis !== 'b');
    else if (name === 'axes') own['axes'] = strings(value).filter((axis) => axis !== 'batch' && axis !== 'b');
    else if (name === 'reference_tensor') own[name] = tensors.inputs.find(({ register }) => register === value)?.register ?? value;
    else own[name] = value;
  }
  return own;
}

/** A network of fixed size is led over larger images in windows, their halo thrown away. */
function infererOf({ inputs, outputs }: Tensors): Fields {
  const [first] = inputs;
  const sizes = (first?.axes ?? []).filter(({ type }) => type === 'space').map(({ size }) => size);
  const images = outputs.every(({ axes }) => axes.some(({ type }) => type === 'space'));
  if (!images || sizes.length < 2 || !sizes.every((size): size is number => typeof size === 'number')) return { inferer: 'Simple' };
  const halo = Math.max(0, ...outputs.flatMap(({ axes }) => axes.map((axis) => (typeof axis['halo'] === 'number' ? axis['halo'] : 0))));
  return {
    inferer: 'SlidingWindow',
    roi_size: sizes,
    overlap: Math.min(0.95, (2 * halo) / Math.min(...sizes)),
    ...(halo > 0 ? { halo } : {}),
  };
}

function outputsOf(output: Tensor, from: string): Fields[] {
  const channel = output.axes.find(({ type }) => type === 'channel');
  const spatial = output.axes.filter(({ type }) => type === 'space').length;
  const count = channelCount(output.axes);
  const names = strings(channel?.['channel_names']);
  const label = (i: number): string => names[i] ?? (count === 1 ? output.register : `${output.register}_${String(i)}`);
  if (spatial === 2 || spatial === 3) {
    return Array.from({ length: Math.min(count, 16) }, (_, i) => ({
      id: count === 1 ? output.register : `${output.register}_${String(i)}`,
      from,
      kind: 'heatmap',
      channel: i,
      labels: draftLabels([label(i)]).map((entry) => ({ ...entry, id: i })),
    }));
  }
  if (spatial !== 0) return [];
  return [{ id: output.register, from, kind: 'features' }];
}

async function keepTest(
  source: SourceFiles,
  folder: string,
  tensor: Tensor,
  register: string,
  into: Record<string, string>,
  kept: Map<string, Uint8Array<ArrayBuffer>>,
  unmapped: Unmapped[],
  place: string,
): Promise<void> {
  const path = tensor.testTensor;
  if (path === null || !path.endsWith('.npy')) {
    unmapped.push(notMapped(`${place}.test_tensor`, 'no-test-tensor'));
    return;
  }
  const name = `tests/${register}.npy`;
  try {
    kept.set(name, await source.read(`${folder}${path}`));
    into[register] = name;
  } catch {
    unmapped.push(notMapped(`${place}.test_tensor`, 'file-missing', path));
  }
}

/** `config.bioimageio.reproducibility_tolerance`, where the description gives one for ONNX. */
function tolerance(description: Fields): Fields {
  const config =
    isRecord(description['config']) && isRecord(description['config']['bioimageio']) ? description['config']['bioimageio'] : {};
  const [given] = records(config['reproducibility_tolerance']);
  const result: Fields = {};
  for (const name of ['absolute_tolerance', 'relative_tolerance', 'mismatched_elements_per_million']) {
    if (typeof given?.[name] === 'number') result[name] = given[name];
  }
  return result;
}

function identityOf(description: Fields): DraftIdentity {
  const person = (entry: Fields): Fields[] => {
    const name = text(entry['name']);
    const fields = ['affiliation', 'email', 'github_user', 'orcid'].flatMap((key) =>
      typeof entry[key] === 'string' ? [[key, entry[key]] as const] : [],
    );
    return name === undefined ? [] : [{ name: name.slice(0, 200), ...Object.fromEntries(fields) }];
  };
  const cite = (entry: Fields): Fields[] => {
    const words = text(entry['text']);
    const fields = ['doi', 'url'].flatMap((key) => (typeof entry[key] === 'string' ? [[key, entry[key]] as const] : []));
    return words === undefined ? [] : [{ text: words.slice(0, 1000), ...Object.fromEntries(fields) }];
  };
  const version = description['version'];
  return {
    name: text(description['name']) ?? 'BioImage.IO model',
    description: text(description['description']) ?? '',
    version: typeof version === 'string' || typeof version === 'number' ? String(version) : undefined,
    license: text(description['license']),
    authors: records(description['authors']).flatMap(person),
    cite: records(description['cite']).flatMap(cite),
    tags: strings(description['tags']),
  };
}

/** A relative path of the source; URLs are never fetched. */
function sourcePath(value: unknown): string | null {
  if (typeof value !== 'string' || value === '' || /^[a-z][a-z0-9+.-]*:/i.test(value)) return null;
  return value.replace(/^\.\//, '');
}
