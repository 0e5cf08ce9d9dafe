import { makeTensor } from '../packages/onnx/build-proto';
import { ProtobufReader } from '../packages/onnx/protobuf';
import type { OnnxTensor } from '../packages/onnx/model-proto';

/** Bits of the elements: rewrites move weights about and never compute with them. */
type Words = Uint32Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

const FLOAT32 = 1;
const FLOAT16 = 10;

/** Elements of a float32 or float16 tensor of an ONNX file; null for other types. */
export function elementsOf({ bytes, dataType, dims }: OnnxTensor): Words | null {
  if (dataType !== FLOAT32 && dataType !== FLOAT16) return null;
  const count = dims.reduce((product, size) => product * size, 1);
  const reader = new ProtobufReader(bytes);
  const listed: number[] = [];
  let raw: Uint8Array | null = null;
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.field === 9 && key.wire === 2) raw = reader.view();
    else if (key.field === 4 && key.wire === 5) listed.push(reader.float());
    else if (key.field === 4 && key.wire === 2) {
      const packed = reader.message();
      while (packed.position < packed.end) listed.push(packed.float());
    } else if (key.field === 5) reader.int64s(key.wire, listed, Infinity);
    else reader.skip(key.wire);
  }
  const words = raw === null ? wordsOf(listed, dataType) : aligned(raw, dataType);
  return words.length === count ? words : null;
}

function wordsOf(values: readonly number[], dataType: number): Words {
  return dataType === FLOAT16 ? Uint16Array.from(values) : new Uint32Array(Float32Array.from(values).buffer);
}

function aligned(raw: Uint8Array, dataType: number): Words {
  const { buffer } = new Uint8Array(raw);
  if (raw.length % (dataType === FLOAT16 ? 2 : 4) !== 0) return new Uint16Array();
  return dataType === FLOAT16 ? new Uint16Array(buffer) : new Uint32Array(buffer);
}

/** A tensor of the same type with other dimensions; `source` gives the place each element comes from, −1 for a zero. */
export function rearranged(
  name: string,
  tensor: OnnxTensor,
  elements: Words,
  dims: readonly number[],
  source: (index: number) => number,
): OnnxTensor {
  const count = dims.reduce((product, size) => product * size, 1);
  const words = elements instanceof Uint16Array ? new Uint16Array(count) : new Uint32Array(count);
  for (let i = 0; i < count; i++) {
    const from = source(i);
    words[i] = from < 0 ? 0 : (elements[from] ?? 0);
  }
  return makeTensor(name, tensor.dataType, dims, new Uint8Array(words.buffer));
}
