/** Rewrites the table of docs/models.md from the manifests and the times of tests/bench/models.json: `npx tsx tests/models/write-table.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { withModels } from './support/models-table';

const document = resolve(import.meta.dirname, '../../docs/models.md');
writeFileSync(document, withModels(readFileSync(document, 'utf8')));
