import { describe, expect, it } from 'vitest';
import { writeCsv } from '../../src/results/csv/csv-writer';
import { FINDING_COLUMNS, findingsCsv, type FindingsCsvWords } from '../../src/results/csv/findings-csv';
import { exportFileName } from '../../src/results/review-export';
import { HASH, sampleReview } from './sample-review';

const words: FindingsCsvWords = {
  columns: Object.fromEntries(FINDING_COLUMNS.map((column) => [column, column])) as FindingsCsvWords['columns'],
  statuses: { proposed: 'proposé', accepted: 'accepté', edited: 'modifié', rejected: 'rejeté' },
  authors: { model: 'IA', person: 'personne' },
  labels: {
    nameOf: (key) =>
      new Map([
        ['RBC', 'Globule rouge'],
        ['WBC', 'Globule blanc'],
      ]).get(key) ?? key,
  },
};

/** An independent reader of RFC 4180. */
function readCsv(text: string, separator: string): readonly (readonly string[])[] {
  const rows: string[][] = [];
  let row: string[] = [];
  let cell = '';
  let inside = false;
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at);
    if (inside && character === '"' && text.charAt(at + 1) === '"') {
      cell += '"';
      at++;
    } else if (character === '"') inside = !inside;
    else if (inside) cell += character;
    else if (character === separator || character === '\n') {
      row.push(cell);
      cell = '';
      if (character === separator) continue;
      rows.push(row);
      row = [];
    } else if (character !== '\r') cell += character;
  }
  return rows;
}

describe('findings as CSV', () => {
  it('is what French Excel reads', async () => {
    await expect(findingsCsv(sampleReview(), words)).toMatchFileSnapshot('golden/findings-fr.csv');
  });

  it('is what English Excel reads', async () => {
    await expect(findingsCsv(sampleReview({ language: 'en' }), words)).toMatchFileSnapshot('golden/findings-en.csv');
  });

  it('has a byte order mark, CRLF, one row per shown finding and the statement last', () => {
    const text = findingsCsv(sampleReview(), words);
    expect(text.startsWith('\uFEFF')).toBe(true);
    expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
    const rows = readCsv(text.slice(1), ';');
    // Four proposals and a person's own, less the one under the threshold.
    expect(rows.length).toBe(1 + 4 + 1);
    expect(rows.at(-1)?.[0]).toContain('Non destiné au diagnostic');
    expect(rows.slice(0, -1).every((row) => row.length === FINDING_COLUMNS.length)).toBe(true);
  });

  it('tells model from person, keeps the proposal, gives mm only where calibrated', () => {
    const rows = readCsv(findingsCsv(sampleReview(), words).slice(1), ';');
    const cell = (row: number, column: (typeof FINDING_COLUMNS)[number]) => rows[row]?.[FINDING_COLUMNS.indexOf(column)];
    expect([cell(1, 'score'), cell(1, 'x'), cell(1, 'widthMm'), cell(1, 'fileSha256')]).toEqual(['0,9877', '-3,5', '', HASH]);
    expect([cell(2, 'label'), cell(2, 'labelName'), cell(2, 'proposedLabel'), cell(2, 'status')]).toEqual([
      'RBC',
      'Globule rouge',
      'WBC',
      'modifié',
    ]);
    expect(cell(3, 'status')).toBe('rejeté');
    expect([cell(4, 'author'), cell(4, 'modelId'), cell(4, 'score'), cell(4, 'widthMm'), cell(4, 'heightMm')]).toEqual([
      'personne',
      '',
      '',
      '5,00',
      '5,00',
    ]);
    expect(cell(4, 'sopInstanceUid')).toBe('1.2.826.0.1.2');
  });

  it('writes no score where the model gave none, whatever a person changed, and puts it under no threshold', () => {
    const [first] = sampleReview().findings;
    if (first === undefined || first.proposal === null) throw new Error('no proposal');
    const unscored = { ...first, score: null, status: 'proposed', proposal: { ...first.proposal, score: null } } as const;
    const review = sampleReview({ findings: [unscored, { ...unscored, label: 'WBC', status: 'edited' }] });
    const rows = readCsv(findingsCsv(review, words).slice(1), ';').slice(1, -1);
    const columns = ['label', 'score', 'proposedLabel', 'proposedScore'] as const;
    expect(rows.map((row) => columns.map((column) => row[FINDING_COLUMNS.indexOf(column)]))).toEqual([
      ['RBC', '', 'RBC', ''],
      ['WBC', '', 'RBC', ''],
    ]);
  });

  it('never names the patient, and no UID once identity is hidden', () => {
    expect(findingsCsv(sampleReview(), words)).not.toMatch(/DUPONT|IPP-4711|frottis/);
    expect(findingsCsv(sampleReview({ identityHidden: true }), words)).not.toContain('1.2.826');
  });
});

describe('hostile text', () => {
  it.each(['=cmd|x', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '  =1', '＝1', 'a;=1', 'a,+1', 'a"=1', '"=1"'])(
    '%j is never a formula',
    (text) => {
      for (const language of ['fr', 'en'] as const) {
        const written = writeCsv([['1', text, 'z']], language).slice(1);
        // However a spreadsheet splits the line, by either separator and with or without minding quotes, no cell starts as a formula.
        const cells = [...readCsv(written, ';'), ...readCsv(written, ','), written.split(/[;,"\r\n\t]/)].flat();
        for (const cell of cells) expect(cell).not.toMatch(/^\s*[=+\-@＝]/);
      }
    },
  );

  it('keeps ordinary words as they are', () => {
    const notes = ['à revoir', "l'œil", 'p = 0,05', 'GR - GB', 'dit "sûr"', ' espace '];
    expect(readCsv(writeCsv([notes], 'fr').slice(1), ';')).toEqual([notes]);
    expect(readCsv(writeCsv([notes], 'en').slice(1), ',')).toEqual([notes]);
  });

  it('loses control characters and line breaks', () => {
    expect(writeCsv([['a\0b\r\nc\u2028d']], 'fr')).toBe('\uFEFFab c d\r\n');
  });
});

describe('numbers', () => {
  it('follow the language and have no negative zero', () => {
    const row = [{ value: -0.04, digits: 1 }, { value: 1234.5, digits: 2 }, null, { value: 3, digits: 0 }];
    expect(writeCsv([row], 'fr').slice(1)).toBe('0,0;1234,50;;3\r\n');
    expect(writeCsv([row], 'en').slice(1)).toBe('0.0,1234.50,,3\r\n');
  });
});

describe('file names', () => {
  it('hold a date and fixed words', () => {
    expect(exportFileName('csv', 'fr', '2026-11-22T10:00:00Z')).toBe('diaphane-2026-11-22-constatations.csv');
    expect(exportFileName('csv', 'en', '2026-11-22')).toBe('diaphane-2026-11-22-findings.csv');
    expect(exportFileName('session', 'fr', '../../etc')).toBe('diaphane-session.json');
  });
});
