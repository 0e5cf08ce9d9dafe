import { z } from 'zod';
import type { LedgerEntry } from './ledger-entry';
import { recordOfTiming, recordOfViolation, REQUEST_CHANNEL, type RequestRecord } from './request-record';

export interface Ledger {
  readonly entries: readonly LedgerEntry[];
  /** Requests other than the app's own files and the refused test. */
  readonly foreign: number;
  stop(): void;
}

/** Shown lines; older ones are dropped, their foreign requests stay counted. */
const MAXIMUM_ENTRIES = 2000;
/** The timing line and the refusal of one request come this close together. */
const SAME_REQUEST_MS = 1500;

const recordSchema = z.object({
  target: z.string().max(2048),
  kind: z.enum(['own', 'test', 'other']),
  outcome: z.enum(['served', 'offline-store', 'refused', 'failed']),
  initiator: z.string().max(64),
  bytes: z.number().nonnegative(),
  epoch: z.number(),
});

export function isForeign(entry: Pick<LedgerEntry, 'kind' | 'outcome'>): boolean {
  return entry.kind === 'other' || (entry.kind === 'test' && entry.outcome !== 'refused');
}

/** Orders and counts what the scopes report. Pure of the browser: `createLedger` feeds it. */
export class RequestLog {
  #entries: LedgerEntry[] = [];
  #droppedForeign = 0;

  constructor(private readonly timeOrigin: number) {}

  get entries(): readonly LedgerEntry[] {
    return this.#entries;
  }

  get foreign(): number {
    return this.#droppedForeign + this.#entries.filter(isForeign).length;
  }

  /** @returns false when the record only repeats a known line. */
  add(record: RequestRecord): boolean {
    const { epoch, ...rest } = record;
    const entry: LedgerEntry = { ...rest, at: epoch - this.timeOrigin };
    // A navigation is reported again when it has finished loading.
    if (this.#entries.some((known) => known.target === entry.target && known.at === entry.at && known.initiator === entry.initiator))
      return false;
    const twin = this.#entries.findIndex((known) => this.#sameRefusedRequest(known, entry));
    if (twin >= 0) {
      if (entry.outcome !== 'refused' || this.#entries[twin]?.outcome === 'refused') return false;
      this.#entries = this.#entries.with(twin, entry);
      return true;
    }
    this.#entries = [...this.#entries, entry];
    if (this.#entries.length > MAXIMUM_ENTRIES) {
      const [oldest, ...kept] = this.#entries;
      if (oldest !== undefined && isForeign(oldest)) this.#droppedForeign += 1;
      this.#entries = kept;
    }
    return true;
  }

  /** A refused request also leaves a failed timing line, and one refusal per policy (header and meta). */
  #sameRefusedRequest(known: LedgerEntry, entry: LedgerEntry): boolean {
    const refusal = known.outcome === 'refused' || entry.outcome === 'refused';
    const unanswered = (outcome: LedgerEntry['outcome']): boolean => outcome === 'refused' || outcome === 'failed';
    return (
      refusal &&
      entry.kind !== 'own' &&
      known.target === entry.target &&
      (known.initiator === 'worker') === (entry.initiator === 'worker') &&
      unanswered(known.outcome) &&
      unanswered(entry.outcome) &&
      Math.abs(known.at - entry.at) < SAME_REQUEST_MS
    );
  }
}

/**
 * Watches every request since load: those of the page (its timeline, from before this call), of the workers and the
 * service worker (their reports), and those refused by the policy. Entries never hold a query or a fragment.
 */
export function createLedger(onChange: (entries: readonly LedgerEntry[], foreign: number) => void): Ledger {
  const log = new RequestLog(performance.timeOrigin);
  const appBase = new URL('./', document.baseURI).href;
  const add = (records: readonly (RequestRecord | null)[]): void => {
    const changed = records.filter((record) => record !== null && log.add(record)).length > 0;
    if (changed) onChange(log.entries, log.foreign);
  };
  const observer = new PerformanceObserver((list) => {
    add(
      list
        .getEntries()
        .filter((entry) => entry instanceof PerformanceResourceTiming)
        .map((entry) => recordOfTiming(entry, appBase, performance.timeOrigin)),
    );
  });
  observer.observe({ type: 'navigation', buffered: true });
  observer.observe({ type: 'resource', buffered: true });
  const onViolation = (event: SecurityPolicyViolationEvent): void => {
    add([recordOfViolation(event.blockedURI, appBase, performance.timeOrigin + event.timeStamp, 'page')]);
  };
  document.addEventListener('securitypolicyviolation', onViolation);
  const channel = new BroadcastChannel(REQUEST_CHANNEL);
  channel.addEventListener('message', (event: MessageEvent<unknown>) => {
    const parsed = recordSchema.safeParse(event.data);
    if (parsed.success) add([parsed.data]);
  });
  return {
    get entries() {
      return log.entries;
    },
    get foreign() {
      return log.foreign;
    },
    stop: () => {
      observer.disconnect();
      document.removeEventListener('securitypolicyviolation', onViolation);
      channel.close();
    },
  };
}
