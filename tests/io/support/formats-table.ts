import type { InspectLine } from '../../../src/cli/inspect';

export interface TableRow {
  readonly path: string;
  readonly status: string;
  readonly reason: string;
  readonly kind: string;
  readonly modality: string;
  readonly transferSyntax: string;
  readonly size: string;
  /** `=` bit-equal to the reference, `≠` different, empty without reference. */
  readonly reference: string;
}

export function tableRow(path: string, line: InspectLine, reference: string): TableRow {
  const size = line.rows === null ? '' : [line.rows, line.columns, line.frames].join('×');
  return {
    path,
    status: line.status,
    reason: line.reason ?? '',
    kind: line.kind ?? '',
    modality: line.modality ?? '',
    transferSyntax: line.transferSyntax?.replace('1.2.840.10008.1.2', '…') ?? '',
    size,
    reference,
  };
}

const START = '<!-- table: written by tests/io/write-formats-table.ts -->';

/** Everything before the table stays as a person wrote it. */
export function writeTable(document: string, rows: readonly TableRow[]): string {
  const before = document.slice(0, document.indexOf(START));
  const counts = countBy(rows, ({ status, reason }) => (reason === '' ? status : `${status}: ${reason}`));
  const lines = [
    START,
    '',
    `${String(rows.length)} files: ${['opened', 'skipped', 'failed'].map((status) => `${String(rows.filter((row) => row.status === status).length)} ${status}`).join(', ')}.`,
    `Compared with the reference: ${String(rows.filter(({ reference }) => reference !== '').length)}, bit-equal ${String(rows.filter(({ reference }) => reference === '=').length)}.`,
    '',
    '| outcome | files |',
    '|---|---|',
    ...[...counts.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, count]) => `| ${key} | ${String(count)} |`),
    '',
    '| file | status | reason | kind | modality | transfer syntax | rows×columns×frames | ref |',
    '|---|---|---|---|---|---|---|---|',
    ...rows.map(
      (row) =>
        `| ${row.path} | ${row.status} | ${row.reason} | ${row.kind} | ${row.modality} | ${row.transferSyntax} | ${row.size} | ${row.reference} |`,
    ),
    '',
  ];
  return before + lines.join('\n');
}

/** File → [status, reason, reference] as the document says. */
export function readTable(document: string): Map<string, readonly [status: string, reason: string, reference: string]> {
  const found = new Map<string, readonly [string, string, string]>();
  for (const line of document
    .slice(document.search(/\| file +\| status/u))
    .split('\n')
    .slice(2)) {
    const [, path, status, reason, , , , , reference] = line.split('|').map((cell) => cell.trim());
    if (path !== undefined && status !== undefined) found.set(path, [status, reason ?? '', reference ?? '']);
  }
  return found;
}

function countBy<T>(items: readonly T[], key: (item: T) => string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const item of items) counts.set(key(item), (counts.get(key(item)) ?? 0) + 1);
  return counts;
}
