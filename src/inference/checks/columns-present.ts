import { z } from 'zod';
import { defineRule } from './rule';
import { registerOf, source } from './shared/subject';

/** A table has the columns; of a row they must not be empty. */
export const columnsPresent = defineRule({
  kwargs: z.strictObject({ source, columns: z.array(z.string().min(1).max(100)).min(1).max(256) }),
  readsPixels: true,
  reads: ({ source: name }) => (name === undefined ? [] : [name]),
  evaluate: ({ source: name, columns }, subject) => {
    const value = registerOf(subject, name);
    if (value?.kind !== 'row' && value?.kind !== 'rows') return null;
    const missing = columns.filter((column) =>
      value.kind === 'rows' ? !value.columns.includes(column) : (value.cells.get(column) ?? null) === null,
    );
    return { satisfied: missing.length === 0, measured: { kind: 'columns', expected: columns, missing } };
  },
});
