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

/** A convolution whose weights are in the file. */
export interface OnnxConvolution {
  readonly type: 'Conv' | 'ConvTranspose';
  readonly group: number;
  /** For `Conv`: output channels, input channels of a group, then the kernel. */
  readonly weights: readonly number[];
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
  readonly convolutions: readonly OnnxConvolution[];
  readonly inputs: readonly OnnxTensorInfo[];
  readonly outputs: readonly OnnxTensorInfo[];
  readonly initializers: number;
  readonly metadata: ReadonlyMap<string, string>;
}

interface Scan {
  readonly opsets: Map<string, number>;
  readonly operators: Map<string, OnnxOperator & { count: number }>;
  readonly localFunctions: Set<string>;
  /** Dimensions by name, of the main graph. */
  readonly initializerDims: Map<string, readonly number[]>;
  readonly convolutions: { readonly type: OnnxConvolution['type']; readonly group: number; readonly weights: string }[];
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
    initializerDims: new Map(),
    convolutions: [],
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
  const inputs = scan.inputs.filter(({ name }) => !scan.initializerDims.has(name));
  const convolutions = scan.convolutions.flatMap(({ type, group, weights }) => {
    const dims = scan.initializerDims.get(weights);
    return dims === undefined ? [] : [{ type, group, weights: dims }];
  });
  const { opsets, operators, nodes, outputs, initializers, metadata } = scan;
  return { irVersion, producer, opsets, operators, nodes, convolutions, inputs, outputs, initializers, metadata };
}

function scanGraph(reader: ProtobufReader, scan: Scan, depth: number): void {
  if (depth > ONNX_LIMITS.graphDepth) throw new AppError('package-too-large', 'ONNX graphs are nested too deep', { depth });
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.wire !== 2) reader.skip(key.wire);
    else if (key.field === 1) scanNode(reader.message(), scan, depth);
    else if (key.field === 5) {
      const { name, dims } = scanTensor(reader.message());
      scan.initializers++;
      if (depth === 0) scan.initializerDims.set(name, dims);
    } else if (key.field === 11 && depth === 0) scan.inputs.push(scanValueInfo(reader.message()));
    else if (key.field === 12 && depth === 0) scan.outputs.push(scanValueInfo(reader.message()));
    else if (key.field === 15)
      throw new AppError('onnx-operator-unsupported', 'sparse initializers are not supported', { operator: 'SparseTensor' });
    else reader.skip(key.wire);
  }
}

function scanNode(reader: ProtobufReader, scan: Scan, depth: number): void {
  if (++scan.nodes > ONNX_LIMITS.nodes) throw new AppError('package-too-large', 'the ONNX graph has too many nodes', { nodes: scan.nodes });
  let type = '';
  let domain = '';
  let group = 1;
  const inputs: string[] = [];
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.field === 1 && key.wire === 2 && inputs.length < 2) inputs.push(reader.string());
    else if (key.field === 4 && key.wire === 2) type = reader.string();
    else if (key.field === 7 && key.wire === 2) domain = reader.string();
    else if (key.field === 5 && key.wire === 2) {
      const { name, integer } = scanAttribute(reader.message(), scan, depth);
      if (name === 'group') group = integer;
    } else reader.skip(key.wire);
  }
  if (type === 'Conv' || type === 'ConvTranspose') scan.convolutions.push({ type, group, weights: inputs[1] ?? '' });
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

function scanAttribute(reader: ProtobufReader, scan: Scan, depth: number): { readonly name: string; readonly integer: number } {
  let name = '';
  let integer = 0;
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.field === 3 && key.wire === 0) integer = reader.int64();
    else if (key.wire !== 2) reader.skip(key.wire);
    else if (key.field === 1) name = reader.string();
    else if (key.field === 5 || key.field === 10) scanTensor(reader.message());
    else if (key.field === 6 || key.field === 11) scanGraph(reader.message(), scan, depth + 1);
    else reader.skip(key.wire);
  }
  return { name, integer };
}

/** Checks the declared size of one tensor against the data it brings. */
function scanTensor(reader: ProtobufReader): { readonly name: string; readonly dims: readonly number[] } {
  const dims: number[] = [];
  let name = '';
  let bytes = 0;
  for (let key = reader.next(); key !== null; key = reader.next()) {
    if (key.field === 1) reader.int64s(key.wire, dims, ONNX_LIMITS.rank);
    else if (key.field === 8 && key.wire === 2) name = reader.string();
    else if (key.field === 13) throw externalData();
    else if (key.field === 14 && key.wire === 0) {
      if (reader.int64() !== 0) throw externalData();
    } else if (key.wire === 2 && [4, 5, 6, 7, 9, 10, 11].includes(key.field)) bytes += reader.byteLength();
    else reader.skip(key.wire);
  }
  let elements = 1;
  for (const dim of dims) {
    if (dim < 0) throw new AppError('onnx-malformed', 'a tensor has a negative size', { what: 'tensor' });
    elements *= dim;
  }
  // Two 4-bit values share a byte: no element takes less than half of one.
  if (elements > ONNX_LIMITS.initializerElements || (bytes > 0 && elements > bytes * 2)) {
    throw new AppError('onnx-malformed', 'a tensor declares more values than the file holds', { what: 'tensor' });
  }
  return { name, dims };
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
