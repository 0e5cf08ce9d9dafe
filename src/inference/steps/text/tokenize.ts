import { z } from 'zod';
import { AppError } from '../../../domain/errors';
import type { Token, Tokenizer } from '../../../domain/kernels/text/tokenizer/tokenizer';
import { parseTokenizer } from '../../text/parse-tokenizer';
import type { RegisterType, RegisterValue, SpansValue, TextValue, TokensValue } from '../register';
import { defineStep, input, inputType, type RunContext } from '../step';
import { originalText, toOriginal } from './shared/original';
import { PACKAGE_PATH, packageText } from './shared/package-text';
import { outPorts } from './shared/ports';

const kwargs = z
  .strictObject({
    tokenizer: z.string().regex(PACKAGE_PATH),
    /** Special tokens included. */
    max_length: z.int().min(4).max(8192),
    /** Tokens that a window shares with the one before; without any, what is beyond the first window still is read. */
    stride: z.int().min(0).max(4096).default(0),
    padding: z.enum(['longest', 'max_length']).default('longest'),
    pad_token: z.string().max(64).default('[PAD]'),
    /** Windows read at most: longer texts are refused rather than read in part. */
    max_windows: z.int().min(1).max(4096).default(256),
    dtype: z.enum(['int64', 'int32']).default('int64'),
  })
  .refine(({ stride, max_length }) => stride < max_length - 2, 'stride: must be shorter than max_length by more than the special tokens');

type Kwargs = z.infer<typeof kwargs>;

const PORTS = ['tokens', 'input_ids', 'attention_mask', 'token_type_ids'] as const;

/**
 * Tokens of a text, or of each of its sentences, by a Hugging Face `tokenizer.json` of the package, in windows of one
 * length. Gives `tokens` (with the places of all tokens) and what networks take: `input_ids`, `attention_mask`,
 * `token_type_ids`, each `[windows, length]`.
 */
export const tokenize = defineStep<Kwargs>({
  name: 'Tokenize',
  version: 1,
  kwargs,
  files: ({ tokenizer }) => [tokenizer],
  types: ({ dtype }, context) => {
    inputType(context, 0, 'text', 'spans');
    return outPorts(context.out, PORTS).map((port): RegisterType =>
      port === 'tokens' ? { kind: 'tokens' } : { kind: 'tensor', dtype, rank: 2 },
    );
  },
  run: async (given, context) => {
    const tokenizer = await load(given.tokenizer, context);
    const pad = tokenizer.idOf(given.pad_token);
    if (pad === null) throw new AppError('package-schema', `the tokenizer has no token ${given.pad_token}`, { problem: 'pad_token' });
    const source = input(context, 0, 'text', 'spans');
    const tokens = windowsOf(source, tokenizer, given, pad);
    return outPorts(context.out, PORTS).map((port): RegisterValue => (port === 'tokens' ? tokens : tensorOf(port, tokens, given.dtype)));
  },
});

/** A package file never changes: its tokenizer is read once for each content. */
const known = new Map<string, Tokenizer>();
const KNOWN_LIMIT = 4;

async function load(path: string, context: RunContext): Promise<Tokenizer> {
  const json = await packageText(context, path);
  const cached = known.get(json);
  if (cached !== undefined) return cached;
  const tokenizer = parseTokenizer(json);
  if (known.size >= KNOWN_LIMIT) known.clear();
  known.set(json, tokenizer);
  return tokenizer;
}

function windowsOf(source: TextValue | SpansValue, tokenizer: Tokenizer, given: Kwargs, pad: number): TokensValue {
  const windows = source.kind === 'text' ? textWindows(source, tokenizer, given) : spanWindows(source, tokenizer, given);
  if (windows.length > given.max_windows) {
    throw new AppError('inference-failed', `the text is longer than ${String(given.max_windows)} windows`, { windows: windows.length });
  }
  const longest = windows.reduce((most, window) => Math.max(most, window.length), 1);
  const length = given.padding === 'max_length' ? given.max_length : longest;
  const size = windows.length * length;
  const ids = new Int32Array(size).fill(pad);
  const mask = new Uint8Array(size);
  const offsets = new Int32Array(size * 2).fill(-1);
  const words = new Int32Array(size).fill(-1);
  for (const [w, window] of windows.entries()) {
    for (const [i, token] of window.entries()) {
      const at = w * length + i;
      ids[at] = token.id;
      mask[at] = 1;
      words[at] = token.word;
      offsets.set([token.start, token.end], at * 2);
    }
  }
  const text = source.kind === 'text' ? originalText(source) : source.text;
  return { kind: 'tokens', text, ids, mask, windows: windows.length, length, offsets, words };
}

function textWindows(source: TextValue, tokenizer: Tokenizer, given: Kwargs): readonly (readonly Token[])[] {
  const place = (token: Token): Token => (token.start < 0 ? token : { ...token, ...toOriginal(source, token.start, token.end) });
  return cut(source.text, tokenizer, given).map((window) => window.map(place));
}

/** Each sentence apart; words are counted on, so that none is two. */
function spanWindows({ text, spans }: SpansValue, tokenizer: Tokenizer, given: Kwargs): readonly (readonly Token[])[] {
  let counted = 0;
  return spans.flatMap(({ start, end }) => {
    const windows = cut(text.slice(start, end), tokenizer, given);
    const from = counted;
    for (const window of windows) for (const { word } of window) counted = Math.max(counted, from + word + 1);
    return windows.map((window) =>
      window.map((token) =>
        token.start < 0 ? token : { ...token, start: token.start + start, end: token.end + start, word: token.word + from },
      ),
    );
  });
}

function cut(text: string, tokenizer: Tokenizer, { max_length: maxLength, stride }: Kwargs): readonly (readonly Token[])[] {
  try {
    return tokenizer.windows(text, { maxLength, stride });
  } catch (cause) {
    const problem = cause instanceof Error ? cause.message : 'tokenizer';
    throw new AppError('inference-failed', `Tokenize: ${problem}`, {}, { cause });
  }
}

function tensorOf(port: Exclude<(typeof PORTS)[number], 'tokens'>, tokens: TokensValue, dtype: Kwargs['dtype']): RegisterValue {
  const values: Int32Array =
    port === 'input_ids' ? tokens.ids : port === 'attention_mask' ? Int32Array.from(tokens.mask) : new Int32Array(tokens.ids.length);
  const dims = [tokens.windows, tokens.length];
  if (dtype === 'int32') return { kind: 'tensor', dtype, dims, data: Int32Array.from(values) };
  return { kind: 'tensor', dtype, dims, data: BigInt64Array.from(values, BigInt) };
}
