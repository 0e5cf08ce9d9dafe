/** Rewrites the table of docs/formats.md from what the project makes of the sample files: `npx tsx tests/io/write-formats-table.ts`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { tableRow, writeTable, type TableRow } from './support/formats-table';
import { digestOf, inspectSample, sampleFiles } from './support/sample-files';

const document = resolve(import.meta.dirname, '../../docs/formats.md');
const references = JSON.parse(readFileSync(resolve(import.meta.dirname, 'reference-hashes.json'), 'utf8')) as Record<string, string>;

const rows: TableRow[] = [];
for (const path of sampleFiles()) {
  const [line] = await inspectSample(path);
  if (line === undefined) throw new Error(`no line for ${path}`);
  const reference = references[path];
  const frames = line.frameSha256 ?? [];
  const mark = reference === undefined || frames.length === 0 ? '' : digestOf(frames) === reference ? '=' : '≠';
  rows.push(tableRow(path, line, mark));
}
writeFileSync(document, writeTable(readFileSync(document, 'utf8'), rows));
