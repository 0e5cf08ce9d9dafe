/** Messages between a page and the service worker; each question is answered on the port that came with it. */

/** One file of the offline set. The build writes the list into the service worker. */
export interface OfflineFile {
  /** Relative to the app. */
  readonly url: string;
  /** Null where the name itself carries the hash. */
  readonly revision: string | null;
  /** Subresource integrity: a captive portal's page or a damaged file is refused at install. */
  readonly integrity: string;
  readonly bytes: number;
}

export interface StoredFile {
  readonly url: string;
  readonly bytes: number;
  readonly ready: boolean;
}

/** What the service worker has answered since it started. */
export interface Tally {
  readonly store: number;
  readonly network: number;
  readonly refused: number;
}

/** Question → answer. */
export interface Exchange {
  /** `page`: URL of the asking page's main script. Answers whether this build knows it. */
  hello: { readonly question: { readonly page: string }; readonly answer: { readonly known: boolean } };
  /** What of the offline set is stored now. */
  inventory: { readonly question: object; readonly answer: readonly StoredFile[] };
  /** Fetches again what the browser has evicted. */
  repair: { readonly question: object; readonly answer: { readonly complete: boolean } };
  tally: { readonly question: object; readonly answer: Tally };
  /** The user has agreed to the update. */
  'skip-waiting': { readonly question: object; readonly answer: { readonly done: true } };
  /** Takes over a page that was loaded past the service worker (forced reload). */
  claim: { readonly question: object; readonly answer: { readonly done: true } };
}

export type MessageType = keyof Exchange;

export type Question = { [T in MessageType]: { readonly type: T } & Exchange[T]['question'] }[MessageType];

/** A page holds this lock, shared, as long as it lives: the files of its build are kept until then. */
export const PAGE_LOCK_PREFIX = 'diaphane-page:';

export const CONFIG_FILE = 'config.json';
