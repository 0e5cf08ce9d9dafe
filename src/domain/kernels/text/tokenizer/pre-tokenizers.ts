import { AlignedBuilder, replaceMatches, sliceAligned, type AlignedText } from './aligned-text';
import { utf8Bytes } from '../utf8';
import { BYTE_CHARACTERS } from './byte-characters';
import { patternOf, prepend } from './normalizers';
import type { PreTokenizerConfig, SplitBehavior } from './tokenizer-config';

/** Splits normalized text into the words that the model takes one by one; `first` is the text's very first part. */
export type PreTokenizer = (source: AlignedText, first: boolean) => readonly AlignedText[];

/** As the pre-tokenizers of Hugging Face tokenizers 0.23. */
export function buildPreTokenizer(config: PreTokenizerConfig | null): PreTokenizer {
  if (config === null) return (source) => [source];
  switch (config.type) {
    case 'Sequence': {
      const all = config.pretokenizers.map(buildPreTokenizer);
      return (source, first) =>
        all.reduce<readonly AlignedText[]>((parts, split) => parts.flatMap((part, i) => split(part, first && i === 0)), [source]);
    }
    case 'BertPreTokenizer':
      return (source) => split(source, /\p{White_Space}/gu, 'Removed').flatMap((part) => split(part, PUNCTUATION, 'Isolated'));
    case 'Whitespace':
      return (source) => split(source, WORDS, 'Removed', true);
    case 'WhitespaceSplit':
      return (source) => split(source, /\p{White_Space}/gu, 'Removed');
    case 'Punctuation':
      return (source) => split(source, PUNCTUATION, config.behavior);
    case 'Digits':
      return (source) => split(source, /\p{N}/gu, config.individual_digits ? 'Isolated' : 'Contiguous');
    case 'Metaspace':
      return metaspace(config);
    case 'ByteLevel':
      return byteLevel(config.add_prefix_space, config.use_regex);
    case 'Split': {
      const pattern = patternOf(config.pattern);
      return (source) => split(source, pattern, config.behavior, config.invert);
    }
  }
}

const PUNCTUATION = /[\p{P}!-/:-@[-`{-~]/gu;
/** `\w+|[^\w\s]+` with the word characters of Unicode (UTS #18), which JavaScript's `\w` is not. */
const WORDS = /[\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}]+|[^\p{Alphabetic}\p{M}\p{Nd}\p{Pc}\p{Join_Control}\p{White_Space}]+/gu;
/** GPT-2's. */
const BYTE_LEVEL_WORDS =
  /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu;

interface Part {
  readonly from: number;
  readonly to: number;
  readonly match: boolean;
}

/**
 * Splits at the matches of a pattern; what becomes of them is told by `behavior`.
 * @param invert the matches are the words, what is between them the delimiters
 */
function split(source: AlignedText, pattern: RegExp, behavior: SplitBehavior, invert = false): readonly AlignedText[] {
  const parts: Part[] = [];
  let at = 0;
  const push = (from: number, to: number, match: boolean): void => {
    if (to > from) parts.push({ from, to, match: match !== invert });
  };
  for (const { index, 0: text } of source.text.matchAll(pattern)) {
    push(at, index, false);
    at = index + text.length;
    push(index, at, true);
  }
  push(at, source.text.length, false);
  return joined(parts, behavior).map(({ from, to }) => sliceAligned(source, from, to));
}

function joined(parts: readonly Part[], behavior: SplitBehavior): readonly Part[] {
  if (behavior === 'Removed') return parts.filter(({ match }) => !match);
  if (behavior === 'Isolated') return parts;
  const out: Part[] = [];
  let before: Part | undefined;
  for (const part of parts) {
    const last = out.at(-1);
    const joins =
      behavior === 'Contiguous'
        ? before?.match === part.match
        : behavior === 'MergedWithPrevious'
          ? part.match && before?.match === false
          : !part.match && before?.match === true;
    if (last !== undefined && joins) out[out.length - 1] = { ...last, to: part.to };
    else out.push(part);
    before = part;
  }
  return out;
}

function metaspace({
  replacement,
  prepend_scheme: scheme,
  split: splits,
}: Extract<PreTokenizerConfig, { type: 'Metaspace' }>): PreTokenizer {
  const mark = patternOf({ String: replacement });
  return (source, first) => {
    let text = replaceMatches(source, / /gu, () => replacement);
    const wanted = scheme === 'always' || (scheme === 'first' && first);
    if (wanted && !text.text.startsWith(replacement)) text = prepend(text, replacement);
    return splits ? split(text, mark, 'MergedWithNext') : [text];
  };
}

function byteLevel(addPrefixSpace: boolean, useRegex: boolean): PreTokenizer {
  return (source) => {
    const text = addPrefixSpace && !source.text.startsWith(' ') ? prepend(source, ' ') : source;
    const words = useRegex ? split(text, BYTE_LEVEL_WORDS, 'Isolated') : [text];
    return words.map((word) => {
      const builder = new AlignedBuilder(word);
      let at = 0;
      for (const char of word.text) {
        const bytes = Array.from(utf8Bytes(char), (byte) => BYTE_CHARACTERS[byte] ?? '').join('');
        builder.replace(at, at + char.length, bytes);
        at += char.length;
      }
      return builder.build();
    });
  };
}
