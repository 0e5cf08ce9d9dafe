/** One line of the network ledger, as a person reads it. */
export interface LedgerEntry {
  /** Own-file path relative to the app, or the origin of anything else; never a query. */
  readonly target: string;
  readonly kind: 'own' | 'test' | 'other';
  readonly outcome: 'served' | 'offline-store' | 'refused' | 'failed';
  readonly initiator: string;
  /** Bytes over the network; 0 from the offline store. */
  readonly bytes: number;
  /** ms since load. */
  readonly at: number;
}
