import type { Keys, Rows, TableName } from './schema';

/** One table of rows with a primary key. Writes are whole rows. */
export interface RecordTable<Row, Key> {
  get(key: Key): Promise<Row | undefined>;
  all(): Promise<readonly Row[]>;
  keys(): Promise<readonly Key[]>;
  put(row: Row): Promise<void>;
  delete(key: Key): Promise<void>;
  clear(): Promise<void>;
}

export type RecordTables = { readonly [Name in TableName]: RecordTable<Rows[Name], Keys[Name]> };
