import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { withVocabulary } from './support/vocabulary-table';

describe('docs/model-packages.md', () => {
  it('lists every step, inferer and rule as the registries have them', () => {
    const document = readFileSync(new URL('../../docs/model-packages.md', import.meta.url), 'utf8');
    expect(withVocabulary(document), 'run npx tsx tests/inference/write-vocabulary.ts').toBe(document);
  });

  it('says something about each of them', () => {
    const document = readFileSync(new URL('../../docs/model-packages.md', import.meta.url), 'utf8');
    const silent = document.split('\n').filter((row) => /^\| `[\w@]+` \|.*\|\s*\|$/.test(row));
    expect(silent).toEqual([]);
  });
});
