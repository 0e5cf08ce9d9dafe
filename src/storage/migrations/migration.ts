import type { Transaction } from 'dexie';

/**
 * One step of the schema. Migrations are additive: a released one is never edited, a table or an index never removed,
 * so that an older app beside a newer one loses nothing.
 */
export interface Migration {
  /** From 1, without gaps. */
  readonly version: number;
  /** Changed tables in Dexie's notation: primary key first, then indexes. */
  readonly stores: Readonly<Record<string, string>>;
  /** Fills what the new schema needs from the old rows. */
  readonly upgrade?: (transaction: Transaction) => Promise<void>;
}
