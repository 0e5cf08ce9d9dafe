import { utf8Bytes } from '../utf8';
import type { ModelConfig, ModelToken, TokenModel } from './tokenizer-config';

/** What an unknown character costs below the least likely token (SentencePiece's `kUnkPenalty`). */
const UNKNOWN_PENALTY = 10;

interface Step {
  readonly id: number;
  readonly from: number;
  readonly score: number;
}

/**
 * The most probable segmentation (Kudo 2018) by Viterbi search; neighbouring unknown characters join to one token.
 * Ties go to the longer token, as in Hugging Face tokenizers.
 */
export function unigram(config: Extract<ModelConfig, { type: 'Unigram' }>): TokenModel {
  const ids = new Map<string, number>();
  let longest = 0;
  let lowest = Infinity;
  for (const [id, [token, score]] of config.vocab.entries()) {
    ids.set(token, id);
    longest = Math.max(longest, token.length);
    lowest = Math.min(lowest, score);
  }
  const unknownScore = lowest - UNKNOWN_PENALTY;
  const unknown = config.unk_id;

  const best = (word: string): readonly (Step | undefined)[] => {
    const steps: (Step | undefined)[] = new Array<Step | undefined>(word.length + 1).fill(undefined);
    let at = 0;
    for (const char of word) {
      const so = at === 0 ? 0 : (steps[at]?.score ?? 0);
      const offer = (id: number, to: number, score: number): void => {
        const known = steps[to];
        if (known === undefined || so + score > known.score) steps[to] = { id, from: at, score: so + score };
      };
      let single = false;
      const limit = Math.min(word.length, at + longest);
      for (let to = at + 1; to <= limit; to++) {
        const id = ids.get(word.slice(at, to));
        if (id === undefined) continue;
        offer(id, to, config.vocab[id]?.[1] ?? 0);
        single ||= to === at + char.length;
      }
      if (!single) {
        if (unknown === null) throw new RangeError('a character outside a vocabulary that has no unknown token');
        offer(unknown, at + char.length, unknownScore);
      }
      at += char.length;
    }
    return steps;
  };

  return (word) => {
    const steps = best(word);
    const pieces: ModelToken[] = [];
    for (let to = word.length; to > 0;) {
      const step = steps[to];
      if (step === undefined) break;
      const next = pieces.at(-1);
      if (step.id === unknown && next?.id === unknown) pieces[pieces.length - 1] = { ...next, from: step.from };
      else pieces.push({ id: step.id, from: step.from, to });
      to = step.from;
    }
    pieces.reverse();
    if (!config.byte_fallback) return pieces;
    return pieces.flatMap((piece) => (piece.id === unknown ? asBytes(piece, word, (token) => ids.get(token)) : [piece]));
  };
}

/** An unknown piece as its bytes, where the vocabulary has them all. */
export function asBytes(piece: ModelToken, word: string, find: (token: string) => number | undefined): readonly ModelToken[] {
  const bytes = [...utf8Bytes(word.slice(piece.from, piece.to))].map((byte) =>
    find(`<0x${byte.toString(16).toUpperCase().padStart(2, '0')}>`),
  );
  const known = bytes.filter((id) => id !== undefined);
  return known.length === bytes.length ? known.map((id) => ({ ...piece, id })) : [piece];
}
