import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { withModels } from './support/models-table';

it('docs/models.md tells of every model what its manifest tells', () => {
  const document = readFileSync(new URL('../../docs/models.md', import.meta.url), 'utf8');
  expect(withModels(document), 'run npx tsx tests/models/write-table.ts').toBe(document);
});
