import { aligned, replaceMatches, type AlignedText } from './tokenizer/aligned-text';
import { buildNormalizer } from './tokenizer/normalizers';
import type { NormalizerConfig } from './tokenizer/tokenizer-config';

export interface NormalizeTextOptions {
  readonly form: 'NFC' | 'NFKC' | 'none';
  readonly lowercase: boolean;
  readonly stripAccents: boolean;
  /** Runs of blanks become one space and ends are trimmed; line ends stay with `collapse-lines`. */
  readonly whitespace: 'keep' | 'collapse' | 'collapse-lines';
}

/** Text as a model was trained to read it, each character keeping its place in the original. */
export function normalizeText(text: string, options: NormalizeTextOptions): AlignedText {
  const parts: NormalizerConfig[] = [];
  if (options.form !== 'none') parts.push({ type: options.form });
  if (options.lowercase) parts.push({ type: 'Lowercase' });
  if (options.stripAccents) parts.push({ type: 'NFD' }, { type: 'StripAccents' }, { type: 'NFC' });
  if (options.whitespace !== 'keep') parts.push({ type: 'Strip', strip_left: true, strip_right: true });
  const normalized = buildNormalizer({ type: 'Sequence', normalizers: parts })(aligned(text));
  if (options.whitespace === 'keep') return normalized;
  if (options.whitespace === 'collapse') return replaceMatches(normalized, /\s+/gu, () => ' ');
  const lines = replaceMatches(normalized, /(?<![^\S\n])[^\S\n]*\n\s*/gu, () => '\n');
  return replaceMatches(lines, /[^\S\n]+/gu, () => ' ');
}

/** What two spellings of one term have in common: no accents, no case, single spaces, no punctuation but inside words. */
export function foldTerm(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/œ/gu, 'oe')
    .replace(/æ/gu, 'ae')
    .replace(/[^\p{L}\p{N}+%<>]+/gu, ' ')
    .trim();
}
