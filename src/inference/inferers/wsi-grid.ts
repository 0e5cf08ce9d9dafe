import { z } from 'zod';
import { AppError, throwIfAborted } from '../../domain/errors';
import type { ImageValue, LabelsValue, RegisterType, RegisterValue, Space } from '../steps/register';
import { typeProblem, valueOf } from '../steps/step';
import { defineInferer } from './inferer';
import { answerOf, checkPatchInput, patchBatch, patchScaling } from './shared/patch-batch';
import { patchReader } from './shared/patch-reader';
import { fromTensor, imageLayout, statedChannels } from './shared/tensor-layout';

/** Samples of one answer that are held at most: 1 GiB of float32. */
const MOST_SAMPLES = 256 * 1024 * 1024;

const kwargs = z.strictObject({
  inferer: z.literal('WSIGrid'),
  /** Micrometres a pixel the network works at; null: the pixels as they are. */
  mpp: z.number().positive().max(100).nullable().default(null),
  /** Rows and columns of the network's input. */
  patch_size: z.tuple([z.int().min(8).max(4096), z.int().min(8).max(4096)]),
  /** Border of each answer that is thrown away, in its pixels: patches overlap by twice that. */
  halo: z.int().min(0).max(1024).default(0),
  /** Register of a label map over the slide: patches without any label in it are not read. */
  mask: z.string().max(64).optional(),
  /** What lies outside an image. */
  fill: z.number().default(255),
  ...patchScaling,
});

/**
 * Patch after patch over a slide (or a large photo) at the network's own resolution, the middles of the answers laid side
 * by side. Outputs are images over the whole slide at that resolution; where the mask left a patch out they are 0.
 */
export const wsiGrid = defineInferer({
  kwargs,
  reads: (given) => (given.mask === undefined ? [] : [given.mask]),
  types: (given, { inputs, outputs, register }) => {
    const [only, more] = inputs;
    if (only === undefined || more !== undefined) throw typeProblem('WSIGrid takes one input');
    checkPatchInput(only.tensor, only.register, given);
    if (given.patch_size.some((size) => size <= 2 * given.halo)) throw typeProblem('halo: nothing of the patch would be left');
    if (given.mask !== undefined && register(given.mask)?.kind !== 'labels')
      throw typeProblem(`mask: "${given.mask}" is no label map known here`);
    return outputs.map((tensor): RegisterType => {
      const channels = statedChannels(tensor);
      if (imageLayout(tensor)?.dims !== 2 || channels === null)
        throw typeProblem(`out: "${tensor.id}" must be an image with stated channels`);
      return { kind: 'image', dtype: 'float32', channels, dims: 2, space: 'derived' };
    });
  },
  run: async (given, call) => {
    const [only] = call.inputs;
    const layout = only === undefined ? null : imageLayout(only.tensor);
    if (only === undefined || layout === null) throw new AppError('internal', 'WSIGrid ran without a slide');
    const field = fieldOf(only.register, given.mpp);
    const reader = patchReader(only.register, given.fill);
    const mask = given.mask === undefined ? null : valueOf(call.register(given.mask), 'labels');
    const [rows, columns] = field.shape;
    const answers = call.outputs.map((tensor) => {
      const channels = statedChannels(tensor) ?? 1;
      if (channels * rows * columns > MOST_SAMPLES)
        throw new AppError('out-of-memory', 'the answer for the whole slide does not fit; run a region', { rows, columns, channels });
      return { tensor, channels, data: new Float32Array(channels * rows * columns) };
    });
    const stride = [given.patch_size[0] - 2 * given.halo, given.patch_size[1] - 2 * given.halo] as const;
    const places: { readonly y: number; readonly x: number }[] = [];
    for (let y = 0; y < rows; y += stride[0]) {
      for (let x = 0; x < columns; x += stride[1])
        if (mask === null || touches(mask, y / rows, x / columns, (y + stride[0]) / rows, (x + stride[1]) / columns)) places.push({ y, x });
    }
    call.progress(0, places.length);
    for (let at = 0; at < places.length; at += given.batch) {
      throwIfAborted(call.signal);
      const batch = places.slice(at, at + given.batch);
      const read = await Promise.all(
        batch.map(({ x, y }) => {
          const x0 = (x - given.halo) * field.scale[1];
          const y0 = (y - given.halo) * field.scale[0];
          const patch = { x0, y0, x1: x0 + given.patch_size[1] * field.scale[1], y1: y0 + given.patch_size[0] * field.scale[0] };
          return reader.read(patch, given.patch_size[0], given.patch_size[1], call.signal);
        }),
      );
      const results = await call.session.run({ [only.tensor.id]: patchBatch(read, reader.channels, given.patch_size, layout, given) });
      for (const { tensor, channels, data } of answers) {
        const result = answerOf(tensor, results);
        for (const [i, { x, y }] of batch.entries()) {
          const image = fromTensor(result, tensor, { shape: given.patch_size, space: NOWHERE }, i);
          if (image.shape.join() !== given.patch_size.join())
            throw new AppError('inference-failed', `output "${tensor.id}" has another size than the patch`);
          lay(image, given.halo, data, channels, field.shape, y, x, stride);
        }
      }
      call.progress(at + batch.length, places.length);
    }
    return answers.map(({ channels, data }): RegisterValue => ({ kind: 'image', channels, shape: field.shape, data, space: field.space }));
  },
});

const NOWHERE = { source: [], spacing: null, affine: null, transforms: [] } as const;

interface Field {
  /** The whole at the network's resolution. */
  readonly shape: readonly [number, number];
  /** Source pixels a pixel of it, rows and columns. */
  readonly scale: readonly [number, number];
  readonly space: Space;
}

function fieldOf(value: RegisterValue, mpp: number | null): Field {
  const [rows, columns, own, before] =
    value.kind === 'slide'
      ? [value.slide.rows, value.slide.columns, value.slide.micronsPerPixel, null]
      : value.kind === 'image'
        ? [value.shape[0] ?? 1, value.shape[1] ?? 1, micronsOf(value), value.space]
        : [1, 1, null, null];
  if (mpp !== null && own === null) throw new AppError('model-not-applicable', 'the size of a pixel in micrometres is not known');
  const scale = mpp === null || own === null ? ([1, 1] as const) : ([mpp / own[1], mpp / own[0]] as const);
  const shape = [Math.max(1, Math.round(rows / scale[0])), Math.max(1, Math.round(columns / scale[1]))] as const;
  const spacing = own === null ? null : [own[1] / 1000, own[0] / 1000];
  const source = before ?? { source: [rows, columns], spacing, affine: null, transforms: [] };
  const same = shape[0] === rows && shape[1] === columns;
  const resize = { kind: 'resize', from: [rows, columns], to: shape, alignCorners: false } as const;
  return {
    shape,
    scale: [rows / shape[0], columns / shape[1]],
    space: same ? source : { ...source, transforms: [...source.transforms, resize] },
  };
}

/** Micrometres a pixel [x, y] of an image that still lies on its source. */
function micronsOf({ space }: ImageValue): readonly [number, number] | null {
  const [row, column] = space.spacing ?? [];
  return row === undefined || column === undefined || space.transforms.length > 0 ? null : [column * 1000, row * 1000];
}

/** Whether any label lies in a part of the field (0–1). */
function touches({ data, shape: [rows = 1, columns = 1] }: LabelsValue, top: number, left: number, bottom: number, right: number): boolean {
  const end = (part: number, size: number): number => Math.min(size, Math.ceil(part * size));
  for (let y = Math.floor(top * rows); y < end(bottom, rows); y++) {
    for (let x = Math.floor(left * columns); x < end(right, columns); x++) if ((data[y * columns + x] ?? 0) !== 0) return true;
  }
  return false;
}

/** Copies the middle of a patch's answer to its place. */
function lay(
  patch: ImageValue,
  halo: number,
  data: Float32Array,
  channels: number,
  [rows, columns]: readonly [number, number],
  top: number,
  left: number,
  stride: readonly [number, number],
): void {
  const [patchRows = 1, patchColumns = 1] = patch.shape;
  const width = Math.min(stride[1], columns - left);
  for (let c = 0; c < channels; c++) {
    for (let y = 0; y < Math.min(stride[0], rows - top); y++) {
      const from = (c * patchRows + y + halo) * patchColumns + halo;
      data.set(patch.data.subarray(from, from + width), (c * rows + top + y) * columns + left);
    }
  }
}
