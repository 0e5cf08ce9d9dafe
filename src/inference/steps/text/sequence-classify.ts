import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import { strongestSpans } from '../../../domain/kernels/text/evidence';
import { numbersOf } from '../../runtime/network-tensor';
import type { RegisterType, RegisterValue, TensorValue, TokensValue } from '../register';
import { defineStep, input, inputType, typeProblem, type RunContext, type TypeContext } from '../step';
import { inPorts, outPorts } from './shared/ports';

const kwargs = z.strictObject({
  /** Class keys, by index. */
  labels: z.array(z.string().min(1).max(64)).min(1).max(4096),
  activation: z.enum(['softmax', 'sigmoid', 'none']),
  /** How the windows of a long text agree: the mean, the surest, or the first alone. */
  windows: z.enum(['mean', 'max', 'first']).default('mean'),
  /** Evidence: words that spoke most for each class at or above `threshold`. */
  top_k: z.int().min(1).max(50).default(5),
  threshold: z.number().min(0).max(1).default(0.5),
});
type Kwargs = z.infer<typeof kwargs>;

const IN = ['logits', 'tokens', 'contributions'] as const;
const OUT = ['scores', 'evidence'] as const;

/**
 * Scores of the classes of a text: `logits` `[windows, classes]` become probabilities `[1, classes]`. Where the network
 * says how much each token spoke for each class (`contributions` `[windows, length, classes]`), `evidence` holds the words
 * behind the classes decided for, the strongest first; without, pass only `logits`.
 */
export const sequenceClassify = defineStep<Kwargs>({
  name: 'SequenceClassify',
  version: 1,
  kwargs,
  types: (_given, context) => {
    const ports = inPorts(context.in, IN);
    for (const port of IN) if (ports.includes(port)) checkPort(port, ports.indexOf(port), context);
    return outPorts(context.out, OUT).map((port): RegisterType => {
      if (port === 'scores') return { kind: 'tensor', dtype: 'float32', rank: 2 };
      if (!ports.includes('tokens') || !ports.includes('contributions')) throw typeProblem('evidence needs tokens and contributions');
      return { kind: 'spans' };
    });
  },
  run: (given, context) => {
    const ports = inPorts(context.in, IN);
    const logits = input(context, ports.indexOf('logits'), 'tensor');
    const scores = scoresOf(logits, given);
    return outPorts(context.out, OUT).map((port): RegisterValue => {
      if (port === 'scores') return { kind: 'tensor', dtype: 'float32', dims: [1, scores.length], data: Float32Array.from(scores) };
      return evidence(scores, given, ports, context);
    });
  },
});

function checkPort(port: (typeof IN)[number], at: number, context: TypeContext): void {
  if (port === 'tokens') inputType(context, at, 'tokens');
  else if (inputType(context, at, 'tensor').rank !== (port === 'logits' ? 2 : 3)) {
    throw typeProblem(port === 'logits' ? 'logits are [windows, classes]' : 'contributions are [windows, length, classes]');
  }
}

function scoresOf(logits: TensorValue, { labels, activation, windows }: Kwargs): Float64Array {
  const classes = labels.length;
  const [count = 0] = logits.dims;
  if (logits.dims[1] !== classes || count === 0) {
    throw new AppError('inference-failed', `scores have the shape ${logits.dims.join('×')}, expected windows × ${String(classes)}`);
  }
  const values = numbersOf(logits) ?? new Float64Array();
  const rows = Array.from({ length: windows === 'first' ? 1 : count }, (_, i) =>
    activate(values.slice(i * classes, (i + 1) * classes), activation),
  );
  return Float64Array.from({ length: classes }, (_, c) => {
    const column = rows.map((row) => row[c] ?? 0);
    return windows === 'max' ? Math.max(...column) : column.reduce((sum, value) => sum + value, 0) / rows.length;
  });
}

function activate(row: Float64Array, activation: Kwargs['activation']): Float64Array {
  if (activation === 'none') return row;
  if (activation === 'sigmoid') return row.map((value) => 1 / (1 + Math.exp(-value)));
  const highest = row.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = row.map((value) => Math.exp(value - highest));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

function evidence(scores: Float64Array, given: Kwargs, ports: readonly (typeof IN)[number][], context: RunContext): RegisterValue {
  const tokens: TokensValue = input(context, ports.indexOf('tokens'), 'tokens');
  const contributions = input(context, ports.indexOf('contributions'), 'tensor');
  const classes = given.labels.length;
  if ([tokens.windows, tokens.length, classes].some((size, axis) => contributions.dims[axis] !== size)) {
    throw new AppError('inference-failed', `contributions have the shape ${contributions.dims.join('×')}`);
  }
  const weights = numbersOf(contributions) ?? new Float64Array();
  const spans = given.labels.flatMap((label, c) => {
    if ((scores[c] ?? 0) < given.threshold) return [];
    const places = Array.from({ length: tokens.windows * tokens.length }, (_, i) => ({
      start: tokens.offsets[i * 2] ?? -1,
      end: tokens.offsets[i * 2 + 1] ?? -1,
      group: tokens.words[i] ?? -1,
      weight: weights[i * classes + c] ?? 0,
    }));
    return strongestSpans(
      places.filter(({ start, end }) => start >= 0 && end > start),
      given.top_k,
    ).map((span) => ({ ...span, label }));
  });
  return { kind: 'spans', text: tokens.text, spans };
}
