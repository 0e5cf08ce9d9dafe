import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cellOf, type TableDocument } from '../../../src/domain/table';
import { openSource } from '../../../src/io/open-source';
import type { SourceOutcome } from '../../../src/io/opened';

const LATIN1 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(text, (char) => char.charCodeAt(0));
const UTF16LE = (text: string): Uint8Array<ArrayBuffer> => {
  const units = Uint16Array.from(text, (_, i) => i).map((i) => text.charCodeAt(i));
  return new Uint8Array(units.buffer);
};

function open(content: string | Uint8Array<ArrayBuffer>, name = 'table.csv'): Promise<SourceOutcome> {
  return openSource(new Blob([content]), name);
}

async function table(content: string | Uint8Array<ArrayBuffer>, name?: string): Promise<TableDocument> {
  const outcome = await open(content, name);
  if (outcome.kind !== 'document' || outcome.document.kind !== 'table') throw new Error(`opened as ${JSON.stringify(outcome)}`);
  return outcome.document;
}

/** Columns as `name:type=cell|cell`. */
function columns(document: TableDocument): readonly string[] {
  return document.columns.map((column) => {
    const cells = Array.from({ length: document.rowCount }, (_, row) => String(cellOf(column, row)));
    return `${column.name}:${column.type}=${cells.join('|')}`;
  });
}

describe('delimited text', () => {
  it.each<[what: string, content: string | Uint8Array<ArrayBuffer>, expected: readonly string[]]>([
    ['commas', 'id,age\na,41\nb,7\n', ['id:text=a|b', 'age:number=41|7']],
    ['no line end at the end', 'id,age\na,41\nb,7', ['id:text=a|b', 'age:number=41|7']],
    ['CR LF', 'id,age\r\na,41\r\nb,7\r\n', ['id:text=a|b', 'age:number=41|7']],
    ['CR alone', 'id,age\ra,41\rb,7\r', ['id:text=a|b', 'age:number=41|7']],
    ['semicolons and decimal commas', 'âge;créatinine\n41;88,5\n7;102,25\n', ['âge:number=41|7', 'créatinine:number=88.5|102.25']],
    [
      'decimal commas before three digits',
      'age;lactate\n89,491;1,204\n34,332;0,702\n',
      ['age:number=89.491|34.332', 'lactate:number=1.204|0.702'],
    ],
    ['the same in quotes between commas', 'a,b\n"89,491","1,5"\n"34,332",2\n', ['a:number=89.491|34.332', 'b:number=1.5|2']],
    ['thousands beside decimal points', 'a;b\n89,491;1.5\n34,332;2\n', ['a:number=89491|34332', 'b:number=1.5|2']],
    ['thousands between commas', 'a,b\n"89,491",x\n"34,332",y\n', ['a:number=89491|34332', 'b:text=x|y']],
    ['tabs', 'a\tb\n1\tx y, z\n2\tw\n', ['a:number=1|2', 'b:text=x y, z|w']],
    ['bars', 'a|b\n1|2\n3|4\n', ['a:number=1|3', 'b:number=2|4']],
    ['quoted delimiters', 'a,b\n"x, y",1\n"z",2\n', ['a:text=x, y|z', 'b:number=1|2']],
    ['quoted line ends', 'a,b\n"x\ny",1\n"z",2\n', ['a:text=x\ny|z', 'b:number=1|2']],
    ['doubled quotes', 'a,b\n"x ""y""",1\n"z",2\n', ['a:text=x "y"|z', 'b:number=1|2']],
    ['byte-order mark', '\ufeffa,b\n1,2\n3,4\n', ['a:number=1|3', 'b:number=2|4']],
    ['UTF-16 with mark', UTF16LE('\ufeffâge;sexe\n41;F\n7;M\n'), ['âge:number=41|7', 'sexe:text=F|M']],
    ['UTF-16 without mark', UTF16LE('age;sexe;id\n41;F;a\n7;M;b\n'), ['age:number=41|7', 'sexe:text=F|M', 'id:text=a|b']],
    ['Windows-1252', LATIN1('\xe2ge;libell\xe9\n41;\x80 \xe9t\xe9\n7;x\n'), ['âge:number=41|7', 'libellé:text=€ été|x']],
    ['what Excel states itself', 'sep=;\na;b\n1;2\n3;4\n', ['a:number=1|3', 'b:number=2|4']],
    ['empty lines', 'a,b\n\n1,2\n\n3,4\n\n', ['a:number=1|3', 'b:number=2|4']],
    ['empty cells', 'a,b,c\n,2,x\n3,,\n', ['a:number=null|3', 'b:number=2|null', 'c:text=x|null']],
    ['words for missing', 'a,b\nNA,n/d\n3,4\n', ['a:number=null|3', 'b:number=null|4']],
    ['words for missing kept in text', 'a,b\nNA,1\nx,4\n', ['a:text=NA|x', 'b:number=1|4']],
    ['no heading', '1,2\n3,4\n', ['#1:number=1|3', '#2:number=2|4']],
    ['names given twice', 'a,a,b,a\n1,2,3,4\n5,6,7,8\n', ['a:number=1|5', 'a (2):number=2|6', 'b:number=3|7', 'a (3):number=4|8']],
    ['an unnamed first column', ',a\nr1,1\nr2,2\n', ['#1:text=r1|r2', 'a:number=1|2']],
    ['short and long records', 'a,b\n1\n2,3,4\n', ['a:number=1|2', 'b:number=null|3', '#3:number=null|4']],
    [
      'identifiers',
      'ipp,rpps\n0012,12345678901234567\n0450,12345678901234568\n',
      ['ipp:text=0012|0450', 'rpps:text=12345678901234567|12345678901234568'],
    ],
    ['thousands', 'a;b\n1 234,5;1\u00a0000\n12;2\u202f500\n', ['a:number=1234.5|12', 'b:number=1000|2500']],
    ['English thousands', 'a,b\n"1,234.5",1\n"12",2\n', ['a:number=1234.5|12', 'b:number=1|2']],
    ['signs and exponents', 'a,b\n-1.5e-3,+2\n\u22124,.5\n', ['a:number=-0.0015|-4', 'b:number=2|0.5']],
    ['a limit of detection stays text', 'a,b\n<0.5,1\n0.7,2\n', ['a:text=<0.5|0.7', 'b:number=1|2']],
    ['truth values', 'a,b\noui,true\nnon,false\n', ['a:boolean=true|false', 'b:boolean=true|false']],
    [
      'ISO dates',
      'a,b\n2024-03-12,2024-03-12T08:30:00Z\n,2024-03-13T09:00:00\n',
      ['a:date=2024-03-12|null', 'b:date=2024-03-12T08:30|2024-03-13T09:00'],
    ],
    [
      'French dates',
      'a;b\n12/03/2024;03/04/2024 08:30\n31/12/2023;04/05/2024 9h15\n',
      ['a:date=2024-03-12|2023-12-31', 'b:date=2024-04-03T08:30|2024-05-04T09:15'],
    ],
    [
      'American dates only beyond doubt',
      'a,b\n03/12/2024,03/12/2024\n03/31/2024,04/11/2024\n',
      ['a:date=2024-03-12|2024-03-31', 'b:date=2024-12-03|2024-11-04'],
    ],
    ['a day that does not exist', 'a,b\n30/02/2024,1\n01/03/2024,2\n', ['a:text=30/02/2024|01/03/2024', 'b:number=1|2']],
    ['one column', 'âge\n41\n7\n', ['âge:number=41|7']],
    ['a heading alone', 'a,b\n', ['a:text=', 'b:text=']],
  ])('%s', async (_what, content, expected) => {
    expect(columns(await table(content))).toEqual(expected);
  });

  it('tells a table whose rows differ in length', async () => {
    expect(await open('a,b\n1\n2,3,4\n')).toMatchObject({ kind: 'document', remark: 'table-irregular' });
    expect(await open('a,b\n1,2\n')).toMatchObject({ kind: 'document', remark: null });
  });

  it('refuses a quote that is never closed, which would swallow the rest', async () => {
    expect(await open('a,b\n"x,1\ny,2\nz,3\n')).toMatchObject({ kind: 'failed', reason: 'table-malformed' });
  });

  it('reads back what it was written from', async () => {
    const cell = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !/[\p{Cc}\ufeff]/u.test(text.replace('\n', '')));
    const grid = fc
      .integer({ min: 2, max: 6 })
      .chain((width) => fc.array(fc.array(cell, { minLength: width, maxLength: width }), { minLength: 2, maxLength: 20 }));
    await fc.assert(
      fc.asyncProperty(grid, fc.constantFrom(',', ';', '\t', '|'), async (rows, delimiter) => {
        const names = (rows[0] ?? []).map((_, i) => `column ${String(i)}`);
        const written = [names, ...rows].map((row) => row.map((text) => `"${text.replaceAll('"', '""')}"`).join(delimiter)).join('\n');
        const read = await table(written);
        expect(read.columns.map(({ name }) => name)).toEqual(names);
        expect(read.rowCount).toBe(rows.length);
        for (const [i, column] of read.columns.entries()) {
          if (column.type === 'text') expect(column.values).toEqual(rows.map((row) => (row[i] === '' ? null : row[i])));
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('records', () => {
  it('reads JSON Lines, columns in order of appearance', async () => {
    const lines = '{"id":"a","age":41,"ok":true}\n{"id":"b","note":{"x":[1]},"ok":false}\n';
    expect(columns(await table(lines, 'cases.jsonl'))).toEqual([
      'id:text=a|b',
      'age:number=41|null',
      'ok:boolean=true|false',
      'note:text=null|{"x":[1]}',
    ]);
  });
  it('reads an array of records; digits written as text stay text, dates are dates', async () => {
    const text = '[{"ipp":"123","le":"2024-03-12"},{"ipp":"456","le":"2024-03-13"}]';
    expect(columns(await table(text, 'cases.json'))).toEqual(['ipp:text=123|456', 'le:date=2024-03-12|2024-03-13']);
  });
  it('refuses a line that is no record', async () => {
    expect(await open('{"a":1}\n{"a":2}\n[3]\n', 'x.jsonl')).toMatchObject({
      kind: 'failed',
      reason: 'table-malformed',
      context: { record: 3 },
    });
  });
  it('passes by JSON that is one object', async () => {
    expect(await open('{"format_version":"1.0.0","id":"x"}\n', 'manifest.json')).toMatchObject({ kind: 'skipped', reason: 'not-an-image' });
  });
});

describe('what is no table', () => {
  it.each([
    [
      'a report',
      'Patient de 41 ans, adressé pour douleur.\nPas d’antécédent, pas d’allergie.\nConclusion, avis favorable.\n',
      'cr.txt',
      'text',
    ],
    ['a page of HTML', '<!doctype html><p>a,b</p>', 'a.html', 'skipped'],
    ['XML named as a table', '<?xml version="1.0"?><a/>', 'a.csv', 'skipped'],
    ['a NRRD header', 'NRRD0004\ntype: short\ndimension: 3\n', 'a.nhdr', 'not-document'],
    ['a MetaImage header', 'ObjectType = Image\nNDims = 3\n', 'a.mhd', 'not-document'],
    ['code', 'import numpy as np\nprint(np.pi, np.e)\n', 'a.py', 'skipped'],
    ['binary named as a table', Uint8Array.of(1, 2, 3, 0, 7, 44, 10, 1, 0, 5), 'a.csv', 'skipped'],
    ['a text named as an image', 'a,b\n1,2\n3,4\n', 'scan.dcm', 'failed'],
  ])('%s', async (_what, content, name, expected) => {
    const outcome = await open(content, name);
    if (expected === 'text') expect(outcome).toMatchObject({ kind: 'document', document: { kind: 'text', language: 'fr' } });
    else if (expected === 'not-document') expect(outcome.kind).not.toBe('document');
    else expect(outcome.kind).toBe(expected);
  });
});
