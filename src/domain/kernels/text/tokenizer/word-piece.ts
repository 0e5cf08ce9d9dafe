import type { ModelConfig, ModelToken, TokenModel } from './tokenizer-config';

/** Longest match first (Devlin et al. 2019); a word that cannot be covered is unknown as a whole. */
export function wordPiece(config: Extract<ModelConfig, { type: 'WordPiece' }>): TokenModel {
  const { vocab, continuing_subword_prefix: prefix, max_input_chars_per_word: longest } = config;
  const unknown = vocab.get(config.unk_token);
  if (unknown === undefined) throw new RangeError('the vocabulary lacks its unknown token');
  return (word) => {
    // Positions of whole characters: a surrogate pair is never cut.
    const cuts = [0];
    for (const char of word) cuts.push((cuts.at(-1) ?? 0) + char.length);
    const whole = [{ id: unknown, from: 0, to: word.length }];
    if (cuts.length - 1 > longest) return whole;
    const tokens: ModelToken[] = [];
    let start = 0;
    while (start < cuts.length - 1) {
      let end = cuts.length - 1;
      let id: number | undefined;
      const from = cuts[start] ?? 0;
      for (; end > start; end--) {
        id = vocab.get((start > 0 ? prefix : '') + word.slice(from, cuts[end]));
        if (id !== undefined) break;
      }
      if (id === undefined) return whole;
      tokens.push({ id, from, to: cuts[end] ?? word.length });
      start = end;
    }
    return tokens;
  };
}

/** Each word is one entry of the vocabulary, or unknown. */
export function wordLevel(config: Extract<ModelConfig, { type: 'WordLevel' }>): TokenModel {
  const unknown = config.vocab.get(config.unk_token);
  return (word) => {
    const id = config.vocab.get(word) ?? unknown;
    if (id === undefined) throw new RangeError('the vocabulary lacks its unknown token');
    return [{ id, from: 0, to: word.length }];
  };
}
