import { existsSync, openAsBlob } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runningTextColumn, textDocument } from '../../../src/domain/text-document';
import { openSource } from '../../../src/io/open-source';

const FOLDER = resolve(import.meta.dirname, '../../../../shared/data/train/clinical-text');
const present = existsSync(FOLDER);
if (!present) console.log(`skipped: ${FOLDER} is not there`);

/** Texts of real corpora whose language is known; `share` is the least that must be told right. */
describe.skipIf(!present)('clinical corpora', () => {
  it.each([
    ['morfitt-fr/train.tsv', 1514, 'abstract', 'fr', 1],
    ['morfitt-fr/dev.tsv', 1022, 'abstract', 'fr', 1],
    ['mts-dialog/MTS-Dialog-TrainingSet.csv', 1201, 'dialogue', 'en', 1],
    // Telegraphic, in capitals, abbreviated.
    ['neiss-firework-ed/narratives.csv', 1015, 'Narrative', 'en', 0.97],
  ] as const)('%s: %i rows, running text in %s, language %s', async (path, rows, column, language, share) => {
    const outcome = await openSource(await openAsBlob(resolve(FOLDER, path)), path.slice(path.indexOf('/') + 1));
    if (outcome.kind !== 'document' || outcome.document.kind !== 'table') throw new Error(`opened as ${outcome.kind}`);
    expect(outcome.remark).toBeNull();
    expect(outcome.document.rowCount).toBe(rows);
    expect(runningTextColumn(outcome.document)).toBe(column);
    const cells = outcome.document.columns.find(({ name }) => name === column);
    if (cells?.type !== 'text') throw new Error('no column of texts');
    const texts = cells.values.flatMap((value, row) => (value === null ? [] : [textDocument(String(row + 1), value)]));
    expect(texts).toHaveLength(rows);
    expect(texts.filter((text) => text.language === language).length / rows).toBeGreaterThanOrEqual(share);
  });
});
