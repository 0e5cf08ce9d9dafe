import { AppError } from '../../domain/errors';

/**
 * Element types that a network's inputs and outputs may have. Half floats are float32 to everyone but the runtime, which
 * converts at its border; smaller integers, unsigned ones beyond bytes, complex and packed types do not occur here.
 */
export const NETWORK_DTYPES = ['float32', 'float16', 'float64', 'int64', 'int32', 'uint8', 'int8', 'bool', 'string'] as const;
export type NetworkDtype = (typeof NETWORK_DTYPES)[number];

interface DataOf {
  readonly float32: Float32Array;
  readonly float64: Float64Array;
  /** Exact over the whole 64-bit range. */
  readonly int64: BigInt64Array;
  readonly int32: Int32Array;
  readonly uint8: Uint8Array;
  readonly int8: Int8Array;
  /** 0 or 1. */
  readonly bool: Uint8Array;
  readonly string: readonly string[];
}

/** Types that a tensor in memory can have: a float16 tensor of a network is a float32 one here. */
export type TensorDtype = keyof DataOf;

/** A dense tensor, row-major: `data` holds the product of `dims` elements. */
export type NetworkTensor<D extends TensorDtype = TensorDtype> = {
  readonly [K in D]: { readonly dtype: K; readonly dims: readonly number[]; readonly data: DataOf[K] };
}[D];

/** Values of a tensor of numbers or booleans as doubles (integers beyond 2^53 lose digits); null for strings. */
export function numbersOf(tensor: NetworkTensor): Float64Array | null {
  if (tensor.dtype === 'string') return null;
  if (tensor.dtype === 'int64') return Float64Array.from(tensor.data, Number);
  return Float64Array.from(tensor.data);
}

/** The product of the dimensions; 1 for a scalar. */
export function elementCount(dims: readonly number[]): number {
  return dims.reduce((product, size) => product * size, 1);
}

/**
 * Tensors of one type and of equal shape beyond the first axis, one after the other along that axis.
 * @param tensors one at least
 */
export function joinTensors(tensors: readonly NetworkTensor[]): NetworkTensor {
  const [first] = tensors;
  const dims = [tensors.reduce((sum, each) => sum + (each.dims[0] ?? 1), 0), ...(first?.dims.slice(1) ?? [])];
  const size = elementCount(dims);
  switch (first?.dtype) {
    case 'float64':
      return { dtype: 'float64', dims, data: joined(new Float64Array(size), partsOf(tensors, 'float64')) };
    case 'int64':
      return { dtype: 'int64', dims, data: joined(new BigInt64Array(size), partsOf(tensors, 'int64')) };
    case 'int32':
      return { dtype: 'int32', dims, data: joined(new Int32Array(size), partsOf(tensors, 'int32')) };
    case 'int8':
      return { dtype: 'int8', dims, data: joined(new Int8Array(size), partsOf(tensors, 'int8')) };
    case 'uint8':
    case 'bool':
      return { dtype: first.dtype, dims, data: joined(new Uint8Array(size), partsOf(tensors, first.dtype)) };
    case 'string':
      return { dtype: 'string', dims, data: partsOf(tensors, 'string').flat() };
    case 'float32':
    case undefined:
      return { dtype: 'float32', dims, data: joined(new Float32Array(size), partsOf(tensors, 'float32')) };
  }
}

/** One row of a tensor: what has this place along its first axis. */
export function rowOf(tensor: NetworkTensor, at: number): NetworkTensor {
  const size = elementCount(tensor.dims.slice(1));
  const dims = [1, ...tensor.dims.slice(1)];
  return { dtype: tensor.dtype, dims, data: tensor.data.slice(at * size, (at + 1) * size) } as NetworkTensor;
}

function partsOf<D extends TensorDtype>(tensors: readonly NetworkTensor[], dtype: D): DataOf[D][] {
  return tensors.map((each) => {
    if (each.dtype !== dtype) throw new AppError('internal', `${each.dtype} joined to ${dtype}`);
    return each.data as DataOf[D];
  });
}

function joined<T extends { set(part: T, at: number): void; readonly length: number }>(whole: T, parts: readonly T[]): T {
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
