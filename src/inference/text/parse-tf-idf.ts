import { z } from 'zod';
import { AppError } from '../../domain/errors';
import type { TfIdfModel } from '../../domain/kernels/text/tf-idf';

/** Attributes of a fitted scikit-learn `TfidfVectorizer`, by their own names. */
const schema = z
  .strictObject({
    analyzer: z.enum(['word', 'char', 'char_wb']).default('word'),
    ngram_range: z.tuple([z.int().min(1).max(10), z.int().min(1).max(10)]).default([1, 1]),
    lowercase: z.boolean().default(true),
    strip_accents: z.enum(['ascii', 'unicode']).nullable().default(null),
    // The two patterns that are in use; a free expression would be code.
    token_pattern: z.enum(['(?u)\\b\\w\\w+\\b', '(?u)\\b\\w+\\b']).default('(?u)\\b\\w\\w+\\b'),
    stop_words: z.array(z.string()).nullable().default(null),
    binary: z.boolean().default(false),
    sublinear_tf: z.boolean().default(false),
    norm: z.enum(['l1', 'l2']).nullable().default('l2'),
    vocabulary: z.record(z.string(), z.int().min(0).max(5_000_000)),
    idf: z.array(z.number()).nullable().default(null),
  })
  .refine(({ ngram_range: [least, most] }) => least <= most, 'ngram_range: from more to less');

/** A vocabulary file of a package. @throws AppError `package-schema`. */
export function parseTfIdf(json: string): TfIdfModel {
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch (cause) {
    throw new AppError('package-schema', 'vocabulary: not JSON', { problem: 'vocabulary: not JSON' }, { cause });
  }
  const checked = schema.safeParse(parsed);
  if (!checked.success) {
    const [issue] = checked.error.issues;
    const problem = `vocabulary: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.slice(0, 200);
    throw new AppError('package-schema', problem, { problem });
  }
  const { data } = checked;
  const vocabulary = new Map(Object.entries(data.vocabulary));
  const columns = 1 + [...vocabulary.values()].reduce((a, b) => Math.max(a, b), -1);
  if (data.idf !== null && data.idf.length !== columns) {
    const problem = `vocabulary: ${String(data.idf.length)} idf weights for ${String(columns)} columns`;
    throw new AppError('package-schema', problem, { problem });
  }
  return {
    analyzer: data.analyzer,
    ngramRange: data.ngram_range,
    lowercase: data.lowercase,
    stripAccents: data.strip_accents,
    shortestWord: data.token_pattern.includes('\\w\\w') ? 2 : 1,
    stopWords: new Set(data.stop_words ?? []),
    binary: data.binary,
    sublinearTf: data.sublinear_tf,
    norm: data.norm,
    vocabulary,
    idf: data.idf,
    columns,
  };
}
