import { z } from 'zod';
import { AppError } from '../../domain/errors';
import { Tokenizer } from '../../domain/kernels/text/tokenizer/tokenizer';
import type {
  ModelConfig,
  NormalizerConfig,
  PostProcessorConfig,
  PreTokenizerConfig,
  TokenizerConfig,
} from '../../domain/kernels/text/tokenizer/tokenizer-config';

const pattern = z.union([z.object({ String: z.string() }), z.object({ Regex: z.string() })]);

const normalizer: z.ZodType<NormalizerConfig> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('Sequence'), normalizers: z.array(normalizer).max(32) }),
    z.object({
      type: z.literal('BertNormalizer'),
      clean_text: z.boolean().default(true),
      handle_chinese_chars: z.boolean().default(true),
      strip_accents: z.boolean().nullable().default(null),
      lowercase: z.boolean().default(true),
    }),
    z.object({ type: z.enum(['NFC', 'NFD', 'NFKC', 'NFKD', 'Lowercase', 'StripAccents', 'Nmt']) }),
    z.object({ type: z.literal('Strip'), strip_left: z.boolean().default(true), strip_right: z.boolean().default(true) }),
    z.object({ type: z.literal('Replace'), pattern, content: z.string() }),
    z.object({ type: z.literal('Prepend'), prepend: z.string() }),
    z.object({ type: z.literal('Precompiled'), precompiled_charsmap: z.string() }),
  ]),
);

const behavior = z.enum(['Removed', 'Isolated', 'MergedWithPrevious', 'MergedWithNext', 'Contiguous']);

const preTokenizer: z.ZodType<PreTokenizerConfig> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('Sequence'), pretokenizers: z.array(preTokenizer).max(32) }),
    z.object({ type: z.enum(['BertPreTokenizer', 'Whitespace', 'WhitespaceSplit']) }),
    z.object({ type: z.literal('Punctuation'), behavior: behavior.default('Isolated') }),
    z.object({ type: z.literal('Digits'), individual_digits: z.boolean().default(false) }),
    metaspace(),
    z.object({ type: z.literal('ByteLevel'), add_prefix_space: z.boolean().default(true), use_regex: z.boolean().default(true) }),
    z.object({ type: z.literal('Split'), pattern, behavior, invert: z.boolean().default(false) }),
  ]),
);

/** Files before 0.15 say `add_prefix_space` where later ones say `prepend_scheme`. */
function metaspace() {
  return z
    .object({
      type: z.literal('Metaspace'),
      replacement: z.string().default('▁'),
      prepend_scheme: z.enum(['always', 'first', 'never']).optional(),
      add_prefix_space: z.boolean().optional(),
      split: z.boolean().default(true),
    })
    .transform(({ type, replacement, prepend_scheme, add_prefix_space, split }) => ({
      type,
      replacement,
      prepend_scheme: prepend_scheme ?? (add_prefix_space === false ? ('never' as const) : ('always' as const)),
      split,
    }));
}

const pieces = z.array(
  z.union([z.object({ SpecialToken: z.object({ id: z.string() }) }), z.object({ Sequence: z.object({ id: z.enum(['A', 'B']) }) })]),
);
const named = z.tuple([z.string(), z.number().int()]);

const postProcessor: z.ZodType<PostProcessorConfig> = z.lazy(() =>
  z.discriminatedUnion('type', [
    z.object({ type: z.literal('Sequence'), processors: z.array(postProcessor).max(32) }),
    z
      .object({
        type: z.literal('TemplateProcessing'),
        single: pieces,
        special_tokens: z.record(z.string(), z.object({ ids: z.array(z.number().int()) })),
      })
      .transform(({ type, single, special_tokens: known }) => {
        const at = single.findIndex((piece) => 'Sequence' in piece);
        const ids = (some: typeof single): number[] =>
          some.flatMap((piece) => ('SpecialToken' in piece ? (known[piece.SpecialToken.id]?.ids ?? []) : []));
        return { type, before: ids(single.slice(0, at)), after: ids(single.slice(at + 1)) };
      }),
    z
      .object({ type: z.literal('BertProcessing'), sep: named, cls: named })
      .transform(({ sep, cls }) => ({ type: 'TemplateProcessing' as const, before: [cls[1]], after: [sep[1]] })),
    z
      .object({ type: z.literal('RobertaProcessing'), sep: named, cls: named, trim_offsets: z.boolean().default(true) })
      .transform(({ sep, cls, trim_offsets }) => ({
        type: 'Sequence' as const,
        processors: [
          { type: 'ByteLevel' as const, trim_offsets },
          { type: 'TemplateProcessing' as const, before: [cls[1]], after: [sep[1]] },
        ],
      })),
    z.object({ type: z.literal('ByteLevel'), trim_offsets: z.boolean().default(true) }),
  ]),
);

const vocabulary = z.record(z.string(), z.number().int().min(0)).transform((entries) => new Map(Object.entries(entries)));
const unknownToken = z.string().default('[UNK]');

const model: z.ZodType<ModelConfig> = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('WordPiece'),
    vocab: vocabulary,
    unk_token: unknownToken,
    continuing_subword_prefix: z.string().default('##'),
    max_input_chars_per_word: z.number().int().default(100),
  }),
  z.object({ type: z.literal('WordLevel'), vocab: vocabulary, unk_token: unknownToken }),
  z.object({
    type: z.literal('BPE'),
    vocab: vocabulary,
    merges: z.array(z.union([z.tuple([z.string(), z.string()]), z.string().transform(mergePair)])),
    unk_token: z.string().nullable().default(null),
    continuing_subword_prefix: z
      .string()
      .nullish()
      .transform((prefix) => prefix ?? ''),
    end_of_word_suffix: z
      .string()
      .nullish()
      .transform((suffix) => suffix ?? ''),
    fuse_unk: z.boolean().default(false),
    byte_fallback: z.boolean().default(false),
    ignore_merges: z.boolean().default(false),
    // A random element has no place in a diagnosis.
    dropout: z.union([z.null(), z.literal(0)]).optional(),
  }),
  z.object({
    type: z.literal('Unigram'),
    vocab: z.array(z.tuple([z.string(), z.number()])),
    unk_id: z.number().int().nullable().default(null),
    byte_fallback: z.boolean().default(false),
  }),
]);

function mergePair(text: string): [string, string] {
  const at = text.indexOf(' ');
  return [text.slice(0, at), text.slice(at + 1)];
}

const addedToken = z.object({
  id: z.number().int().min(0),
  content: z.string(),
  single_word: z.boolean().default(false),
  lstrip: z.boolean().default(false),
  rstrip: z.boolean().default(false),
  normalized: z.boolean().default(true),
  special: z.boolean().default(false),
});

const tokenizer: z.ZodType<TokenizerConfig> = z.object({
  added_tokens: z.array(addedToken).default([]),
  normalizer: normalizer.nullish().transform((part) => part ?? null),
  pre_tokenizer: preTokenizer.nullish().transform((part) => part ?? null),
  post_processor: postProcessor.nullish().transform((part) => part ?? null),
  model,
});

/**
 * A Hugging Face `tokenizer.json` (format 1.0): WordPiece, BPE, Unigram and word-level models with the normalizers and
 * pre-tokenizers that go with them. Truncation and padding of the file are left out: the step says how long windows are.
 * @throws AppError `package-schema` naming what cannot be read
 */
export function parseTokenizer(json: string): Tokenizer {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw unreadable('not JSON', cause);
  }
  const checked = tokenizer.safeParse(parsed);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    throw unreadable(`${issue?.path.join('.') ?? ''}: ${issue?.message ?? 'not a tokenizer'}`, checked.error);
  }
  try {
    return new Tokenizer(checked.data);
  } catch (cause) {
    throw unreadable(cause instanceof Error ? cause.message : 'contradictory', cause);
  }
}

function unreadable(problem: string, cause: unknown): AppError {
  const message = `tokenizer: ${problem.slice(0, 200)}`;
  return new AppError('package-schema', message, { problem: message }, { cause });
}
