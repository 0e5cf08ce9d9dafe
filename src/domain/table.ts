/** Numbers, booleans (0 or 1) and dates (milliseconds since 1970-01-01, the wall clock of the file taken as UTC); NaN where a cell is empty. */
export interface NumericColumn {
  readonly name: string;
  readonly type: 'number' | 'boolean' | 'date';
  readonly values: Float64Array;
  /** Dates only: a time of day is written beside some of them. */
  readonly timed?: boolean;
}

/** Null where a cell is empty. */
export interface TextColumn {
  readonly name: string;
  readonly type: 'text';
  readonly values: readonly (string | null)[];
}

export type TableColumn = NumericColumn | TextColumn;

/**
 * A table, by columns: a laboratory export, a register of patients, a series of readings. Column names are unique and not
 * empty. Patient data: memory only; never logged or stored.
 */
export interface TableDocument {
  readonly kind: 'table';
  readonly columns: readonly TableColumn[];
  readonly rowCount: number;
  /** Rows beyond the limit of cells were left out. */
  readonly truncated: boolean;
}

/** A cell as a model or a screen reads it; dates are ISO 8601 text, null is an empty cell. */
export type CellValue = number | string | boolean | null;

export function cellOf(column: TableColumn, row: number): CellValue {
  if (column.type === 'text') return column.values[row] ?? null;
  const value = column.values[row] ?? Number.NaN;
  if (Number.isNaN(value)) return null;
  if (column.type === 'boolean') return value === 1;
  return column.type === 'date' ? isoDate(value, column.timed === true) : value;
}

/** One row as a model reads it: by column name, in column order. */
export function rowCells(table: TableDocument, row: number): ReadonlyMap<string, CellValue> {
  return new Map(table.columns.map((column) => [column.name, cellOf(column, row)]));
}

/** Every row in file order: a model that reads one row runs once for each. */
export function* tableRows(table: TableDocument): Generator<ReadonlyMap<string, CellValue>, void, undefined> {
  for (let row = 0; row < table.rowCount; row++) yield rowCells(table, row);
}

/** All rows as arrays, for a model that reads the rows of one subject over time. */
export function tableGrid(table: TableDocument): { readonly columns: readonly string[]; readonly rows: readonly (readonly CellValue[])[] } {
  const rows = Array.from({ length: table.rowCount }, (_, row) => table.columns.map((column) => cellOf(column, row)));
  return { columns: table.columns.map(({ name }) => name), rows };
}

function isoDate(milliseconds: number, timed: boolean): string {
  const text = new Date(milliseconds).toISOString();
  return timed ? text.replace(/(?::00)?\.000Z$/u, '').replace('Z', '') : text.slice(0, 10);
}
