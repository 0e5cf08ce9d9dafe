import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import type { RegisterType } from '../register';
import { onOneGrid } from './shared/same-grid';
import { defineStep, input, inputType, typeProblem, type TypeContext } from '../step';

/**
 * Images that lie on one grid as one image of all their channels, in order (MONAI `ConcatItems`); float32 where they differ
 * in type. Float32 tensors are joined along axis `dim`.
 */
export const concatItems = defineStep({
  name: 'ConcatItems',
  version: 1,
  kwargs: z.strictObject({ dim: z.int().min(0).max(7).default(1) }),
  types: (kwargs, context) => {
    if (context.inputs.length < 2) throw typeProblem('expected two or more input registers');
    if (context.out.names.length !== 1) throw typeProblem('expected one output register');
    return [inputType(context, 0, 'image', 'tensor').kind === 'image' ? joinedImages(context) : joinedTensors(kwargs.dim, context)];
  },
  run: (kwargs, context) => {
    const first = input(context, 0, 'image', 'tensor');
    if (first.kind === 'tensor') {
      const parts = context.inputs.map((_, i) => {
        const tensor = input(context, i, 'tensor');
        if (tensor.dtype !== 'float32') throw new AppError('internal', `ConcatItems was given ${tensor.dtype}`);
        return tensor;
      });
      return [concatTensors(parts, kwargs.dim)];
    }
    const images = context.inputs.map((_, i) => input(context, i, 'image'));
    if (!images.every((image) => onOneGrid(first, image)))
      throw new AppError('model-not-applicable', 'ConcatItems: the images do not lie on one grid; ResampleToMatch brings them there');
    const length = images.reduce((sum, { data }) => sum + data.length, 0);
    const data = images.every((image) => image.data instanceof Uint8Array) ? new Uint8Array(length) : new Float32Array(length);
    let at = 0;
    for (const image of images) {
      data.set(image.data, at);
      at += image.data.length;
    }
    return [{ ...first, channels: images.reduce((sum, { channels }) => sum + channels, 0), data }];
  },
});

function joinedImages(context: TypeContext): RegisterType {
  const types = context.inputs.map((_, i) => inputType(context, i, 'image'));
  const [first] = types;
  if (first === undefined || types.some(({ dims, space }) => dims !== first.dims || space !== first.space))
    throw typeProblem('the images differ in dimensions or in where they lie');
  const dtype = types.every((type) => type.dtype === 'uint8') ? 'uint8' : 'float32';
  return { ...first, dtype, channels: types.reduce((sum, { channels }) => sum + channels, 0) };
}

function joinedTensors(dim: number, context: TypeContext): RegisterType {
  const types = context.inputs.map((_, i) => inputType(context, i, 'tensor'));
  const [first] = types;
  if (first === undefined || types.some(({ dtype, rank }) => dtype !== 'float32' || rank !== first.rank || dim >= rank))
    throw typeProblem(`the tensors must be float32, of equal rank above ${String(dim)}`);
  return first;
}

interface FloatTensor {
  readonly kind: 'tensor';
  readonly dtype: 'float32';
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

function concatTensors(parts: readonly FloatTensor[], dim: number): FloatTensor {
  const dims = parts[0]?.dims ?? [];
  if (parts.some((part) => part.dims.some((length, axis) => axis !== dim && length !== dims[axis])))
    throw new AppError('inference-failed', `ConcatItems: tensors of ${parts.map((part) => part.dims.join('×')).join(' and ')}`);
  const outer = dims.slice(0, dim).reduce((product, length) => product * length, 1);
  const data = new Float32Array(parts.reduce((sum, part) => sum + part.data.length, 0));
  let at = 0;
  for (let o = 0; o < outer; o++) {
    for (const part of parts) {
      const size = part.data.length / outer;
      data.set(part.data.subarray(o * size, (o + 1) * size), at);
      at += size;
    }
  }
  return {
    kind: 'tensor',
    dtype: 'float32',
    dims: dims.with(
      dim,
      parts.reduce((sum, part) => sum + (part.dims[dim] ?? 0), 0),
    ),
    data,
  };
}
