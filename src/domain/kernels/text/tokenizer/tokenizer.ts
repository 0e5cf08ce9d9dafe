import { addedTokenFinder } from './added-tokens';
import { aligned, originalRange, type AlignedText } from './aligned-text';
import { bytePair } from './byte-pair';
import { buildNormalizer } from './normalizers';
import { buildPreTokenizer } from './pre-tokenizers';
import type { ModelConfig, PostProcessorConfig, TokenizerConfig, TokenModel } from './tokenizer-config';
import { unigram } from './unigram';
import { wordLevel, wordPiece } from './word-piece';

/** One token and the characters of the original text it stands for, in UTF-16 code units. */
export interface Token {
  readonly id: number;
  readonly start: number;
  readonly end: number;
  /** The word (pre-token) it is part of, from 0; −1 for special tokens around a text. */
  readonly word: number;
}

/** Tokens of one stretch of a text with the special tokens around them; those stand for no character: −1, −1. */
export type TokenWindow = readonly Token[];

export interface WindowOptions {
  /** Tokens of a window, special ones included. */
  readonly maxLength: number;
  /** Tokens that a window shares with the one before. */
  readonly stride: number;
}

/**
 * Text → tokens as the Hugging Face tokenizer of the same `tokenizer.json` makes them (tokenizers 0.23), each with its
 * place in the text.
 */
export class Tokenizer {
  readonly #config: TokenizerConfig;
  readonly #encode: (text: string) => readonly Token[];
  readonly #around: { readonly before: readonly number[]; readonly after: readonly number[] };

  /** @throws RangeError, SyntaxError where the parts of the file contradict one another. */
  constructor(config: TokenizerConfig) {
    this.#config = config;
    this.#encode = buildEncoder(config);
    this.#around = specialTokens(config.post_processor);
  }

  /** All tokens of a text, without special ones. */
  encode(text: string): readonly Token[] {
    return this.#encode(text);
  }

  /** Windows that cover the text, at least one; the last may be shorter. */
  windows(text: string, { maxLength, stride }: WindowOptions): readonly TokenWindow[] {
    const tokens = this.#encode(text);
    const { before, after } = this.#around;
    const room = maxLength - before.length - after.length;
    if (room < 1 || stride < 0 || stride >= room) throw new RangeError('a stride that never moves on');
    const windows: TokenWindow[] = [];
    for (let start = 0; ; start += room - stride) {
      const stop = Math.min(start + room, tokens.length);
      windows.push([...before.map(special), ...tokens.slice(start, stop), ...after.map(special)]);
      if (stop === tokens.length) return windows;
    }
  }

  /** Id of a token by its text, for padding; null where there is none. */
  idOf(token: string): number | null {
    const added = this.#config.added_tokens.find(({ content }) => content === token);
    const { model } = this.#config;
    if (added !== undefined) return added.id;
    if (model.type !== 'Unigram') return model.vocab.get(token) ?? null;
    const id = model.vocab.findIndex(([text]) => text === token);
    return id < 0 ? null : id;
  }
}

function special(id: number): Token {
  return { id, start: -1, end: -1, word: -1 };
}

function buildEncoder(config: TokenizerConfig): (text: string) => readonly Token[] {
  const normalize = buildNormalizer(config.normalizer);
  const preTokenize = buildPreTokenizer(config.pre_tokenizer);
  const model = buildModel(config.model);
  const trims = trimsOffsets(config.post_processor);
  const added = config.added_tokens;
  const findRaw = addedTokenFinder(added.filter(({ normalized }) => !normalized).map((token) => ({ ...token, search: token.content })));
  const findNormalized = addedTokenFinder(
    added.filter(({ normalized }) => normalized).map((token) => ({ ...token, search: normalize(aligned(token.content)).text })),
  );
  return (text) => {
    const tokens: Token[] = [];
    let count = 0;
    let first = true;
    for (const outer of findRaw(aligned(text))) {
      const parts = outer.kind === 'token' ? [outer] : findNormalized(normalize(outer.text));
      for (const part of parts) {
        if (part.kind === 'token') tokens.push({ ...placed(part.id, part.text, 0, part.text.text.length, false), word: count++ });
        else {
          for (const word of preTokenize(part.text, first)) {
            if (word.text === '') continue;
            for (const { id, from, to } of model(word.text)) tokens.push({ ...placed(id, word, from, to, trims), word: count });
            count++;
          }
        }
        first = false;
      }
    }
    return tokens;
  };
}

function placed(id: number, word: AlignedText, from: number, to: number, trim: boolean): Omit<Token, 'word'> {
  let [start, end] = [from, to];
  if (trim) {
    while (start < end && BLANK.has(word.text[start] ?? '')) start++;
    while (end > start && BLANK.has(word.text[end - 1] ?? '')) end--;
    // A blank alone stands for nothing: an empty place after it, at the very start before it.
    if (start === end) {
      const [first, last] = originalRange(word, from, to);
      return { id, start: first === 0 ? 0 : last, end: first === 0 ? 0 : last };
    }
  }
  const range = originalRange(word, start, end);
  return { id, start: range[0], end: range[1] };
}

/** What stands for a space in byte-level vocabularies. */
const BLANK = new Set(['\u0120', ' ']);

function buildModel(config: ModelConfig): TokenModel {
  switch (config.type) {
    case 'WordPiece':
      return wordPiece(config);
    case 'WordLevel':
      return wordLevel(config);
    case 'BPE':
      return bytePair(config);
    case 'Unigram':
      return unigram(config);
  }
}

function specialTokens(config: PostProcessorConfig | null): { readonly before: readonly number[]; readonly after: readonly number[] } {
  if (config === null || config.type === 'ByteLevel') return { before: [], after: [] };
  if (config.type === 'TemplateProcessing') return config;
  return config.processors
    .map(specialTokens)
    .reduce((all, { before, after }) => ({ before: [...before, ...all.before], after: [...all.after, ...after] }), {
      before: [],
      after: [],
    });
}

function trimsOffsets(config: PostProcessorConfig | null): boolean {
  if (config === null || config.type === 'TemplateProcessing') return false;
  return config.type === 'ByteLevel' ? config.trim_offsets : config.processors.some(trimsOffsets);
}
