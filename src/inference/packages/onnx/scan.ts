import { AppError } from '../../../domain/errors';
import type { NetworkDtype } from '../../runtime/network-tensor';
import { ONNX_LIMITS } from '../limits';
import { ProtobufReader } from './protobuf';

/** TensorProto.DataType of the element types that a network's inputs and outputs may have. */
export const ONNX_DTYPES: ReadonlyMap<number, NetworkDtype> = new Map<number, NetworkDtype>([
  [1, 'float32'],
  [2, 'uint8'],
  [3, 'int8'],
  [6, 'int32'],
  [7, 'int64'],
  [8, 'string'],
  [9, 'bool'],
  [10, 'float16'],
  [11, 'float64'],
]);

export interface OnnxTensorInfo {
  readonly name: string;
  /** TensorProto.DataType; 0 where the value is not a tensor (sequence, map). */
  readonly elementType: number;
  /** A number, a symbolic name, or null where unknown. */
  readonly shape: readonly (number | string | null)[];
}

export interface OnnxOperator {
  /** `''` is `ai.onnx`. */
  readonly domain: string;
  readonly type: string;
}

/** What an ONNX file says of itself, read without running or decoding anything of it. */
export interface OnnxScan {
  readonly irVersion: number;
  readonly producer: string;
  /** Domain → opset version; `ai.onnx` is written out. */
  readonly opsets: ReadonlyMap<string, number>;
  /** Each operator once, with how often. */
  readonly operators: ReadonlyMap<string, OnnxOperator & { readonly count: number }>;
  readonly nodes: number;
  readonly inputs: readonly OnnxTensorInfo[];
  readonly outputs: readonly OnnxTensorInfo[];
  readonly initializers: number;
  readonly metadata: ReadonlyMap<string, string>;
}

interface Scan {
  readonly opsets: Map<string, number>;
  readonly operators: Map<string, OnnxOperator & { count: number }>;
  readonly localFunctions: Set<string>;
  /** Of the main graph. */
  readonly initializerNames: Set<string>;
  readonly metadata: Map<string, string>;
  inputs: OnnxTensorInfo[];
  outputs: OnnxTensorInfo[];
  nodes: number;
  initializers: number;
}

/**
 * Reads the structure of an ONNX file (onnx.proto, IR version 3 and later).
 * @throws AppError `onnx-malformed`, `onnx-external-data`, `package-too-large`.
 */
export function scanOnnx(bytes: Uint8Array): OnnxScan {
  const scan: Scan = {
    opsets: new Map(),
    operators: new Map(),
    localFunctions: new Set(),
    initializerNames: new Set(),
    metadata: new Map(),
    inputs: [],
    outputs: [],
    nodes: 0,
    initializers: 0,
  };
  let irVersion = 0;
  let producer = '';
  let graphs = 0;
  const reader = new ProtobufReader(bytes);
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.field === 1 && key.wire === 0) irVersion = reader.int64();
    else if (key.field === 2 && key.wire === 2) producer = reader.string();
    else if (key.field === 7 && key.wire === 2) {
      graphs++;
      scanGraph(reader.message(), scan, 0);
    } else if (key.field === 8 && key.wire === 2) scanOpset(reader.message(), scan);
    else if (key.field === 14 && key.wire === 2) scanMetadata(reader.message(), scan);
    else if (key.field === 25 && key.wire === 2) scanFunction(reader.message(), scan);
    else reader.skip(key.wire);
  }
  if (graphs !== 1 || irVersion < 3 || scan.opsets.size === 0) {
    throw new AppError('onnx-malformed', 'not a valid ONNX file (no graph or no opset)', { what: 'model' });
  }
  for (const name of scan.localFunctions) scan.operators.delete(name);
  const inputs = scan.inputs.filter(({ name }) => !scan.initializerNames.has(name));
  const { opsets, operators, nodes, outputs, initializers, metadata } = scan;
  return { irVersion, producer, opsets, operators, nodes, inputs, outputs, initializers, metadata };
}

function scanGraph(reader: ProtobufReader, scan: Scan, depth: number): void {
  if (depth > ONNX_LIMITS.graphDepth) throw new AppError('package-too-large', 'ONNX graphs are nested too deep', { depth });
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.wire !== 2) reader.skip(key.wire);
    else if (key.field === 1) scanNode(reader.message(), scan, depth);
    else if (key.field === 5) {
      const { name } = scanTensor(reader.message());
      scan.initializers++;
      if (depth === 0) scan.initializerNames.add(name);
    } else if (key.field === 11 && depth === 0) scan.inputs.push(scanValueInfo(reader.message()));
    else if (key.field === 12 && depth === 0) scan.outputs.push(scanValueInfo(reader.message()));
    else if (key.field === 15) throw sparseTensor();
    else reader.skip(key.wire);
  }
}

function scanNode(reader: ProtobufReader, scan: Scan, depth: number): void {
  if (++scan.nodes > ONNX_LIMITS.nodes) throw new AppError('package-too-large', 'the ONNX graph has too many nodes', { nodes: scan.nodes });
  let type = '';
  let domain = '';
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.field === 4 && key.wire === 2) type = reader.string();
    else if (key.field === 7 && key.wire === 2) domain = reader.string();
    else if (key.field === 5 && key.wire === 2) scanAttribute(reader.message(), scan, depth);
    else reader.skip(key.wire);
  }
  if (type === '') throw new AppError('onnx-malformed', 'a node of the ONNX graph has no operator', { what: 'node' });
  const plain = domain === 'ai.onnx' ? '' : domain;
  const name = operatorName(plain, type);
  const known = scan.operators.get(name);
  if (known === undefined) scan.operators.set(name, { domain: plain, type, count: 1 });
  else known.count++;
}

/** `Conv`, or `com.example.Conv` for operators outside `ai.onnx`. */
export function operatorName(domain: string, type: string): string {
  return domain === '' ? type : `${domain}.${type}`;
}

function scanAttribute(reader: ProtobufReader, scan: Scan, depth: number): void {
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.wire !== 2) reader.skip(key.wire);
    else if (key.field === 5 || key.field === 10) scanTensor(reader.message());
    else if (key.field === 6 || key.field === 11) scanGraph(reader.message(), scan, depth + 1);
    else if (key.field === 22 || key.field === 23) throw sparseTensor();
    else reader.skip(key.wire);
  }
}

/** Checks the declared size of one tensor against the data it brings. */
function scanTensor(reader: ProtobufReader): { readonly name: string } {
  const dims: number[] = [];
  let name = '';
  let dataType = 0;
  let raw = 0;
  let listed = 0;
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.field === 1) reader.int64s(key.wire, dims, ONNX_LIMITS.rank);
    else if (key.field === 2 && key.wire === 0) dataType = reader.int64();
    else if (key.field === 8 && key.wire === 2) name = reader.string();
    else if (key.field === 13) throw externalData();
    else if (key.field === 14 && key.wire === 0) {
      if (reader.int64() !== 0) throw externalData();
    } else if (key.field === 9 && key.wire === 2) raw += reader.byteLength();
    else if (key.field === 6 && key.wire === 2) {
      // An empty text takes no byte.
      reader.skip(key.wire);
      listed++;
    } else if (key.wire === 2 && [4, 5, 7, 10, 11].includes(key.field)) listed += reader.byteLength();
    else {
      if ([4, 5, 7, 10, 11].includes(key.field)) listed++;
      reader.skip(key.wire);
    }
  }
  let elements = 1;
  for (const dim of dims) {
    if (dim < 0) throw new AppError('onnx-malformed', 'a tensor has a negative size', { what: 'tensor' });
    elements *= dim;
  }
  // Packed numbers take a byte or more each; of raw 4-bit values two share one.
  const size = ELEMENT_BYTES.get(dataType);
  const short = raw > 0 && size !== undefined ? elements * size !== raw : elements > Math.max(raw * 2, listed * 2);
  if (short) throw new AppError('onnx-malformed', 'a tensor declares more values than the file holds', { what: 'tensor' });
  return { name };
}

/** Bytes of an element in raw data, by TensorProto.DataType. */
const ELEMENT_BYTES: ReadonlyMap<number, number> = new Map([
  [1, 4],
  [2, 1],
  [3, 1],
  [4, 2],
  [5, 2],
  [6, 4],
  [7, 8],
  [9, 1],
  [10, 2],
  [11, 8],
  [12, 4],
  [13, 8],
  [14, 8],
  [15, 16],
  [16, 2],
]);

function sparseTensor(): AppError {
  return new AppError('onnx-operator-unsupported', 'sparse tensors are not supported', { operator: 'SparseTensor' });
}

function externalData(): AppError {
  return new AppError('onnx-external-data', 'the ONNX file keeps weights outside itself, which is not accepted');
}

function scanValueInfo(reader: ProtobufReader): OnnxTensorInfo {
  let name = '';
  let elementType = 0;
  let shape: (number | string | null)[] = [];
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.field === 1 && key.wire === 2) name = reader.string();
    else if (key.field === 2 && key.wire === 2) ({ elementType, shape } = scanType(reader.message()));
    else reader.skip(key.wire);
  }
  return { name, elementType, shape };
}

function scanType(reader: ProtobufReader): { elementType: number; shape: (number | string | null)[] } {
  let elementType = 0;
  let shape: (number | string | null)[] = [];
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.field !== 1 || key.wire !== 2) {
      reader.skip(key.wire);
      continue;
    }
    const tensor = reader.message();
    for (let inner = tensor.next(); inner !== null; inner = tensor.next()) {
      if (inner.field === 1 && inner.wire === 0) elementType = tensor.int64();
      else if (inner.field === 2 && inner.wire === 2) shape = scanShape(tensor.message());
      else tensor.skip(inner.wire);
    }
  }
  return { elementType, shape };
}

function scanShape(reader: ProtobufReader): (number | string | null)[] {
  const shape: (number | string | null)[] = [];
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.field !== 1 || key.wire !== 2 || shape.length >= ONNX_LIMITS.rank) {
      reader.skip(key.wire);
      continue;
    }
    const dim = reader.message();
    let size: number | string | null = null;
    for (let inner = dim.next(); inner !== null; inner = dim.next()) {
      if (inner.field === 1 && inner.wire === 0) size = dim.int64();
      else if (inner.field === 2 && inner.wire === 2) size = dim.string();
      else dim.skip(inner.wire);
    }
    shape.push(size);
  }
  return shape;
}

function scanOpset(reader: ProtobufReader, scan: Scan): void {
  let domain = '';
  let version = 0;
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.field === 1 && key.wire === 2) domain = reader.string();
    else if (key.field === 2 && key.wire === 0) version = reader.int64();
    else reader.skip(key.wire);
  }
  scan.opsets.set(domain === '' ? 'ai.onnx' : domain, version);
}

function scanMetadata(reader: ProtobufReader, scan: Scan): void {
  let name = '';
  let value = '';
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.field === 1 && key.wire === 2) name = reader.string();
    else if (key.field === 2 && key.wire === 2) value = reader.string();
    else reader.skip(key.wire);
  }
  if (scan.metadata.size < 256) scan.metadata.set(name, value);
}

/** A model-local function: its body is audited like the graph, its own name needs no kernel. */
function scanFunction(reader: ProtobufReader, scan: Scan): void {
  let type = '';
  let domain = '';
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.field === 1 && key.wire === 2) type = reader.string();
    else if (key.field === 10 && key.wire === 2) domain = reader.string();
    else if (key.field === 7 && key.wire === 2) scanNode(reader.message(), scan, 1);
    else if (key.field === 9 && key.wire === 2) scanOpset(reader.message(), scan);
    else reader.skip(key.wire);
  }
  scan.localFunctions.add(operatorName(domain, type));
}
