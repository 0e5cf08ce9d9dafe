import { makeNode, withInputs } from '../packages/onnx/build-proto';
import type { OnnxNode } from '../packages/onnx/model-proto';
import { readConvolution, type Convolution } from './convolution';
import type { GraphEditor } from './graph-editor';
import { elementsOf, rearranged } from './tensor-elements';

/** Channels of a vector of the shader. */
const VECTOR = 4;

/** Operators of one input that turn zero into zero, so that channels of zeros pass through them. */
const KEEP_ZERO: ReadonlySet<string> = new Set([
  'Abs',
  'Elu',
  'Erf',
  'Gelu',
  'HardSwish',
  'Identity',
  'LeakyRelu',
  'Neg',
  'Relu',
  'Selu',
  'Sin',
  'Softsign',
  'Tanh',
]);

/**
 * Rounds the input channels of 2-D convolutions up to a multiple of 4 with zeros. WebGPU of onnxruntime-web 1.30 computes
 * wrong numbers, without a word, where a kernel larger than 1 × 1 takes 6, 9, 15, 18, 33 … channels (a multiple of 3 but not
 * of 4, beyond 3) and gives a multiple of 4. Exact: zeros times zero weights are added. The zeros are made by the convolution
 * before where only element-wise operators lie between, at no cost, else by a Pad.
 */
export function padChannels(graph: GraphEditor): boolean {
  const wanting = graph.nodes.filter((node) => wideChannels(readConvolution(node, graph)) !== null);
  if (wanting.length === 0) return false;
  const links = linksOf(graph);
  const replaced = new Map<OnnxNode, readonly OnnxNode[]>();
  /** The convolution as it is by now: it may have been widened for the one after it. */
  const latest = (node: OnnxNode): OnnxNode => replaced.get(node)?.at(-1) ?? node;
  const update = (node: OnnxNode, made: OnnxNode): void => {
    replaced.set(node, [...(replaced.get(node)?.slice(0, -1) ?? []), made]);
  };
  for (const node of wanting) {
    const convolution = readConvolution(latest(node), graph);
    const channels = wideChannels(convolution);
    if (convolution === null || channels === null) continue;
    const weights = widened(convolution, 1, channels, graph);
    if (weights === null) continue;
    const maker = graph.hasNestedGraphs ? null : makerOf(convolution.input, graph, links);
    const wideMaker = maker === null ? null : widenedMaker(latest(maker), channels, graph);
    if (maker !== null && wideMaker !== null) {
      update(maker, wideMaker);
      update(node, withInputs(latest(node), [convolution.input, weights, ...latest(node).inputs.slice(2)]));
    } else {
      const input = graph.fresh(`${convolution.input}/padded`);
      const missing = channels - (convolution.weights.dims[1] ?? 0);
      const pad = padNode(convolution.input, input, missing, graph);
      replaced.set(node, [pad, withInputs(latest(node), [input, weights, ...latest(node).inputs.slice(2)])]);
    }
  }
  graph.replace(graph.nodes.flatMap((node) => replaced.get(node) ?? [node]));
  return replaced.size > 0;
}

/** The number of channels to round up to; null where a convolution is left as it is. */
function wideChannels(convolution: Convolution | null): number | null {
  if (convolution?.type !== 'Conv' || convolution.group !== 1 || convolution.kernel.length !== 2) return null;
  const [, channels = 0] = convolution.weights.dims;
  if (channels <= VECTOR || channels % VECTOR === 0 || convolution.kernel.every((side) => side === 1)) return null;
  return Math.ceil(channels / VECTOR) * VECTOR;
}

/** Weights (axis 0: outputs, 1: inputs) with more channels, all zeros. */
function widened({ weights }: Convolution, axis: 0 | 1, channels: number, graph: GraphEditor): string | null {
  const elements = elementsOf(weights);
  if (elements === null) return null;
  const [outputs = 0, inputs = 0, ...kernel] = weights.dims;
  const area = kernel.reduce((product, size) => product * size, 1);
  const row = (axis === 1 ? channels : inputs) * area;
  const source = (index: number): number => {
    const output = Math.floor(index / row);
    const within = index % row;
    return output >= outputs || within >= inputs * area ? -1 : output * inputs * area + within;
  };
  const dims = axis === 1 ? [outputs, channels, ...kernel] : [channels, inputs, ...kernel];
  return graph.add(rearranged(graph.fresh(weights.name), weights, elements, dims, source));
}

interface Links {
  readonly makers: ReadonlyMap<string, OnnxNode>;
  readonly uses: ReadonlyMap<string, number>;
}

function linksOf(graph: GraphEditor): Links {
  const makers = new Map<string, OnnxNode>();
  const uses = new Map<string, number>();
  for (const node of graph.nodes) {
    for (const name of node.outputs) makers.set(name, node);
    for (const name of node.inputs) uses.set(name, (uses.get(name) ?? 0) + 1);
  }
  return { makers, uses };
}

/** The convolution whose channels reach `name` unchanged and nothing else; null where there is none. */
function makerOf(name: string, graph: GraphEditor, { makers, uses }: Links): OnnxNode | null {
  let value = name;
  for (;;) {
    const maker = makers.get(value);
    if (maker === undefined || uses.get(value) !== 1 || graph.isOutput(value)) return null;
    if (maker.type === 'Conv') return maker;
    const [only, more] = maker.inputs;
    if (!KEEP_ZERO.has(maker.type) || maker.domain !== '' || only === undefined || more !== undefined) return null;
    value = only;
  }
}

/** The convolution with output channels of zeros behind its own; null where it cannot be widened. */
function widenedMaker(node: OnnxNode, channels: number, graph: GraphEditor): OnnxNode | null {
  const convolution = readConvolution(node, graph);
  if (convolution?.group !== 1) return null;
  const { bias } = convolution;
  const biasElements = bias === null ? null : elementsOf(bias);
  if (bias !== null && biasElements === null) return null;
  const weights = widened(convolution, 0, channels, graph);
  if (weights === null) return null;
  const inputs = [convolution.input, weights];
  if (bias !== null && biasElements !== null) {
    const source = (i: number): number => (i < biasElements.length ? i : -1);
    inputs.push(graph.add(rearranged(graph.fresh(bias.name), bias, biasElements, [channels], source)));
  }
  return withInputs(node, inputs);
}

function padNode(input: string, output: string, channels: number, graph: GraphEditor): OnnxNode {
  const pads = [0, 0, 0, 0, 0, channels, 0, 0];
  if (graph.opset < 11) return makeNode({ type: 'Pad', inputs: [input], outputs: [output], attributes: { pads } });
  return makeNode({ type: 'Pad', inputs: [input, graph.int64s(pads)], outputs: [output] });
}
