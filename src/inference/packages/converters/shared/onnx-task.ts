import { AppError } from '../../../../domain/errors';
import { ONNX_DTYPES, type OnnxTensorInfo } from '../../onnx/scan';
import type { OnnxNetwork } from './draft-network';

/** `text` and `tensor`: no draft can be made, a person writes the manifest. */
export type GuessedTask = 'classification' | 'segmentation' | 'detection' | 'table' | 'text' | 'tensor';

/** What the shapes of a bare network say; all of it is a guess but the numbers. */
export interface OnnxTask {
  readonly task: GuessedTask;
  readonly input: OnnxTensorInfo;
  /** The output that is shown. */
  readonly output: OnnxTensorInfo;
  /** Of the image that goes in; 0 where none does. */
  readonly dims: 0 | 2 | 3;
  /** Channels of the image, columns of the table; null where the file leaves them open. */
  readonly channels: number | null;
  /** Rows and columns, for volumes slices before them, that the network asks for; null where it takes any. */
  readonly size: readonly number[] | null;
  /** Of the output; null where the file does not say. */
  readonly classes: number | null;
}

const FLOATS = new Set(['float32', 'float16', 'float64']);
const isFloat = ({ elementType }: OnnxTensorInfo): boolean => FLOATS.has(ONNX_DTYPES.get(elementType) ?? '');

/** A length that the file states; null where it is open. */
export const fixed = (value: number | string | null | undefined): number | null => (typeof value === 'number' && value > 0 ? value : null);

/** The task by the shapes of the first input and of the output: N × C, N × C × (D ×) H × W, or N × (4 + C) × K. */
export function describeTask({ inputs, outputs }: OnnxNetwork): OnnxTask {
  const [input] = inputs;
  const [first] = outputs;
  if (input === undefined || first === undefined) throw new AppError('internal', 'a network without tensors passed');
  const rank = input.shape.length;
  const dims = rank === 5 ? 3 : rank === 4 ? 2 : 0;
  // Classical classifiers give the label first, then the probabilities.
  const scores = dims === 0 ? outputs.find((one) => isFloat(one) && one.shape.length === 2) : undefined;
  const output = scores ?? first;
  const task = guessTask(inputs, input, output);
  const lengths = input.shape.slice(2).map(fixed);
  return {
    task,
    input,
    output,
    dims,
    channels: fixed(input.shape[1]),
    size: dims > 0 && lengths.every((length) => length !== null) ? lengths : null,
    classes: task === 'detection' ? detectionClasses(output) : task === 'text' || task === 'tensor' ? null : fixed(output.shape[1]),
  };
}

function guessTask(inputs: OnnxNetwork['inputs'], input: OnnxTensorInfo, output: OnnxTensorInfo): GuessedTask {
  if (inputs.some(({ name, elementType }) => name === 'input_ids' || ONNX_DTYPES.get(elementType) === 'string')) return 'text';
  if (inputs.length > 1) return 'tensor';
  const [taken, given] = [input.shape.length, output.shape.length];
  if (taken === 2) return isFloat(input) && fixed(input.shape[1]) !== null && given === 2 && isFloat(output) ? 'table' : 'tensor';
  if (taken !== 4 && taken !== 5) return 'tensor';
  if (given === 2) return 'classification';
  if (given === taken) return 'segmentation';
  return taken === 4 && given === 3 ? 'detection' : 'tensor';
}

/** Rows of a YOLO head are four sides and the classes; the candidates are many more. */
function detectionClasses({ shape }: OnnxTensorInfo): number | null {
  const lengths = [fixed(shape[1]), fixed(shape[2])].filter((length) => length !== null);
  const rows = Math.min(...lengths);
  return Number.isFinite(rows) && rows > 4 ? rows - 4 : null;
}
