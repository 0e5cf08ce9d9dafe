import type * as Ort from 'onnxruntime-web';
import { AppError } from '../../domain/errors';
import { fromFloat16, toFloat16 } from './float16';
import type { NetworkTensor } from './network-tensor';

/** `half`: the network takes float16 there. */
export function toOrt(ort: Pick<typeof Ort, 'Tensor'>, tensor: NetworkTensor, half: boolean): Ort.Tensor {
  const { dims } = tensor;
  switch (tensor.dtype) {
    case 'float32':
      return half ? new ort.Tensor('float16', toFloat16(tensor.data), dims) : new ort.Tensor('float32', tensor.data, dims);
    case 'float64':
      return new ort.Tensor('float64', tensor.data, dims);
    case 'int64':
      return new ort.Tensor('int64', tensor.data, dims);
    case 'int32':
      return new ort.Tensor('int32', tensor.data, dims);
    case 'uint8':
      return new ort.Tensor('uint8', tensor.data, dims);
    case 'int8':
      return new ort.Tensor('int8', tensor.data, dims);
    case 'bool':
      return new ort.Tensor('bool', tensor.data, dims);
    case 'string':
      return new ort.Tensor('string', [...tensor.data], dims);
  }
}

/** @throws AppError `inference-failed` for element types outside `TensorDtype`. */
export function fromOrt(name: string, { type, data, dims }: Ort.Tensor): NetworkTensor {
  if (type === 'float32' && data instanceof Float32Array) return { dtype: type, dims, data };
  if (type === 'float64' && data instanceof Float64Array) return { dtype: type, dims, data };
  if (type === 'int64' && data instanceof BigInt64Array) return { dtype: type, dims, data };
  if (type === 'int32' && data instanceof Int32Array) return { dtype: type, dims, data };
  if ((type === 'uint8' || type === 'bool') && data instanceof Uint8Array) return { dtype: type, dims, data };
  if (type === 'int8' && data instanceof Int8Array) return { dtype: type, dims, data };
  if (type === 'string' && Array.isArray(data)) return { dtype: type, dims, data };
  // A Float16Array where the engine has that type, else 16-bit words.
  if (type === 'float16' && ArrayBuffer.isView(data)) {
    return { dtype: 'float32', dims, data: fromFloat16(new Uint16Array(data.buffer, data.byteOffset, data.byteLength / 2)) };
  }
  throw new AppError('inference-failed', `output "${name}" is ${type}, which this app does not read`);
}
