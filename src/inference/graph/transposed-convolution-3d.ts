import { makeNode } from '../packages/onnx/build-proto';
import type { OnnxNode } from '../packages/onnx/model-proto';
import { hasFloatWeights, readConvolution, type Convolution } from './convolution';
import type { GraphEditor } from './graph-editor';
import { elementsOf, rearranged } from './tensor-elements';

/** As far as Slice can be told, without knowing the size. */
const TO_THE_END = 2 ** 31 - 1;

/**
 * A 3-D transposed convolution as a convolution and a rearrangement. Output q = s·u + r of an axis (stride s) sums
 * x[u − j] · w[r + s·j] over j: each of the s³ phases r is a plain convolution with ⌈k/s⌉ taps an axis. Convolution gives
 * the phases as channels, Reshape and Transpose interleave them, and Slice takes off what `pads` drop. A 2 × 2 × 2 kernel
 * of stride 2 becomes a 1 × 1 × 1 convolution. Exact: the same products are summed.
 */
export function rewriteTransposedConvolution3d(node: OnnxNode, graph: GraphEditor): readonly OnnxNode[] | null {
  const convolution = readConvolution(node, graph);
  if (convolution === null || !isRewritable(convolution)) return null;
  const { input, output, weights, bias, kernel, strides, padsBegin } = convolution;
  const elements = elementsOf(weights);
  const biasElements = bias === null ? null : elementsOf(bias);
  if (elements === null || (bias !== null && biasElements === null)) return null;
  const taps = tapsOf(convolution);
  const surplus = surplusOf(convolution);
  const [inChannels = 0, outChannels = 0] = weights.dims;
  const phases = strides.reduce((product, stride) => product * stride, 1);

  const phaseWeights = rearranged(
    graph.fresh(weights.name),
    weights,
    elements,
    [outChannels * phases, inChannels, ...taps],
    sourceOf({ inChannels, outChannels, kernel, strides, taps }),
  );
  const inputs = [input, graph.add(phaseWeights)];
  if (bias !== null && biasElements !== null) {
    inputs.push(graph.add(rearranged(graph.fresh(bias.name), bias, biasElements, [outChannels * phases], (i) => Math.floor(i / phases))));
  }
  const name = (hint: string): string => graph.fresh(`${output}/${hint}`);
  const [phased, size, batch, space, split, divided, interleaved, scaled, joined, whole] = [
    name('phases'),
    name('size'),
    name('batch'),
    name('space'),
    name('split'),
    name('divided'),
    name('interleaved'),
    name('scaled'),
    name('joined'),
    name('whole'),
  ];
  const pads = [...taps, ...taps].map((count) => count - 1);
  const crops = [...padsBegin, ...surplus].some((length) => length > 0);
  const nodes = [
    makeNode({ type: 'Conv', inputs, outputs: [phased], attributes: { kernel_shape: taps, pads } }),
    makeNode({ type: 'Shape', inputs: [phased], outputs: [size] }),
    makeNode({ type: 'Slice', inputs: [size, graph.int64s([0]), graph.int64s([1])], outputs: [batch] }),
    makeNode({ type: 'Slice', inputs: [size, graph.int64s([2]), graph.int64s([5])], outputs: [space] }),
    makeNode({
      type: 'Concat',
      inputs: [batch, graph.int64s([outChannels, ...strides]), space],
      outputs: [split],
      attributes: { axis: 0 },
    }),
    makeNode({ type: 'Reshape', inputs: [phased, split], outputs: [divided] }),
    makeNode({ type: 'Transpose', inputs: [divided], outputs: [interleaved], attributes: { perm: [0, 1, 5, 2, 6, 3, 7, 4] } }),
    makeNode({ type: 'Mul', inputs: [space, graph.int64s(strides)], outputs: [scaled] }),
    makeNode({ type: 'Concat', inputs: [batch, graph.int64s([outChannels]), scaled], outputs: [joined], attributes: { axis: 0 } }),
    makeNode({ type: 'Reshape', inputs: [interleaved, joined], outputs: [crops ? whole : output] }),
  ];
  if (crops) {
    const ends = surplus.map((length) => (length === 0 ? TO_THE_END : -length));
    nodes.push(
      makeNode({
        type: 'Slice',
        inputs: [whole, graph.int64s(padsBegin), graph.int64s(ends), graph.int64s([2, 3, 4])],
        outputs: [output],
      }),
    );
  }
  return nodes;
}

/** What the rewrite covers: one group, no dilation, a size that follows from the attributes. */
export function isRewritable(convolution: Convolution): boolean {
  const { type, kernel, group, dilations, padsUnknown } = convolution;
  if (type !== 'ConvTranspose' || kernel.length !== 3 || group !== 1 || padsUnknown) return false;
  return dilations.every((step) => step === 1) && surplusOf(convolution).every((length) => length >= 0) && hasFloatWeights(convolution);
}

function tapsOf({ kernel, strides }: Convolution): readonly number[] {
  return kernel.map((size, axis) => Math.ceil(size / at(strides, axis)));
}

/** What the interleaved phases are longer than the output, at the far end of each axis. */
function surplusOf(convolution: Convolution): readonly number[] {
  const { kernel, strides, padsEnd, outputPadding } = convolution;
  return tapsOf(convolution).map(
    (count, axis) => count * at(strides, axis) - at(kernel, axis) + at(padsEnd, axis) - at(outputPadding, axis),
  );
}

interface Layout {
  readonly inChannels: number;
  readonly outChannels: number;
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly taps: readonly number[];
}

/** Where a weight [output channel, phase, input channel, taps] of the convolution lies in [input channel, output channel, kernel]. */
function sourceOf({ inChannels, outChannels, kernel, strides, taps }: Layout): (index: number) => number {
  return (index) => {
    let rest = index;
    const take = (size: number): number => {
      const digit = rest % size;
      rest = (rest - digit) / size;
      return digit;
    };
    const tap = [take(at(taps, 2)), take(at(taps, 1)), take(at(taps, 0))].reverse();
    const inChannel = take(inChannels);
    const phase = [take(at(strides, 2)), take(at(strides, 1)), take(at(strides, 0))].reverse();
    const outChannel = rest;
    let place = inChannel * outChannels + outChannel;
    for (const axis of [0, 1, 2]) {
      // A convolution reads forwards where the transposed one reads backwards.
      const position = at(phase, axis) + at(strides, axis) * (at(taps, axis) - 1 - at(tap, axis));
      if (position >= at(kernel, axis)) return -1;
      place = place * at(kernel, axis) + position;
    }
    return place;
  };
}

function at(list: readonly number[], axis: number): number {
  return list[axis] ?? 0;
}
