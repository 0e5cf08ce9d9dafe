import type { NetworkTensor } from '../../../src/inference/runtime/network-tensor';

/** A tensor as JSON, its numbers as text: neither NaN and infinities nor integers of 64 bits are JSON. */
export interface PlainTensor {
  readonly dtype: 'float32' | 'int64' | 'int32';
  readonly dims: readonly number[];
  readonly data: readonly string[];
}

/** @throws Error for other types than the cases have. */
export function toPlain(tensor: NetworkTensor): PlainTensor {
  if (tensor.dtype !== 'float32' && tensor.dtype !== 'int64' && tensor.dtype !== 'int32') throw new Error(`no ${tensor.dtype} here`);
  return { dtype: tensor.dtype, dims: tensor.dims, data: Array.from<bigint | number, string>(tensor.data, String) };
}

export function fromPlain({ dtype, dims, data }: PlainTensor): NetworkTensor {
  if (dtype === 'int64') return { dtype, dims, data: BigInt64Array.from(data, BigInt) };
  if (dtype === 'int32') return { dtype, dims, data: Int32Array.from(data, Number) };
  return { dtype, dims, data: Float32Array.from(data, Number) };
}
