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
