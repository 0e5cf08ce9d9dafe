import { readFileSync } from 'node:fs';

interface NetLogEvent {
  readonly type: number;
  readonly params?: { readonly url?: string; readonly initiator?: string };
}
interface NetLog {
  readonly constants: { readonly logEventTypes: Readonly<Record<string, number>> };
  readonly events: readonly NetLogEvent[];
}

/** What Chromium writes for requests of its own (update checks): no page asked for them. */
const NO_ORIGIN = 'not an origin';

export interface LoggedRequest {
  readonly url: string;
  /** Null for the browser's own: its update checks, an address typed in. */
  readonly initiator: string | null;
}

/**
 * Every request that reached Chromium's network stack, of pages, workers and service workers.
 * Read after the browser has closed; a log cut short by a crash is read as far as it goes.
 */
export function requestsOfNetLog(file: string): readonly LoggedRequest[] {
  const text = readFileSync(file, 'utf8');
  let log: NetLog;
  try {
    log = JSON.parse(text) as NetLog;
  } catch {
    log = JSON.parse(`${text.slice(0, text.lastIndexOf('},')).replace(/,\s*$/, '')}}]}`) as NetLog;
  }
  const start = log.constants.logEventTypes['URL_REQUEST_START_JOB'];
  return log.events.flatMap(({ type, params: { url, initiator } = {} }) =>
    type === start && url !== undefined ? [{ url, initiator: initiator === undefined || initiator === NO_ORIGIN ? null : initiator }] : [],
  );
}
