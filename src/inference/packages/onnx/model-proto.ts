import { AppError } from '../../../domain/errors';
import { ProtobufReader } from './protobuf';
import { ProtobufWriter } from './protobuf-writer';

/**
 * An ONNX file as data that can be edited (onnx.proto). Each part keeps its own bytes: what is not replaced is written
 * back as it was, fields unknown to this reader included. Meant for files that `scanOnnx` has found sound.
 */
export interface OnnxModel {
  /** Domain → opset version; `ai.onnx` is written out. */
  readonly opsets: ReadonlyMap<string, number>;
  readonly graph: OnnxGraph;
  /** Everything of the file but its graph. */
  readonly rest: readonly ProtoField[];
}

export interface OnnxGraph {
  readonly nodes: readonly OnnxNode[];
  readonly initializers: readonly OnnxTensor[];
  readonly inputs: readonly OnnxValueInfo[];
  readonly outputs: readonly OnnxValueInfo[];
  readonly rest: readonly ProtoField[];
}

/** One field with its key, as it stands in the file. */
export interface ProtoField {
  readonly field: number;
  readonly bytes: Uint8Array;
}

export interface OnnxNode {
  readonly type: string;
  /** `''` is `ai.onnx`. */
  readonly domain: string;
  readonly inputs: readonly string[];
  readonly outputs: readonly string[];
  readonly attributes: ReadonlyMap<string, OnnxAttribute>;
  /** The message without its key. */
  readonly bytes: Uint8Array;
}

export interface OnnxAttribute {
  readonly name: string;
  readonly int: number;
  readonly float: number;
  readonly ints: readonly number[];
  readonly text: string;
  readonly texts: readonly string[];
  readonly tensor: OnnxTensor | null;
  /** Branches of an If, body of a Loop or Scan: messages for `parseGraph`. */
  readonly graphs: readonly Uint8Array[];
  readonly bytes: Uint8Array;
}

export interface OnnxTensor {
  readonly name: string;
  readonly dims: readonly number[];
  /** TensorProto.DataType. */
  readonly dataType: number;
  readonly bytes: Uint8Array;
}

export interface OnnxValueInfo {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const MODEL = { graph: 7, opset: 8 } as const;
const GRAPH = { node: 1, initializer: 5, input: 11, output: 12 } as const;

/** @throws AppError `onnx-malformed`. */
export function parseModel(bytes: Uint8Array): OnnxModel {
  const opsets = new Map<string, number>();
  const rest: ProtoField[] = [];
  let graph: OnnxGraph | null = null;
  eachField(new ProtobufReader(bytes), (field, wire, reader, keep) => {
    if (field === MODEL.graph && wire === 2) graph = parseGraph(reader.view());
    else {
      const kept = keep();
      rest.push(kept);
      if (field === MODEL.opset && wire === 2) readOpset(kept.bytes, opsets);
    }
  });
  // The callback's assignments are unknown to the compiler.
  const found = graph as OnnxGraph | null;
  if (found === null) throw new AppError('onnx-malformed', 'not a valid ONNX file (no graph)', { what: 'model' });
  return { opsets, graph: found, rest };
}

export function serializeModel({ graph, rest }: OnnxModel): Uint8Array<ArrayBuffer> {
  const parts = rest.map(({ field, bytes }): Part => ({ field, write: (to) => to.append(bytes) }));
  parts.push({ field: MODEL.graph, write: (to) => to.message(MODEL.graph, writeGraph(graph)) });
  return writeParts(parts).finish();
}

/** @throws AppError `onnx-malformed`. */
export function parseGraph(bytes: Uint8Array): OnnxGraph {
  const nodes: OnnxNode[] = [];
  const initializers: OnnxTensor[] = [];
  const inputs: OnnxValueInfo[] = [];
  const outputs: OnnxValueInfo[] = [];
  const rest: ProtoField[] = [];
  eachField(new ProtobufReader(bytes), (field, wire, from, keep) => {
    if (wire !== 2) rest.push(keep());
    else if (field === GRAPH.node) nodes.push(parseNode(from.view()));
    else if (field === GRAPH.initializer) initializers.push(parseTensor(from.view()));
    else if (field === GRAPH.input) inputs.push(parseValueInfo(from.view()));
    else if (field === GRAPH.output) outputs.push(parseValueInfo(from.view()));
    else rest.push(keep());
  });
  return { nodes, initializers, inputs, outputs, rest };
}

function writeGraph({ nodes, initializers, inputs, outputs, rest }: OnnxGraph): ProtobufWriter {
  const list = (field: number, items: readonly { readonly bytes: Uint8Array }[]): Part[] =>
    items.map(({ bytes }) => ({ field, write: (to) => to.bytes(field, bytes) }));
  return writeParts([
    ...list(GRAPH.node, nodes),
    ...list(GRAPH.initializer, initializers),
    ...list(GRAPH.input, inputs),
    ...list(GRAPH.output, outputs),
    ...rest.map(({ field, bytes }): Part => ({ field, write: (to) => to.append(bytes) })),
  ]);
}

interface Part {
  readonly field: number;
  write(to: ProtobufWriter): unknown;
}

/** In the order of field numbers, as protobuf's own writers do. */
function writeParts(parts: readonly Part[]): ProtobufWriter {
  const writer = new ProtobufWriter();
  for (const part of [...parts].sort((a, b) => a.field - b.field)) part.write(writer);
  return writer;
}

export function parseNode(bytes: Uint8Array): OnnxNode {
  const inputs: string[] = [];
  const outputs: string[] = [];
  const attributes = new Map<string, OnnxAttribute>();
  let type = '';
  let domain = '';
  eachField(new ProtobufReader(bytes), (field, wire, from, keep) => {
    if (wire !== 2) keep();
    else if (field === 1) inputs.push(from.string());
    else if (field === 2) outputs.push(from.string());
    else if (field === 4) type = from.string();
    else if (field === 7) domain = from.string();
    else if (field === 5) {
      const attribute = parseAttribute(from.view());
      attributes.set(attribute.name, attribute);
    } else keep();
  });
  return { type, domain: domain === 'ai.onnx' ? '' : domain, inputs, outputs, attributes, bytes };
}

function parseAttribute(bytes: Uint8Array): OnnxAttribute {
  const ints: number[] = [];
  const texts: string[] = [];
  let name = '';
  let int = 0;
  let float = 0;
  let text = '';
  let tensor: OnnxTensor | null = null;
  const graphs: Uint8Array[] = [];
  eachField(new ProtobufReader(bytes), (field, wire, from, keep) => {
    if (field === 1 && wire === 2) name = from.string();
    else if (field === 2 && wire === 5) float = from.float();
    else if (field === 3 && wire === 0) int = from.int64();
    else if (field === 4 && wire === 2) text = new TextDecoder().decode(from.view());
    else if (field === 5 && wire === 2) tensor = parseTensor(from.view());
    else if (field === 8) from.int64s(wire, ints, Infinity);
    else if (field === 9 && wire === 2) texts.push(new TextDecoder().decode(from.view()));
    else if ((field === 6 || field === 11) && wire === 2) graphs.push(from.view());
    else keep();
  });
  return { name, int, float, ints, text, texts, tensor, graphs, bytes };
}

export function parseTensor(bytes: Uint8Array): OnnxTensor {
  const dims: number[] = [];
  let name = '';
  let dataType = 0;
  eachField(new ProtobufReader(bytes), (field, wire, from, keep) => {
    if (field === 1) from.int64s(wire, dims, Infinity);
    else if (field === 2 && wire === 0) dataType = from.int64();
    else if (field === 8 && wire === 2) name = from.string();
    else keep();
  });
  return { name, dims, dataType, bytes };
}

function parseValueInfo(bytes: Uint8Array): OnnxValueInfo {
  let name = '';
  eachField(new ProtobufReader(bytes), (field, wire, from, keep) => {
    if (field === 1 && wire === 2) name = from.string();
    else keep();
  });
  return { name, bytes };
}

function readOpset(bytes: Uint8Array, opsets: Map<string, number>): void {
  let domain = '';
  let version = 0;
  const field = new ProtobufReader(bytes);
  field.next();
  eachField(field.message(), (number, wire, from, keep) => {
    if (number === 1 && wire === 2) domain = from.string();
    else if (number === 2 && wire === 0) version = from.int64();
    else keep();
  });
  opsets.set(domain === '' ? 'ai.onnx' : domain, version);
}

/** Each field is either read by the callback or skipped by its `keep`, which gives the field with its key. */
export function eachField(
  reader: ProtobufReader,
  visit: (field: number, wire: number, reader: ProtobufReader, keep: () => ProtoField) => void,
): void {
  let start = reader.position;
  for (let key = reader.next(); key !== null; key = reader.next()) {
    const { field, wire } = key;
    const from = start;
    visit(field, wire, reader, () => {
      reader.skip(wire);
      return { field, bytes: reader.bytes.subarray(from, reader.position) };
    });
    start = reader.position;
  }
}
