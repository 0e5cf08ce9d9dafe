import { z } from 'zod';
import { parseCodeTable } from '../../text/parse-code-table';
import { numbersOf } from '../../runtime/network-tensor';
import type { CodesValue } from '../register';
import { defineStep, input, inputType, typeProblem, valueOf } from '../step';
import { PACKAGE_PATH, packageText } from './shared/package-text';

type Code = CodesValue['codes'][number];

/**
 * Entities, or the classes of a text, to the codes of a table in the package (CSV: `term`, `code`, and where wanted
 * `meaning`, `scheme`, `label`). Entities are looked up by their words: case, accents and punctuation apart, then within a
 * few edits; classes by their key. A class takes its place in the text from `evidence` (second input) where that is given.
 */
export const linkCodes = defineStep({
  name: 'LinkCodes',
  version: 1,
  kwargs: z.strictObject({
    table: z.string().regex(PACKAGE_PATH),
    scheme: z.string().min(1).max(32),
    max_distance: z.int().min(0).max(3).default(1),
    /** 1 − edits / length. */
    min_similarity: z.number().min(0).max(1).default(0.85),
    /** Class keys by index: needed where the input is a tensor of class scores. */
    labels: z.array(z.string().min(1).max(64)).max(4096).optional(),
    /** Classes below get no code. */
    threshold: z.number().min(0).max(1).default(0.5),
  }),
  files: ({ table }) => [table],
  types: ({ labels }, context) => {
    const { kind } = inputType(context, 0, 'spans', 'tensor');
    if (kind === 'tensor' && labels === undefined) throw typeProblem('labels: needed to look up the codes of classes');
    if (context.inputs.length > 1) inputType(context, 1, 'spans');
    return [{ kind: 'codes' }];
  },
  run: async (given, context) => {
    const table = parseCodeTable(await packageText(context, given.table), given.scheme);
    const options = { maximumDistance: given.max_distance, minimumSimilarity: given.min_similarity };
    const source = input(context, 0, 'spans', 'tensor');
    if (source.kind === 'spans') {
      const codes = source.spans.flatMap(({ start, end, label, score }) =>
        table
          .link(source.text.slice(start, end), label, options)
          .slice(0, 1)
          .map(({ similarity, ...code }): Code => ({ ...code, score: similarity * score, start, end })),
      );
      return [{ kind: 'codes', codes }];
    }
    const evidence = context.inputs[1] === undefined ? [] : valueOf(context.inputs[1], 'spans').spans;
    const scores = numbersOf(source) ?? new Float64Array();
    const codes = (given.labels ?? []).flatMap((label, c): Code[] => {
      const score = scores[c] ?? 0;
      if (score < given.threshold) return [];
      const place = evidence.find((span) => span.label === label);
      const exact = { maximumDistance: 0, minimumSimilarity: 0 };
      return table
        .link(label, label, exact)
        .map(({ scheme, value, meaning }) => ({ scheme, value, meaning, score, start: place?.start ?? null, end: place?.end ?? null }));
    });
    return [{ kind: 'codes', codes: codes.sort((a, b) => b.score - a.score) }];
  },
});
