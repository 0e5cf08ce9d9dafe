import { AppError } from '../../../../domain/errors';
import type { NdArray } from '../../../../domain/kernels/nd-array';
import { floatArray, withArray } from '../../image-array';
import type { ImageValue, RegisterType, TensorValue } from '../../register';
import { inputType, typeProblem, valueOf, type RunContext, type TypeContext } from '../../step';

export type ScoresType = Extract<RegisterType, { kind: 'image' | 'tensor' }>;

/** Type of the only input: an image, channels first, or a float32 tensor. */
export function scoresType(context: TypeContext): ScoresType {
  if (context.inputs.length !== 1) throw typeProblem('expected one input register');
  const type = inputType(context, 0, 'image', 'tensor');
  if (type.kind === 'tensor' && type.dtype !== 'float32') throw typeProblem('expected a float32 tensor');
  return type;
}

/** Samples of image or tensor. */
export function scoresArray(value: ImageValue | TensorValue): NdArray<Float32Array> {
  if (value.kind === 'image') return floatArray(value);
  if (value.dtype !== 'float32') throw new AppError('internal', `scores in a tensor of ${value.dtype}`);
  return { data: value.data, shape: value.dims };
}

export function scoresInput(context: RunContext): ImageValue | TensorValue {
  const [value] = context.inputs;
  if (value === undefined) throw new AppError('internal', 'a step ran without its input');
  return valueOf(value, 'image', 'tensor');
}

/** The same kind of register with other numbers. */
export function withScores(value: ImageValue | TensorValue, array: NdArray<Float32Array>): ImageValue | TensorValue {
  return value.kind === 'image' ? withArray(value, array) : floatTensor(array);
}

export function floatTensor(array: NdArray<Float32Array>): TensorValue {
  return { kind: 'tensor', dtype: 'float32', dims: array.shape, data: array.data };
}
