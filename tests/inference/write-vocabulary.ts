/** Rewrites the tables of docs/model-packages.md from the registries: `npx tsx tests/inference/write-vocabulary.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { withVocabulary } from './support/vocabulary-table';

const document = resolve(import.meta.dirname, '../../docs/model-packages.md');
writeFileSync(document, withVocabulary(readFileSync(document, 'utf8')));
