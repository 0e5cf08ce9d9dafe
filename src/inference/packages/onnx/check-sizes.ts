import { AppError } from '../../../domain/errors';
import { ONNX_LIMITS } from '../limits';
import { constantsOf, floatsOf, integersOf, type Constants } from './constants';
import { parseGraph, type OnnxGraph, type OnnxNode } from './model-proto';
import type { OnnxTensorInfo } from './scan';

/** Sizes of a value, those that only a run tells taken as 1: no value is smaller than its sizes say. */
type Sizes = readonly number[];

/**
 * Refuses graphs that are sure to make a value too large for any machine: constants asked for by the billion, tensors
 * tiled, expanded, padded, resized or doubled without end. What sizes the graph computes at run time it cannot tell: there
 * the runtime's own allocation fails, in its worker.
 * @throws AppError `onnx-too-large`.
 */
export function checkSizes(graph: OnnxGraph, inputs: readonly OnnxTensorInfo[]): void {
  const sizes = new Map<string, Sizes>();
  for (const { name, shape } of inputs) {
    if (shape.length > 0)
      sizes.set(
        name,
        shape.map((size) => (typeof size === 'number' ? Math.max(1, size) : 1)),
      );
  }
  walk(graph, sizes, new Map());
}

function walk(graph: OnnxGraph, outside: ReadonlyMap<string, Sizes>, around: Constants): void {
  const sizes = new Map(outside);
  const constants = constantsOf(graph, around);
  for (const [name, { dims }] of constants) sizes.set(name, dims);
  for (const { name, dims } of graph.initializers) check(dims, `the initializer "${name.slice(0, 60)}"`);
  for (const node of graph.nodes) {
    for (const { graphs } of node.attributes.values()) for (const bytes of graphs) walk(parseGraph(bytes), sizes, constants);
    const made = node.domain === '' ? sizesOf(new NodeSizes(node, sizes, constants)) : null;
    if (made === null) continue;
    check(made, `an answer of ${node.type}`);
    for (const name of node.outputs.slice(0, 1)) sizes.set(name, made);
  }
}

function check(sizes: Sizes, what: string): void {
  const elements = count(sizes);
  if (elements <= ONNX_LIMITS.elements) return;
  const message = `the network asks for ${elements.toExponential(1)} values at once (${what})`;
  throw new AppError('onnx-too-large', message, { what, elements });
}

function count(sizes: Sizes): number {
  return sizes.reduce((product, size) => product * Math.max(0, size), 1);
}

/** A node as the rules below look at it. */
class NodeSizes {
  constructor(
    readonly node: OnnxNode,
    private readonly sizes: ReadonlyMap<string, Sizes>,
    private readonly constants: Constants,
  ) {}

  input(index: number): Sizes | null {
    return this.sizes.get(this.node.inputs[index] ?? '') ?? null;
  }

  integers(index: number): readonly number[] | null {
    const tensor = this.constants.get(this.node.inputs[index] ?? '');
    return tensor === undefined ? null : integersOf(tensor);
  }

  floats(index: number): readonly number[] | null {
    const tensor = this.constants.get(this.node.inputs[index] ?? '');
    return tensor === undefined ? null : floatsOf(tensor);
  }

  ints(attribute: string): readonly number[] | null {
    return this.node.attributes.get(attribute)?.ints ?? null;
  }

  int(attribute: string, otherwise: number): number {
    return this.node.attributes.get(attribute)?.int ?? otherwise;
  }
}

const SAME_SIZE: ReadonlySet<string> = new Set(
  `Abs BatchNormalization Cast Ceil Clip CumSum Dropout Elu Erf Exp Floor Gelu HardSigmoid HardSwish Identity InstanceNormalization
   LayerNormalization LeakyRelu Log LogSoftmax Neg Not PRelu Reciprocal Relu Round Selu Sigmoid Sign Sin Cos Softmax Softplus
   Softsign Sqrt Tanh`.split(/\s+/),
);
const BROADCASTING: ReadonlySet<string> = new Set(
  'Add And Div Equal Greater Less Max Mean Min Mod Mul Or Pow Sub Sum Where Xor GreaterOrEqual LessOrEqual'.split(' '),
);

/** Sizes of the first output; null where no rule tells. */
function sizesOf(at: NodeSizes): Sizes | null {
  const { type } = at.node;
  if (SAME_SIZE.has(type)) return at.input(0);
  if (BROADCASTING.has(type)) return broadcast(at.node.inputs.map((_, index) => at.input(index)));
  switch (type) {
    case 'ConstantOfShape':
      return at.integers(0);
    case 'RandomNormal':
    case 'RandomUniform':
      return at.ints('shape');
    case 'Expand':
      return broadcast([at.input(0), at.integers(1)]);
    case 'Tile':
      return scaled(at.input(0), at.integers(1));
    case 'Upsample':
      return scaled(at.input(0), at.floats(1));
    case 'Resize':
      return at.integers(3) ?? scaled(at.input(0), at.floats(at.node.inputs.length > 2 ? 2 : 1));
    case 'Pad':
      return padded(at.input(0), at.integers(1) ?? at.ints('pads'));
    case 'Concat':
      return concatenated(at);
    case 'Range':
      return range(at);
    case 'OneHot':
      return [...(at.input(0) ?? []), at.integers(1)?.[0] ?? 1];
    case 'Reshape':
      return reshaped(at.input(0), at.integers(1));
    case 'Transpose':
      return transposed(at.input(0), at.ints('perm'));
    case 'MatMul':
      return product(at.input(0), at.input(1));
    case 'Conv':
    case 'ConvTranspose':
      return convolved(at);
    default:
      return null;
  }
}

function broadcast(list: readonly (Sizes | null)[]): Sizes | null {
  const known = list.filter((sizes) => sizes !== null);
  if (known.length === 0) return null;
  const rank = Math.max(...known.map(({ length }) => length));
  return Array.from({ length: rank }, (_, axis) => Math.max(...known.map((sizes) => sizes[axis - rank + sizes.length] ?? 1)));
}

function scaled(sizes: Sizes | null, factors: readonly number[] | null): Sizes | null {
  if (factors === null) return sizes;
  // Sizes unknown count as 1.
  return factors.map((factor, axis) => Math.floor((sizes?.[axis] ?? 1) * factor));
}

function padded(sizes: Sizes | null, pads: readonly number[] | null): Sizes | null {
  if (pads === null) return sizes;
  const rank = pads.length / 2;
  return Array.from({ length: rank }, (_, axis) => Math.max(0, (sizes?.[axis] ?? 1) + (pads[axis] ?? 0) + (pads[axis + rank] ?? 0)));
}

function concatenated(at: NodeSizes): Sizes | null {
  const parts = at.node.inputs.map((_, index) => at.input(index));
  const [first] = parts.filter((sizes) => sizes !== null);
  if (first === undefined) return null;
  const axis = (at.int('axis', 0) + first.length) % first.length;
  const total = parts.reduce((sum, sizes) => sum + (sizes?.[axis] ?? 1), 0);
  return first.map((size, index) => (index === axis ? total : size));
}

function range(at: NodeSizes): Sizes | null {
  const value = (index: number): number | undefined => (at.integers(index) ?? at.floats(index))?.[0];
  const [start, limit, step] = [value(0), value(1), value(2)];
  if (start === undefined || limit === undefined || step === undefined) return null;
  return [Math.max(0, Math.ceil((limit - start) / step))];
}

function reshaped(sizes: Sizes | null, target: readonly number[] | null): Sizes | null {
  if (target === null) return sizes === null ? null : [count(sizes)];
  const fixed = target.map((size, axis) => (size === 0 ? (sizes?.[axis] ?? 1) : size));
  const rest = fixed.filter((size) => size > 0).reduce((all, size) => all * size, 1);
  return fixed.map((size) => (size < 0 ? Math.max(1, Math.floor(count(sizes ?? []) / rest)) : size));
}

function transposed(sizes: Sizes | null, perm: readonly number[] | null): Sizes | null {
  if (sizes === null) return null;
  return perm?.length === sizes.length ? perm.map((axis) => sizes[axis] ?? 1) : [...sizes].reverse();
}

function product(a: Sizes | null, b: Sizes | null): Sizes | null {
  if (a === null || b === null || a.length < 2 || b.length < 2) return null;
  return [...(broadcast([a.slice(0, -2), b.slice(0, -2)]) ?? []), a.at(-2) ?? 1, b.at(-1) ?? 1];
}

function convolved(at: NodeSizes): Sizes | null {
  const [input, weights] = [at.input(0), at.input(1)];
  if (input === null || weights === null || input.length < 3 || weights.length !== input.length) return null;
  const transposing = at.node.type === 'ConvTranspose';
  const space = weights.slice(2).map((kernel, axis) => {
    const size = input[axis + 2] ?? 1;
    const stride = Math.max(1, at.ints('strides')?.[axis] ?? 1);
    const reach = (kernel - 1) * (at.ints('dilations')?.[axis] ?? 1) + 1;
    const pads = at.ints('pads') ?? [];
    const pad = (pads[axis] ?? 0) + (pads[axis + weights.length - 2] ?? 0);
    if (transposing) return (size - 1) * stride + reach - pad + (at.ints('output_padding')?.[axis] ?? 0);
    return Math.floor((size + pad - reach) / stride) + 1;
  });
  const channels = transposing ? (weights[1] ?? 1) * at.int('group', 1) : (weights[0] ?? 1);
  return [input[0] ?? 1, channels, ...space.map((size) => Math.max(1, size))];
}
