import { makeNode } from '../packages/onnx/build-proto';
import type { OnnxNode } from '../packages/onnx/model-proto';
import { hasFloatWeights, readConvolution, type Convolution } from './convolution';
import type { GraphEditor } from './graph-editor';
import { elementsOf, rearranged } from './tensor-elements';

const TO_THE_END = 2 ** 31 - 1;

/**
 * A 3-D convolution as 2-D ones over its slices: slices become the batch, each plane of the kernel convolves the slices
 * that lie under it, and the results are added. Exact but for the order of the sums, groups included. WebGPU's 3-D
 * convolution is one thread an output without tiling (about 16 times slower than the folded one in the measurements
 * published with the CellMap models, huggingface.co/cellmap/onnx-web-models) and knows no groups; WASM's own is better
 * than this.
 */
export function foldConvolution3d(node: OnnxNode, graph: GraphEditor): readonly OnnxNode[] | null {
  const convolution = readConvolution(node, graph);
  if (convolution === null || !isFoldable(convolution)) return null;
  const elements = elementsOf(convolution.weights);
  if (elements === null) return null;
  if (isPointwise(convolution)) return foldPointwise(node, convolution, graph);
  const { weights, output, kernel } = convolution;
  const [depth = 1, ...plane] = kernel;
  const planeSize = plane.reduce((product, size) => product * size, 1);
  const planes = Array.from({ length: depth }, (_, j) => {
    const dims = [...weights.dims.slice(0, 2), ...plane];
    const source = (i: number): number => (Math.floor(i / planeSize) * depth + j) * planeSize + (i % planeSize);
    return graph.add(rearranged(graph.fresh(weights.name), weights, elements, dims, source));
  });
  const name = (hint: string): string => graph.fresh(`${output}/${hint}`);
  const nodes: OnnxNode[] = [];
  const emit = (type: string, inputs: readonly string[], attributes = {}): string => {
    const result = name(type);
    nodes.push(makeNode({ type, inputs, outputs: [result], attributes }));
    return result;
  };
  const size = emit('Shape', [convolution.input]);
  const batch = emit('Slice', [size, graph.int64s([0]), graph.int64s([1])]);
  const planeOf = emit('Slice', [size, graph.int64s([3]), graph.int64s([5])]);
  const slices = emit('Concat', [graph.int64s([-1, channelsOf(convolution)]), planeOf], { axis: 0 });
  const depthFirst = padDepth(emit('Transpose', [convolution.input], { perm: [0, 2, 1, 3, 4] }), convolution, graph, emit);
  let sum: string | null = null;
  for (const [j, planeWeights] of planes.entries()) {
    const under = emit('Reshape', [slicesUnder(j, depthFirst, convolution, graph, emit), slices]);
    // The bias is added once.
    const bias = j === 0 ? node.inputs.slice(2) : [];
    const part = emit('Conv', [under, planeWeights, ...bias], planeAttributes(convolution));
    sum = sum === null ? part : emit('Add', [sum, part]);
  }
  if (sum === null) return null;
  const made = emit('Slice', [emit('Shape', [sum]), graph.int64s([1]), graph.int64s([4])]);
  const volume = emit('Reshape', [sum, emit('Concat', [batch, graph.int64s([-1]), made], { axis: 0 })]);
  nodes.push(makeNode({ type: 'Transpose', inputs: [volume], outputs: [output], attributes: { perm: [0, 2, 1, 3, 4] } }));
  return nodes;
}

function isPointwise({ kernel, strides, padsBegin, padsEnd }: Convolution): boolean {
  return [...kernel, ...strides].every((size) => size === 1) && [...padsBegin, ...padsEnd].every((pad) => pad === 0);
}

/** A 1 × 1 × 1 convolution sees no neighbours: the slices are laid one under the other, nothing is moved. */
function foldPointwise(node: OnnxNode, convolution: Convolution, graph: GraphEditor): readonly OnnxNode[] | null {
  const { input, output, weights, group } = convolution;
  const elements = elementsOf(weights);
  if (elements === null) return null;
  const [outChannels = 0, inChannels = 0] = weights.dims;
  const flat = graph.add(rearranged(graph.fresh(weights.name), weights, elements, [outChannels, inChannels, 1, 1], (i) => i));
  const name = (hint: string): string => graph.fresh(`${output}/${hint}`);
  const [size, batch, space, width, under, tall, wide, whole] = [
    name('size'),
    name('batch'),
    name('space'),
    name('width'),
    name('under'),
    name('tall'),
    name('wide'),
    name('whole'),
  ];
  const slice = (from: number, to: number, made: string): OnnxNode =>
    makeNode({ type: 'Slice', inputs: [size, graph.int64s([from]), graph.int64s([to])], outputs: [made] });
  const concat = (inputs: readonly string[], made: string): OnnxNode =>
    makeNode({ type: 'Concat', inputs, outputs: [made], attributes: { axis: 0 } });
  return [
    makeNode({ type: 'Shape', inputs: [input], outputs: [size] }),
    slice(0, 1, batch),
    slice(2, 5, space),
    slice(4, 5, width),
    concat([batch, graph.int64s([inChannels * group, -1]), width], under),
    makeNode({ type: 'Reshape', inputs: [input, under], outputs: [tall] }),
    makeNode({ type: 'Conv', inputs: [tall, flat, ...node.inputs.slice(2)], outputs: [wide], attributes: { kernel_shape: [1, 1], group } }),
    concat([batch, graph.int64s([outChannels]), space], whole),
    makeNode({ type: 'Reshape', inputs: [wide, whole], outputs: [output] }),
  ];
}

/** What the folding covers: a size that follows from the attributes. */
export function isFoldable(convolution: Convolution): boolean {
  const { type, kernel, padsUnknown } = convolution;
  return type === 'Conv' && kernel.length === 3 && !padsUnknown && hasFloatWeights(convolution);
}

type Emit = (type: string, inputs: readonly string[], attributes?: Readonly<Record<string, readonly number[] | number>>) => string;

function channelsOf({ weights, group }: Convolution): number {
  return (weights.dims[1] ?? 0) * group;
}

function planeAttributes({
  kernel,
  strides,
  dilations,
  padsBegin,
  padsEnd,
  group,
}: Convolution): Record<string, readonly number[] | number> {
  return {
    kernel_shape: kernel.slice(1),
    strides: strides.slice(1),
    dilations: dilations.slice(1),
    pads: [...padsBegin.slice(1), ...padsEnd.slice(1)],
    group,
  };
}

/** Zero slices before and after, on [batch, depth, channels, rows, columns]. */
function padDepth(input: string, { padsBegin, padsEnd }: Convolution, graph: GraphEditor, emit: Emit): string {
  const [before = 0] = padsBegin;
  const [after = 0] = padsEnd;
  if (before === 0 && after === 0) return input;
  return emit('Pad', [input, graph.int64s([0, before, 0, 0, 0, 0, after, 0, 0, 0])]);
}

/** The slices that plane `j` of the kernel lies over, one for each slice of the output. */
function slicesUnder(j: number, input: string, convolution: Convolution, graph: GraphEditor, emit: Emit): string {
  const { kernel, strides, dilations } = convolution;
  const [depth = 1] = kernel;
  const [stride = 1] = strides;
  const [dilation = 1] = dilations;
  const start = j * dilation;
  const left = (depth - 1 - j) * dilation;
  if (start === 0 && left === 0 && stride === 1) return input;
  return emit('Slice', [
    input,
    graph.int64s([start]),
    graph.int64s([left === 0 ? TO_THE_END : -left]),
    graph.int64s([1]),
    graph.int64s([stride]),
  ]);
}
