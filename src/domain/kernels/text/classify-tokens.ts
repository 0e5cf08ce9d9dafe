/** Tokens in windows, each with its place in the text; −1 where a token stands for no character. */
export interface PlacedTokens {
  readonly text: string;
  readonly windows: number;
  readonly length: number;
  /** Start and end of every token, two by two. */
  readonly offsets: Int32Array;
  /** Number of the word each token belongs to. */
  readonly words: Int32Array;
}

export interface TokenClassifyOptions {
  /** By class index: `O`, `B-PROBLEM`, `I-PROBLEM` …; without prefix every token of one label is inside. */
  readonly labels: readonly string[];
  /** How the tokens of a word agree on its label: each for itself, the first, the mean, the surest. */
  readonly aggregation: 'simple' | 'first' | 'average' | 'max';
  /** Entities below are left out, 0–1. */
  readonly minimumScore: number;
}

export interface ScoredSpan {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly score: number;
}

/** A token or a whole word with the probabilities of its labels. */
interface Unit {
  readonly start: number;
  readonly end: number;
  readonly word: number;
  readonly probabilities: Float64Array;
}

/**
 * Entities from the scores of every token (BIO, BILOU or plain labels), as the token-classification pipeline of Hugging
 * Face transformers groups them: neighbours of one label join unless the next begins anew (`B-`, `U-`); an entity's score
 * is the mean of its parts. Where windows overlap, a token is judged where it has the most context.
 * @param logits windows × length × labels
 */
export function classifyTokens(logits: Float32Array, tokens: PlacedTokens, options: TokenClassifyOptions): readonly ScoredSpan[] {
  const single = bestContext(tokens).map(({ at, start, end, word }) => ({
    start,
    end,
    word,
    probabilities: softmaxAt(logits, at, options.labels.length),
  }));
  const units = options.aggregation === 'simple' ? single : intoWords(single, options.aggregation);
  return join(units, options.labels)
    .map((span) => trimmed(span, tokens.text))
    .filter(({ score, start, end }) => score >= options.minimumScore && end > start);
}

function bestContext({ windows, length, offsets, words }: PlacedTokens): { at: number; start: number; end: number; word: number }[] {
  const best = new Map<string, { at: number; start: number; end: number; word: number; context: number }>();
  for (let window = 0; window < windows; window++) {
    let used = length;
    while (used > 0 && (offsets[(window * length + used - 1) * 2] ?? -1) < 0) used--;
    for (let i = 0; i < used; i++) {
      const at = window * length + i;
      const [start, end, word] = [offsets[at * 2] ?? -1, offsets[at * 2 + 1] ?? -1, words[at] ?? -1];
      if (start < 0 || end <= start) continue;
      // The bytes of one character share a place and are judged as one.
      const key = `${String(start)} ${String(end)} ${String(word)}`;
      const context = Math.min(i, used - 1 - i);
      const known = best.get(key);
      if (known === undefined || context > known.context) best.set(key, { at, start, end, word, context });
    }
  }
  return [...best.values()].sort((a, b) => a.start - b.start || a.end - b.end);
}

function softmaxAt(logits: Float32Array, at: number, classes: number): Float64Array {
  const scores = Float64Array.from(logits.subarray(at * classes, (at + 1) * classes));
  const highest = scores.reduce((a, b) => Math.max(a, b), -Infinity);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((a, b) => a + b, 0);
  return powers.map((power) => power / total);
}

function intoWords(tokens: readonly Unit[], aggregation: 'first' | 'average' | 'max'): readonly Unit[] {
  const words: Unit[][] = [];
  for (const token of tokens) {
    const current = words.at(-1);
    if (current?.[0]?.word === token.word) current.push(token);
    else words.push([token]);
  }
  return words.flatMap((parts) => {
    const [first] = parts;
    const last = parts.at(-1);
    if (first === undefined || last === undefined) return [];
    return [{ start: first.start, end: last.end, word: first.word, probabilities: agreed(parts, first, aggregation) }];
  });
}

function agreed(parts: readonly Unit[], first: Unit, aggregation: 'first' | 'average' | 'max'): Float64Array {
  if (aggregation === 'first') return first.probabilities;
  const top = ({ probabilities }: Unit): number => probabilities.reduce((a, b) => Math.max(a, b), 0);
  if (aggregation === 'max') return parts.reduce((best, part) => (top(part) > top(best) ? part : best)).probabilities;
  return first.probabilities.map((_, i) => parts.reduce((sum, { probabilities }) => sum + (probabilities[i] ?? 0), 0) / parts.length);
}

const TAG = /^([BILUSE])[-_](.+)$/u;

interface OpenSpan {
  readonly start: number;
  readonly end: number;
  readonly label: string;
  readonly scores: readonly number[];
  /** Nothing joins it any more. */
  readonly closed: boolean;
}

function join(units: readonly Unit[], labels: readonly string[]): readonly ScoredSpan[] {
  const spans: OpenSpan[] = [];
  let adjacent = false;
  for (const { start, end, probabilities } of units) {
    const index = probabilities.reduce((best, value, i) => (value > (probabilities[best] ?? 0) ? i : best), 0);
    const name = labels[index] ?? 'O';
    if (name === 'O') {
      adjacent = false;
      continue;
    }
    const [, prefix = 'I', label = name] = TAG.exec(name) ?? [];
    const score = probabilities[index] ?? 0;
    const closed = CLOSING.has(prefix);
    const last = spans.at(-1);
    if (adjacent && last !== undefined && !last.closed && last.label === label && !OPENING.has(prefix)) {
      spans[spans.length - 1] = { ...last, end, scores: [...last.scores, score], closed };
    } else spans.push({ start, end, label, scores: [score], closed });
    adjacent = true;
  }
  return spans.map(({ scores, ...span }) => ({
    start: span.start,
    end: span.end,
    label: span.label,
    score: scores.reduce((sum, score) => sum + score, 0) / scores.length,
  }));
}

const OPENING = new Set(['B', 'U', 'S']);
const CLOSING = new Set(['U', 'S', 'L', 'E']);

/** Tokens of some vocabularies hold the blank before a word. */
function trimmed(span: ScoredSpan, text: string): ScoredSpan {
  const part = text.slice(span.start, span.end);
  return { ...span, start: span.start + part.length - part.trimStart().length, end: span.start + part.trimEnd().length };
}
