import { AlignedBuilder, replaceMatches, sliceAligned, type AlignedText } from './aligned-text';
import { precompiledNormalizer } from './precompiled-charsmap';
import type { NormalizerConfig, Pattern } from './tokenizer-config';

export type Normalizer = (source: AlignedText) => AlignedText;
type UnicodeForm = 'NFC' | 'NFD' | 'NFKC' | 'NFKD';

/** As the normalizers of Hugging Face tokenizers 0.23, each character keeping its place in the original. */
export function buildNormalizer(config: NormalizerConfig | null): Normalizer {
  if (config === null) return (source) => source;
  switch (config.type) {
    case 'Sequence': {
      const all = config.normalizers.map(buildNormalizer);
      return (source) => all.reduce((text, normalize) => normalize(text), source);
    }
    case 'BertNormalizer':
      return bertNormalizer(config);
    case 'NFC':
    case 'NFD':
    case 'NFKC':
    case 'NFKD': {
      const form = config.type;
      return (source) => unicodeForm(source, form);
    }
    case 'Lowercase':
      return lowercase;
    case 'StripAccents':
      return (source) => replaceMatches(source, /\p{M}/gu, () => '');
    case 'Nmt':
      return nmt;
    case 'Strip':
      return (source) => strip(source, config.strip_left, config.strip_right);
    case 'Replace': {
      const pattern = patternOf(config.pattern);
      return (source) => replaceMatches(source, pattern, () => config.content);
    }
    case 'Prepend':
      return (source) => (source.text === '' ? source : prepend(source, config.prepend));
    case 'Precompiled':
      return precompiledNormalizer(config.precompiled_charsmap);
  }
}

export function prepend(source: AlignedText, text: string): AlignedText {
  const builder = new AlignedBuilder(source);
  builder.replace(0, 0, text);
  builder.keep(0, source.text.length);
  return builder.build();
}

/** A pattern of the file as a global expression. @throws SyntaxError where JavaScript cannot express it. */
export function patternOf(pattern: Pattern): RegExp {
  const source = 'String' in pattern ? pattern.String.replace(/[.*+?^${}()|[\]\\/]/gu, '\\$&') : pattern.Regex;
  return new RegExp(source, 'gu');
}

function bertNormalizer(config: Extract<NormalizerConfig, { type: 'BertNormalizer' }>): Normalizer {
  const stripAccents = config.strip_accents ?? config.lowercase;
  return (source) => {
    let text = source;
    // Control and unassigned characters go, but tab and line ends, which are blanks as all others.
    if (config.clean_text) {
      text = replaceMatches(text, /[^\P{C}\t\n\r]|\ufffd/gu, () => '');
      text = replaceMatches(text, /\p{White_Space}/gu, () => ' ');
    }
    if (config.handle_chinese_chars) text = replaceMatches(text, CHINESE, (char) => ` ${char} `);
    if (stripAccents) text = replaceMatches(unicodeForm(text, 'NFD'), /\p{Mn}/gu, () => '');
    return config.lowercase ? lowercase(text) : text;
  };
}

const CHINESE =
  /[\u4e00-\u9fff\u3400-\u4dbf\u{20000}-\u{2a6df}\u{2a700}-\u{2b73f}\u{2b740}-\u{2b81f}\u{2b920}-\u{2ceaf}\uf900-\ufaff\u{2f800}-\u{2fa1f}]/gu;

/** Character by character: a sigma at the end of a word is like any other. */
function lowercase(source: AlignedText): AlignedText {
  return replaceMatches(source, /[^\p{Lowercase_Letter}\p{Z}\p{N}\p{P}]/gu, (char) => char.toLowerCase());
}

/** Characters are composed and decomposed together with the marks that follow them; jamo join to syllables. */
function unicodeForm(source: AlignedText, form: UnicodeForm): AlignedText {
  if (source.text.normalize(form) === source.text) return source;
  return replaceMatches(source, /[\u1100-\u11ff]+|\P{M}?\p{M}+|\P{M}/gsu, (run) => run.normalize(form));
}

/** Normalization of the NMT tool kit, as SentencePiece's `nmt_nfkc` begins. */
function nmt(source: AlignedText): AlignedText {
  const without = replaceMatches(source, /\p{Cc}/gu, (char) => (isNmtRemoved(char.charCodeAt(0)) ? '' : char));
  return replaceMatches(without, /[\t\n\f\r\u1680\u200b-\u200f\u2028\u2029\u2581\ufeff\ufffd]/gu, () => ' ');
}

/** Control characters but tab, line feed, form feed and carriage return; of the upper ones only three. */
function isNmtRemoved(code: number): boolean {
  if (code >= 0x7f) return code === 0x7f || code === 0x8f || code === 0x9f;
  return code !== 0 && code !== 9 && code !== 10 && code !== 12 && code !== 13;
}

function strip(source: AlignedText, left: boolean, right: boolean): AlignedText {
  const { text } = source;
  const from = left ? text.length - text.trimStart().length : 0;
  const to = right ? text.trimEnd().length : text.length;
  return sliceAligned(source, from, Math.max(from, to));
}
