/**
 * The parts of a Hugging Face `tokenizer.json` (format 1.0) that decide what tokens a text has, already checked.
 * Names are those of the file.
 */
export interface TokenizerConfig {
  readonly added_tokens: readonly AddedToken[];
  readonly normalizer: NormalizerConfig | null;
  readonly pre_tokenizer: PreTokenizerConfig | null;
  readonly post_processor: PostProcessorConfig | null;
  readonly model: ModelConfig;
}

export interface AddedToken {
  readonly id: number;
  readonly content: string;
  readonly single_word: boolean;
  readonly lstrip: boolean;
  readonly rstrip: boolean;
  /** Looked for in the normalized text rather than the original. */
  readonly normalized: boolean;
  readonly special: boolean;
}

export type Pattern = { readonly String: string } | { readonly Regex: string };

export type NormalizerConfig =
  | { readonly type: 'Sequence'; readonly normalizers: readonly NormalizerConfig[] }
  | {
      readonly type: 'BertNormalizer';
      readonly clean_text: boolean;
      readonly handle_chinese_chars: boolean;
      /** Null: as `lowercase`. */
      readonly strip_accents: boolean | null;
      readonly lowercase: boolean;
    }
  | { readonly type: 'NFC' | 'NFD' | 'NFKC' | 'NFKD' | 'Lowercase' | 'StripAccents' | 'Nmt' }
  | { readonly type: 'Strip'; readonly strip_left: boolean; readonly strip_right: boolean }
  | { readonly type: 'Replace'; readonly pattern: Pattern; readonly content: string }
  | { readonly type: 'Prepend'; readonly prepend: string }
  /** Base64 of SentencePiece's own table. */
  | { readonly type: 'Precompiled'; readonly precompiled_charsmap: string };

export type SplitBehavior = 'Removed' | 'Isolated' | 'MergedWithPrevious' | 'MergedWithNext' | 'Contiguous';

export type PreTokenizerConfig =
  | { readonly type: 'Sequence'; readonly pretokenizers: readonly PreTokenizerConfig[] }
  | { readonly type: 'BertPreTokenizer' | 'Whitespace' | 'WhitespaceSplit' }
  | { readonly type: 'Punctuation'; readonly behavior: SplitBehavior }
  | { readonly type: 'Digits'; readonly individual_digits: boolean }
  | {
      readonly type: 'Metaspace';
      readonly replacement: string;
      readonly prepend_scheme: 'always' | 'first' | 'never';
      readonly split: boolean;
    }
  | { readonly type: 'ByteLevel'; readonly add_prefix_space: boolean; readonly use_regex: boolean }
  | { readonly type: 'Split'; readonly pattern: Pattern; readonly behavior: SplitBehavior; readonly invert: boolean };

export type PostProcessorConfig =
  | { readonly type: 'Sequence'; readonly processors: readonly PostProcessorConfig[] }
  | {
      readonly type: 'TemplateProcessing';
      /** Tokens around the text, by id. */
      readonly before: readonly number[];
      readonly after: readonly number[];
    }
  | { readonly type: 'ByteLevel'; readonly trim_offsets: boolean };

export type ModelConfig =
  | {
      readonly type: 'WordPiece';
      readonly vocab: ReadonlyMap<string, number>;
      readonly unk_token: string;
      readonly continuing_subword_prefix: string;
      readonly max_input_chars_per_word: number;
    }
  | { readonly type: 'WordLevel'; readonly vocab: ReadonlyMap<string, number>; readonly unk_token: string }
  | {
      readonly type: 'BPE';
      readonly vocab: ReadonlyMap<string, number>;
      readonly merges: readonly (readonly [string, string])[];
      readonly unk_token: string | null;
      readonly continuing_subword_prefix: string;
      readonly end_of_word_suffix: string;
      readonly fuse_unk: boolean;
      readonly byte_fallback: boolean;
      readonly ignore_merges: boolean;
    }
  | {
      readonly type: 'Unigram';
      /** Token and log probability, by id. */
      readonly vocab: readonly (readonly [string, number])[];
      readonly unk_id: number | null;
      readonly byte_fallback: boolean;
    };

/** A token of a pre-token: where it lies in the pre-token's text, in UTF-16 code units. */
export interface ModelToken {
  readonly id: number;
  readonly from: number;
  readonly to: number;
}

/** Splits one pre-token. */
export type TokenModel = (word: string) => readonly ModelToken[];
