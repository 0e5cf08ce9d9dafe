import { z } from 'zod';
import { AppError, throwIfAborted } from '../../domain/errors';
import { sampleCount } from '../../domain/kernels/nd-array';
import { joinTensors, type NetworkTensor } from '../runtime/network-tensor';
import type { ImageValue, RegisterType, RegisterValue } from '../steps/register';
import { typeProblem } from '../steps/step';
import { defineInferer, type TensorDescription } from './inferer';
import { fromTensor, imageLayout, registerDtype, statedChannels, toTensor } from './shared/tensor-layout';

const kwargs = z.strictObject({
  inferer: z.literal('Slice'),
  /** Cut across this axis of the volume: 0 slices, 1 rows, 2 columns. */
  axis: z.int().min(0).max(2).default(0),
  /** Neighbours on either side given as further channels, in order; beyond the border the last slice is repeated. */
  context: z.int().min(0).max(8).default(0),
});

/**
 * A network of two dimensions over every slice of a volume (MONAI `SliceInferer`), the answers stacked again. Outputs with
 * space axes become volumes of the same size, others tensors whose first axis counts the slices.
 */
export const slice = defineInferer({
  kwargs,
  types: (given, { inputs, outputs }) => {
    const [only, more] = inputs;
    if (only === undefined || more !== undefined) throw typeProblem('Slice takes one input');
    const { tensor, register } = only;
    if (register.kind !== 'image' || register.dims !== 3) throw typeProblem('Slice takes a volume');
    if (imageLayout(tensor)?.dims !== 2) throw typeProblem(`in: "${tensor.id}" is not an image of 2 dimensions`);
    if (registerDtype(tensor) !== register.dtype) throw typeProblem(`in: "${tensor.id}" takes ${registerDtype(tensor)}`);
    const channels = register.channels * (2 * given.context + 1);
    const stated = statedChannels(tensor);
    if (stated !== null && stated !== channels)
      throw typeProblem(`in: "${tensor.id}" takes ${String(stated)} channels, the slices give ${String(channels)}`);
    return outputs.map((output): RegisterType => {
      const layout = imageLayout(output);
      if (layout === null) return { kind: 'tensor', dtype: registerDtype(output), rank: output.axes.length };
      const answered = statedChannels(output);
      if (answered === null) throw typeProblem(`out: "${output.id}": state its channels`);
      return { kind: 'image', dtype: 'float32', channels: answered, dims: 3, space: register.space };
    });
  },
  run: async (given, call) => {
    const [only] = call.inputs;
    const layout = only === undefined ? null : imageLayout(only.tensor);
    if (only?.register.kind !== 'image' || layout === null) throw new AppError('internal', 'Slice ran without a volume');
    const volume = only.register;
    const count = volume.shape[given.axis] ?? 0;
    const collectors = call.outputs.map((tensor) => collector(tensor, volume, given.axis));
    call.progress(0, count);
    for (let index = 0; index < count; index++) {
      throwIfAborted(call.signal);
      const image = sliceOf(volume, given.axis, index, given.context);
      const results = await call.session.run({ [only.tensor.id]: toTensor(image, layout) });
      for (const collect of collectors) collect.add(results, index, image.shape);
      call.progress(index + 1, count);
    }
    return collectors.map((collect) => collect.value());
  },
});

interface Collector {
  add(results: Readonly<Record<string, NetworkTensor>>, index: number, shape: readonly number[]): void;
  value(): RegisterValue;
}

const NOWHERE = { source: [], spacing: null, affine: null, transforms: [] } as const;

function answerOf(tensor: TensorDescription, results: Readonly<Record<string, NetworkTensor>>): NetworkTensor {
  const result = results[tensor.id];
  if (result === undefined) throw new AppError('inference-failed', `the network gave no output "${tensor.id}"`);
  return result;
}

function collector(tensor: TensorDescription, volume: ImageValue, axis: number): Collector {
  return imageLayout(tensor) === null ? rowCollector(tensor) : volumeCollector(tensor, volume, axis);
}

function volumeCollector(tensor: TensorDescription, volume: ImageValue, axis: number): Collector {
  const channels = statedChannels(tensor) ?? 1;
  const data = new Float32Array(channels * sampleCount(volume.shape));
  return {
    add: (results, index, shape) => {
      const image = fromTensor(answerOf(tensor, results), tensor, { shape, space: NOWHERE });
      if (image.shape.join() !== shape.join())
        throw new AppError('inference-failed', `output "${tensor.id}" has another size than the slice`);
      for (let c = 0; c < channels; c++) {
        const plane = sampleCount(shape);
        eachSample(volume.shape, axis, index, (at, i) => {
          data[c * sampleCount(volume.shape) + at] = image.data[c * plane + i] ?? 0;
        });
      }
    },
    value: () => ({ kind: 'image', channels, shape: volume.shape, data, space: volume.space }),
  };
}

/** Answers without a place, one row a slice, in the type that the manifest states. */
function rowCollector(tensor: TensorDescription): Collector {
  const rows: NetworkTensor[] = [];
  return {
    add: (results) => {
      const row = answerOf(tensor, results);
      const [first = row] = rows;
      const expected = registerDtype(tensor);
      if (row.dtype !== expected) throw new AppError('inference-failed', `output "${tensor.id}" is ${row.dtype}, not ${expected}`);
      if (row.dims.slice(1).join() !== first.dims.slice(1).join() || row.dims[0] !== 1)
        throw new AppError('inference-failed', `output "${tensor.id}" of a slice has the shape ${row.dims.join('×')}`);
      rows.push(row);
    },
    value: () => ({ kind: 'tensor', ...joinTensors(rows) }),
  };
}

/** Slice `index` across an axis, its neighbours before and after it as channels: channel by channel, then offset by offset. */
function sliceOf(volume: ImageValue, axis: number, index: number, context: number): Pick<ImageValue, 'channels' | 'shape' | 'data'> {
  const shape = volume.shape.filter((_, other) => other !== axis);
  const count = volume.shape[axis] ?? 1;
  const plane = sampleCount(shape);
  const offsets = Array.from({ length: 2 * context + 1 }, (_, i) => i - context);
  const channels = volume.channels * offsets.length;
  const data = volume.data instanceof Uint8Array ? new Uint8Array(channels * plane) : new Float32Array(channels * plane);
  let to = 0;
  for (let c = 0; c < volume.channels; c++) {
    for (const offset of offsets) {
      const from = Math.min(count - 1, Math.max(0, index + offset));
      const start = to;
      eachSample(volume.shape, axis, from, (at, i) => {
        data[start + i] = volume.data[c * sampleCount(volume.shape) + at] ?? 0;
      });
      to += plane;
    }
  }
  return { channels, shape, data };
}

/** Visits the samples of one slice of a volume in row-major order of the slice. */
function eachSample(shape: readonly number[], axis: number, index: number, visit: (at: number, i: number) => void): void {
  const [slices = 1, rows = 1, columns = 1] = shape;
  let i = 0;
  for (let z = axis === 0 ? index : 0; z < (axis === 0 ? index + 1 : slices); z++) {
    for (let y = axis === 1 ? index : 0; y < (axis === 1 ? index + 1 : rows); y++) {
      for (let x = axis === 2 ? index : 0; x < (axis === 2 ? index + 1 : columns); x++) visit((z * rows + y) * columns + x, i++);
    }
  }
}
