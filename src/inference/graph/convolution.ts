import type { OnnxNode, OnnxTensor } from '../packages/onnx/model-proto';
import type { GraphEditor } from './graph-editor';

/** A `Conv` or `ConvTranspose` whose weights are known before it runs; lists have one entry a space axis. */
export interface Convolution {
  readonly type: 'Conv' | 'ConvTranspose';
  readonly input: string;
  readonly output: string;
  readonly weights: OnnxTensor;
  /** Null where there is none. */
  readonly bias: OnnxTensor | null;
  readonly group: number;
  readonly kernel: readonly number[];
  readonly strides: readonly number[];
  readonly dilations: readonly number[];
  readonly padsBegin: readonly number[];
  readonly padsEnd: readonly number[];
  readonly outputPadding: readonly number[];
  /** Pads follow from the input's size: SAME_UPPER, SAME_LOWER or a fixed output shape. */
  readonly padsUnknown: boolean;
}

/** Weights that rewrites can move about: float32 or float16. */
export function hasFloatWeights({ weights, bias }: Convolution): boolean {
  return [weights, bias].every((tensor) => tensor === null || FLOATS.includes(tensor.dataType));
}

const FLOATS: readonly number[] = [1, 10];

/** Null for other nodes, and where weights or bias are computed by the graph. */
export function readConvolution(node: OnnxNode, graph: GraphEditor): Convolution | null {
  const { type, domain, inputs, outputs, attributes } = node;
  if ((type !== 'Conv' && type !== 'ConvTranspose') || domain !== '') return null;
  const [input, weightsName, biasName = ''] = inputs;
  const [output] = outputs;
  if (input === undefined || weightsName === undefined || output === undefined) return null;
  const weights = graph.constant(weightsName);
  const bias = biasName === '' ? null : graph.constant(biasName);
  if (weights === null || weights.dims.length < 3 || (biasName !== '' && bias === null)) return null;
  const kernel = weights.dims.slice(2);
  const list = (name: string, value: number, length = kernel.length): readonly number[] => {
    const { ints = [] } = attributes.get(name) ?? {};
    return ints.length === length ? ints : new Array<number>(length).fill(value);
  };
  const autoPad = attributes.get('auto_pad')?.text ?? 'NOTSET';
  const pads = autoPad === 'VALID' ? new Array<number>(2 * kernel.length).fill(0) : list('pads', 0, 2 * kernel.length);
  return {
    type,
    input,
    output,
    weights,
    bias,
    group: attributes.get('group')?.int ?? 1,
    kernel,
    strides: list('strides', 1),
    dilations: list('dilations', 1),
    padsBegin: pads.slice(0, kernel.length),
    padsEnd: pads.slice(kernel.length),
    outputPadding: list('output_padding', 0),
    padsUnknown: autoPad.startsWith('SAME') || attributes.has('output_shape'),
  };
}
