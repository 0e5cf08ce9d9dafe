import type { OnnxGraph, OnnxTensor } from './model-proto';
import { ProtobufReader } from './protobuf';

export type Constants = ReadonlyMap<string, OnnxTensor>;

/**
 * Values of a graph that stand in the file, by name: initializers and the results of `Constant`, with those of the graph
 * around a branch or a body.
 */
export function constantsOf({ nodes, initializers }: OnnxGraph, outside: Constants = new Map()): Constants {
  const constants = new Map([...outside, ...initializers.map((tensor) => [tensor.name, tensor] as const)]);
  for (const { type, domain, outputs, attributes } of nodes) {
    const [name] = outputs;
    const tensor = attributes.get('value')?.tensor;
    if (type === 'Constant' && domain === '' && name !== undefined && tensor !== undefined && tensor !== null) constants.set(name, tensor);
  }
  return constants;
}

const FLOAT32 = 1;
const INT32 = 6;
const INT64 = 7;

/** Longest list that is read: sizes, pads and the like have one or two entries an axis. */
const LONGEST = 64;

/** Elements of a small int64 or int32 tensor; null for others. Beyond 2^53 inexact. */
export function integersOf(tensor: OnnxTensor): readonly number[] | null {
  if (tensor.dataType !== INT64 && tensor.dataType !== INT32) return null;
  return small(tensor, tensor.dataType === INT64 ? 8 : 4, (view, at) =>
    tensor.dataType === INT64 ? Number(view.getBigInt64(at, true)) : view.getInt32(at, true),
  );
}

/** Elements of a small float32 tensor; null for others. */
export function floatsOf(tensor: OnnxTensor): readonly number[] | null {
  return tensor.dataType === FLOAT32 ? small(tensor, 4, (view, at) => view.getFloat32(at, true)) : null;
}

function small({ bytes }: OnnxTensor, size: number, read: (view: DataView, at: number) => number): readonly number[] | null {
  const values: number[] = [];
  const reader = new ProtobufReader(bytes);
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.field === 9 && key.wire === 2) {
      const raw = reader.view();
      if (raw.length > LONGEST * size) return null;
      const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
      for (let at = 0; at + size <= raw.length; at += size) values.push(read(view, at));
    } else if ((key.field === 7 || key.field === 5) && (key.wire === 0 || key.wire === 2)) {
      reader.int64s(key.wire, values, LONGEST);
    } else if (key.field === 4 && key.wire === 5) values.push(reader.float());
    else if (key.field === 4 && key.wire === 2) {
      const packed = reader.message();
      while (packed.position < packed.end && values.length <= LONGEST) values.push(packed.float());
    } else reader.skip(key.wire);
  }
  return values.length > LONGEST ? null : values;
}
