import { AppError } from '../../../../domain/errors';
import { tableGrid, type TableColumn, type TableDocument } from '../../../../domain/table';
import type { Cell, RowsValue, RowValue } from '../../register';

const ISO_DATE = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?$/u;

/** Rows by columns, so that column kernels can work: numbers and booleans, dates written in ISO 8601, else text. */
export function tableOfRows(value: RowsValue | RowValue): TableDocument {
  const names = value.kind === 'rows' ? value.columns : [...value.cells.keys()];
  const rows = value.kind === 'rows' ? value.rows : [[...value.cells.values()]];
  const columns = names.map((name, c) =>
    columnOf(
      name,
      rows.map((row) => row[c] ?? null),
    ),
  );
  return { kind: 'table', columns, rowCount: rows.length, truncated: false };
}

function columnOf(name: string, cells: readonly Cell[]): TableColumn {
  const texts = cells.filter((cell) => typeof cell === 'string');
  if (texts.length === 0) {
    const boolean = cells.some((cell) => typeof cell === 'boolean') && cells.every((cell) => typeof cell !== 'number');
    return {
      name,
      type: boolean ? 'boolean' : 'number',
      values: Float64Array.from(cells, (cell) => (cell === null ? Number.NaN : Number(cell))),
    };
  }
  if (texts.every((text) => ISO_DATE.test(text)) && cells.every((cell) => cell === null || typeof cell === 'string')) {
    const values = Float64Array.from(cells, (cell) => (typeof cell === 'string' ? dateOf(cell) : Number.NaN));
    return { name, type: 'date', values, timed: texts.some((text) => text.includes('T')) };
  }
  return { name, type: 'text', values: cells.map((cell) => (cell === null ? null : String(cell))) };
}

/** Milliseconds since 1970, the wall clock taken as UTC. */
function dateOf(text: string): number {
  return Date.parse(text.includes('T') ? `${text}Z` : text);
}

/** The same kind of register back from columns. */
export function rowsOfTable(table: TableDocument, like: 'row' | 'rows'): RowValue | RowsValue {
  const { columns, rows } = tableGrid(table);
  if (like === 'rows') return { kind: 'rows', columns, rows };
  const [row = []] = rows;
  return { kind: 'row', cells: new Map(columns.map((name, c) => [name, row[c] ?? null])) };
}

/** @throws AppError `model-not-applicable` naming the column that the table lacks. */
export function columnNamed(table: TableDocument, name: string): TableColumn {
  const column = table.columns.find((candidate) => candidate.name === name);
  if (column === undefined) throw new AppError('model-not-applicable', `the table has no column "${name}"`);
  return column;
}

/** The table with some columns changed. */
export function withColumns(table: TableDocument, changed: readonly TableColumn[]): TableDocument {
  return { ...table, columns: table.columns.map((column) => changed.find(({ name }) => name === column.name) ?? column) };
}
