import { eachField, parseNode, parseTensor, type OnnxNode, type OnnxTensor, type OnnxValueInfo } from './model-proto';
import { ProtobufReader } from './protobuf';
import { ProtobufWriter } from './protobuf-writer';

/** Parts of an ONNX graph made anew (onnx.proto). */

/** An integer, a list of integers, or a text; floats are `{ float }`, tensors and graphs bytes of their messages. */
export type AttributeValue =
  | number
  | readonly number[]
  | string
  | { readonly float: number }
  | { readonly floats: readonly number[] }
  | { readonly texts: readonly string[] }
  | { readonly tensor: OnnxTensor }
  | { readonly graph: Uint8Array };

export interface NodeParts {
  readonly type: string;
  /** Default: `ai.onnx`. */
  readonly domain?: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes?: Readonly<Record<string, AttributeValue>>;
}

export function makeNode({ type, domain = '', inputs, outputs, attributes = {} }: NodeParts): OnnxNode {
  const writer = new ProtobufWriter();
  for (const name of inputs) writer.string(1, name);
  for (const name of outputs) writer.string(2, name);
  writer.string(4, type);
  for (const [name, value] of Object.entries(attributes)) writer.message(5, attribute(name, value));
  if (domain !== '') writer.string(7, domain);
  return parseNode(writer.finish());
}

/** The node with other inputs, all else of it as it was. */
export function withInputs(node: OnnxNode, inputs: readonly string[]): OnnxNode {
  const writer = new ProtobufWriter();
  for (const name of inputs) writer.string(1, name);
  eachField(new ProtobufReader(node.bytes), (field, _wire, _reader, keep) => {
    const { bytes } = keep();
    if (field !== 1) writer.append(bytes);
  });
  return parseNode(writer.finish());
}

/** AttributeProto with its type, which readers of opset 8 and later require. */
function attribute(name: string, value: AttributeValue): ProtobufWriter {
  const writer = new ProtobufWriter().string(1, name);
  if (typeof value === 'number') return writer.int64(3, value).int64(20, 2);
  if (typeof value === 'string') return writer.string(4, value).int64(20, 3);
  if ('float' in value) return writer.float(2, value.float).int64(20, 1);
  if ('tensor' in value) return writer.bytes(5, value.tensor.bytes).int64(20, 4);
  if ('graph' in value) return writer.bytes(6, value.graph).int64(20, 5);
  if ('floats' in value) {
    for (const item of value.floats) writer.float(7, item);
    return writer.int64(20, 6);
  }
  if ('texts' in value) {
    for (const item of value.texts) writer.string(9, item);
    return writer.int64(20, 8);
  }
  for (const item of value) writer.int64(8, item);
  return writer.int64(20, 7);
}

/** @param raw elements in little-endian order, as many as the dimensions say. */
export function makeTensor(name: string, dataType: number, dims: readonly number[], raw: Uint8Array): OnnxTensor {
  const writer = new ProtobufWriter();
  for (const size of dims) writer.int64(1, size);
  return parseTensor(writer.int64(2, dataType).string(8, name).bytes(9, raw).finish());
}

export function int64Tensor(name: string, values: readonly number[]): OnnxTensor {
  const words = BigInt64Array.from(values, BigInt);
  return makeTensor(name, 7, [values.length], new Uint8Array(words.buffer));
}

/** A tensor of the graph's interface; a string is a size that changes. */
export function makeValueInfo(name: string, dataType: number, shape: readonly (number | string)[] | null): OnnxValueInfo {
  const type = new ProtobufWriter().int64(1, dataType);
  if (shape !== null) {
    const dims = new ProtobufWriter();
    for (const size of shape) {
      const dim = new ProtobufWriter();
      dims.message(1, typeof size === 'number' ? dim.int64(1, size) : dim.string(2, size));
    }
    type.message(2, dims);
  }
  const bytes = new ProtobufWriter().string(1, name).message(2, new ProtobufWriter().message(1, type)).finish();
  return { name, bytes };
}
