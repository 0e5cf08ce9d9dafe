import { z } from 'zod';
import { AppError, throwIfAborted } from '../../domain/errors';
import type { NetworkTensor } from '../runtime/network-tensor';
import type { ImageValue, RegisterType, RegisterValue } from '../steps/register';
import { typeProblem } from '../steps/step';
import { defineInferer, type InfererCall, type InputPort } from './inferer';
import { feedOf } from './simple';
import { checkInput, fromTensor, imageLayout, outputType, statedChannels, toTensor, type TensorLayout } from './shared/tensor-layout';
import { sliceSink, type SliceSink } from './shared/slice-sink';
import { WindowBlend } from './shared/window-blend';
import {
  canonicalShape,
  importanceMap,
  planWindows,
  windowCount,
  windowOverlap,
  windowWeights,
  type Shape3,
  type WindowPlan,
} from './shared/window-plan';
import { cutWindow, mirrored, padded, reaches } from './shared/window-samples';

const roiSize = z.array(z.int().min(-1).max(4096)).min(2).max(3);

const kwargs = z.strictObject({
  inferer: z.literal('SlidingWindow'),
  /** Of one window, slowest axis first; −1 stands for the whole axis. */
  roi_size: roiSize,
  overlap: z.number().min(0).max(0.99).default(0.25),
  mode: z.enum(['constant', 'gaussian']).default('constant'),
  sigma_scale: z.number().min(0.01).max(1).default(0.125),
  /** Border of every answer that is not used, in pixels, but for sides that lie on the image's own border. */
  halo: z.int().min(0).max(1024).default(0),
  /** Fills up an image smaller than the window. */
  cval: z.number().default(0),
  /** Windows a call. */
  sw_batch_size: z.int().min(1).max(64).default(1),
  /** Mean over the input mirrored along all combinations of these axes (0 the slowest), as nnU-Net does. */
  tta: z.strictObject({ mirror_axes: z.array(z.int().min(0).max(2)).min(1).max(3) }).optional(),
  /** Windows whose first channel nowhere exceeds `below` are not run: there the answer is `value`, a number a channel. */
  skip: z.strictObject({ below: z.number(), value: z.array(z.number()).min(1).max(512) }).optional(),
  /** `argmax` gives the label map instead of the channels, slice by slice: the answer of a whole volume is never held. */
  reduce: z.enum(['argmax']).optional(),
});

/**
 * Window after window, overlapping answers averaged by weight (MONAI `sliding_window_inference`; nnU-Net with overlap 0.5,
 * gaussian, σ 1/8 and mirroring). All images fed in have one size; every output has that size too.
 */
export const slidingWindow = defineInferer({
  kwargs,
  types: (given, { inputs, outputs }) => {
    for (const { tensor, register } of inputs) checkInput(tensor, register);
    const images = inputs.map(({ register }) => register).filter((type) => type.kind === 'image');
    const [image] = images;
    if (image === undefined) throw typeProblem('SlidingWindow needs an image');
    if (given.roi_size.length !== image.dims) throw typeProblem(`roi_size: expected ${String(image.dims)} numbers`);
    if (given.roi_size.some((size) => size > 0 && size <= 2 * given.halo)) throw typeProblem('halo: nothing of the window would be left');
    if (given.roi_size.some((size) => size > 0 && windowOverlap(size, given.overlap) < 2 * given.halo))
      throw typeProblem('halo: neighbouring windows share less than twice the halo, so that nothing would answer between them');
    if (given.tta?.mirror_axes.some((axis) => axis >= image.dims) === true) throw typeProblem('tta.mirror_axes: no such axis');
    return outputs.map((tensor): RegisterType => {
      const type = outputType(tensor, images);
      if (type.kind !== 'image' || type.dtype !== 'float32')
        throw typeProblem(`out: "${tensor.id}" is no float32 image: SlidingWindow cannot put it together`);
      if (given.skip !== undefined && given.skip.value.length !== type.channels)
        throw typeProblem(`skip.value: expected ${String(type.channels)} numbers`);
      if (given.reduce === undefined) return { ...type, space: image.space };
      if (type.channels < 2) throw typeProblem('reduce: argmax needs several channels');
      return { kind: 'labels', dims: type.dims, space: image.space };
    });
  },
  run: async (given, call) => {
    const image = firstImage(call.inputs);
    const shape = canonicalShape(image.shape);
    const plan = planWindows(shape, canonicalShape(given.roi_size), given.overlap);
    const weights = windowWeights(plan, importanceMap(plan.roi, given.mode, given.sigma_scale), given.halo);
    const outputs = call.outputs.map((tensor) => {
      const channels = statedChannels(tensor) ?? 1;
      const sink = sliceSink(channels, shape, plan, given.reduce);
      return { tensor, channels, sink, blend: new WindowBlend(channels, plan, weights, sink.take) };
    });
    const network = new WindowNetwork(call, plan, image.shape.length, given.cval);
    const total = windowCount(plan);
    let done = 0;
    let batch: Shape3[] = [];
    const flush = async (): Promise<void> => {
      throwIfAborted(call.signal);
      const answers = await network.run(batch, outputs, given.tta?.mirror_axes ?? []);
      for (const [i, start] of batch.entries())
        for (const [o, { blend }] of outputs.entries()) blend.add(answers[o]?.[i] ?? new Float32Array(), start);
      done += batch.length;
      call.progress(done, total);
      batch = [];
    };
    call.progress(0, total);
    for (const start of windowStarts(plan)) {
      if (given.skip !== undefined && !reaches(network.first, plan, start, given.skip.below)) {
        // What waits comes before, so that sums are added up in the order of the windows.
        if (batch.length > 0) await flush();
        for (const { blend, channels } of outputs) blend.add(constantAnswer(given.skip.value, channels, plan.roi), start);
        done++;
        continue;
      }
      batch.push(start);
      if (batch.length === given.sw_batch_size) await flush();
    }
    if (batch.length > 0) await flush();
    call.progress(total, total);
    return outputs.map(({ blend, sink, channels }) => {
      blend.end();
      return valueOfSink(sink, channels, image);
    });
  },
});

function valueOfSink(sink: SliceSink, channels: number, image: ImageValue): RegisterValue {
  const { shape, space } = image;
  if (sink.kind === 'labels') return { kind: 'labels', shape, data: sink.data, space };
  return { kind: 'image', channels, shape, data: sink.data, space };
}

function firstImage(inputs: readonly InputPort<RegisterValue>[]): ImageValue {
  const images = inputs.map(({ register }) => register).filter((value) => value.kind === 'image');
  const [first] = images;
  if (first === undefined) throw new AppError('internal', 'SlidingWindow ran without an image');
  if (images.some(({ shape }) => shape.join() !== first.shape.join())) {
    throw new AppError('inference-failed', 'the images fed to one network have different sizes: put ResampleToMatch before');
  }
  return first;
}

function* windowStarts({ starts }: WindowPlan): Generator<Shape3> {
  for (const slice of starts[0]) for (const row of starts[1]) for (const column of starts[2]) yield [slice, row, column];
}

function constantAnswer(value: readonly number[], channels: number, roi: Shape3): Float32Array {
  const size = roi[0] * roi[1] * roi[2];
  const answer = new Float32Array(channels * size);
  for (let c = 0; c < channels; c++) answer.fill(value[c] ?? 0, c * size, (c + 1) * size);
  return answer;
}

interface Asked {
  readonly tensor: InfererCall['outputs'][number];
  readonly channels: number;
}

/** The network over windows: cuts, batches, mirrors. */
class WindowNetwork {
  readonly #call: InfererCall;
  readonly #plan: WindowPlan;
  readonly #images: readonly {
    readonly id: string;
    readonly layout: TensorLayout;
    readonly channels: number;
    readonly data: Uint8Array | Float32Array;
  }[];
  readonly #fixed: Readonly<Record<string, NetworkTensor>>;
  /** Spatial shape of one window as the network sees it. */
  readonly #shape: readonly number[];

  constructor(call: InfererCall, plan: WindowPlan, dims: number, cval: number) {
    this.#call = call;
    this.#plan = plan;
    this.#shape = dims === 2 ? [plan.roi[0], plan.roi[2]] : plan.roi;
    this.#images = call.inputs.flatMap(({ tensor, register }) => {
      const layout = imageLayout(tensor);
      if (register.kind !== 'image' || layout === null) return [];
      const data = padded(register.data, register.channels, canonicalShape(register.shape), plan, cval);
      return [{ id: tensor.id, layout, channels: register.channels, data }];
    });
    this.#fixed = Object.fromEntries(
      call.inputs.flatMap(({ tensor, register }) => (register.kind === 'image' ? [] : [[tensor.id, feedOf(tensor, register)]])),
    );
  }

  /** The first image, padded. */
  get first(): Uint8Array | Float32Array {
    return this.#images[0]?.data ?? new Float32Array();
  }

  /** Answers of the windows, by output, then by window; mirrored and averaged where asked. */
  async run(starts: readonly Shape3[], outputs: readonly Asked[], mirrorAxes: readonly number[]): Promise<Float32Array[][]> {
    // Canonical axes of a 2-D image are 0 and 2.
    const axes = mirrorAxes.map((axis) => (this.#shape.length === 2 && axis === 1 ? 2 : axis));
    const combinations = subsets(axes);
    const sums: Float32Array[][] = [];
    for (const mirror of combinations) {
      throwIfAborted(this.#call.signal);
      const answers = await this.#once(starts, outputs, mirror);
      for (const [o, list] of answers.entries()) {
        for (const [i, answer] of list.entries()) {
          const sum = sums[o]?.[i];
          if (sum === undefined) (sums[o] ??= [])[i] = answer;
          else for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] ?? 0) + (answer[k] ?? 0);
        }
      }
    }
    if (combinations.length > 1) {
      const factor = combinations.length;
      for (const list of sums) for (const sum of list) for (let k = 0; k < sum.length; k++) sum[k] = (sum[k] ?? 0) / factor;
    }
    return sums;
  }

  async #once(starts: readonly Shape3[], outputs: readonly Asked[], mirror: readonly number[]): Promise<Float32Array[][]> {
    const { roi } = this.#plan;
    const size = roi[0] * roi[1] * roi[2];
    const feeds: Record<string, NetworkTensor> = { ...this.#fixed };
    for (const { id, layout, channels, data } of this.#images) {
      const length = channels * size;
      const samples = data instanceof Uint8Array ? new Uint8Array(starts.length * length) : new Float32Array(starts.length * length);
      for (const [i, start] of starts.entries()) cutWindow(data, channels, this.#plan, start, samples, i * length);
      feeds[id] = batched(samples, starts.length, channels, this.#shape, layout, (window) =>
        mirror.length === 0 ? window : mirrored(window, channels, roi, mirror),
      );
    }
    const results = await this.#call.session.run(feeds);
    return outputs.map(({ tensor, channels }) =>
      starts.map((_, i) => {
        const result = results[tensor.id];
        if (result === undefined) throw new AppError('inference-failed', `the network gave no output "${tensor.id}"`);
        const answer = fromTensor(result, tensor, { shape: this.#shape, space: NOWHERE }, i);
        if (!(answer.data instanceof Float32Array) || answer.shape.join() !== this.#shape.join()) {
          throw new AppError(
            'inference-failed',
            `output "${tensor.id}" answers a window of ${this.#shape.join('×')} with ${answer.shape.join('×')}`,
          );
        }
        // A copy: the runtime may use its own array again.
        return mirror.length === 0 ? answer.data.slice() : mirrored(answer.data, channels, roi, mirror);
      }),
    );
  }
}

const NOWHERE = { source: [], spacing: null, affine: null, transforms: [] } as const;

/** Several windows as one tensor; each is laid out by itself, the batch axis being the first. */
function batched(
  samples: Uint8Array | Float32Array,
  count: number,
  channels: number,
  shape: readonly number[],
  layout: TensorLayout,
  turn: (window: Uint8Array | Float32Array) => Uint8Array | Float32Array,
): NetworkTensor {
  const length = samples.length / count;
  const windows = Array.from({ length: count }, (_, i) =>
    toTensor({ channels, shape, data: turn(samples.subarray(i * length, (i + 1) * length)) }, layout),
  );
  const [first] = windows;
  if (first === undefined) throw new AppError('internal', 'a batch of no windows');
  if (count === 1) return first;
  const dims = [count, ...first.dims.slice(1)];
  const all = samples instanceof Uint8Array ? new Uint8Array(samples.length) : new Float32Array(samples.length);
  for (const [i, { dtype, data }] of windows.entries()) if (dtype === 'float32' || dtype === 'uint8') all.set(data, i * length);
  return all instanceof Uint8Array ? { dtype: 'uint8', dims, data: all } : { dtype: 'float32', dims, data: all };
}

function subsets(axes: readonly number[]): (readonly number[])[] {
  return axes.reduce<(readonly number[])[]>((all, axis) => [...all, ...all.map((subset) => [...subset, axis])], [[]]);
}
