import { SEAL_TARGET_ORIGIN } from '../seal/seal-target';
import type { LedgerEntry } from './ledger-entry';

/** One request as any scope of the app reports it. Times are epoch ms, so that scopes compare. */
export interface RequestRecord {
  readonly target: string;
  readonly kind: LedgerEntry['kind'];
  readonly outcome: LedgerEntry['outcome'];
  readonly initiator: string;
  readonly bytes: number;
  readonly epoch: number;
}

/** What a `PerformanceResourceTiming` says, as far as the ledger asks. */
export interface TimingLike {
  readonly name: string;
  readonly startTime: number;
  readonly initiatorType?: string;
  readonly transferSize?: number;
  readonly decodedBodySize?: number;
  readonly workerStart?: number;
  readonly responseStatus?: number;
}

/** Never leave the machine and name nothing outside. */
const LOCAL_SCHEMES = new Set(['blob:', 'data:', 'about:', 'chrome-extension:']);

/**
 * Names a request without its query: the path inside the app for own files, the origin for anything else; null for
 * what is no request at all (blob:, data:).
 */
export function classify(url: string, appBase: string): { readonly target: string; readonly kind: LedgerEntry['kind'] } | null {
  if (!URL.canParse(url)) return null;
  const target = new URL(url);
  if (LOCAL_SCHEMES.has(target.protocol)) return null;
  if (target.origin === SEAL_TARGET_ORIGIN) return { target: target.origin, kind: 'test' };
  const base = new URL(appBase);
  if (target.origin === base.origin && target.pathname.startsWith(base.pathname))
    return { target: `./${target.pathname.slice(base.pathname.length)}`, kind: 'own' };
  return { target: target.origin, kind: 'other' };
}

export function recordOfTiming(timing: TimingLike, appBase: string, timeOrigin: number, initiator?: string): RequestRecord | null {
  const place = classify(timing.name, appBase);
  if (place === null) return null;
  const status = timing.responseStatus ?? 200;
  const answered = status > 0 && status < 400;
  // The air gap answers 403 to what is not a file of the app.
  const airGap = status === 403 && (timing.workerStart ?? 0) > 0;
  const fromStore = (timing.workerStart ?? 0) > 0 && place.kind === 'own' && place.target !== './config.json';
  return {
    ...place,
    outcome: airGap ? 'refused' : !answered ? 'failed' : fromStore ? 'offline-store' : 'served',
    initiator: initiator ?? timing.initiatorType ?? 'other',
    bytes: fromStore ? 0 : (timing.transferSize ?? 0),
    epoch: timeOrigin + timing.startTime,
  };
}

/** A request that the security policy refused. Null for refusals that name no address (inline, eval). */
export function recordOfViolation(blockedUri: string, appBase: string, epoch: number, initiator: string): RequestRecord | null {
  const place = classify(blockedUri, appBase);
  return place === null ? null : { ...place, outcome: 'refused', initiator, bytes: 0, epoch };
}

/** The folder the app is served from, from any scope: what precedes `assets/` or the file name. */
export function appBaseOf(scopeUrl: string): string {
  const url = new URL('./', scopeUrl.split(/[?#]/, 1)[0]);
  return url.href.replace(/assets\/$/, '');
}

/** Every scope of the app reports here; other tabs of the app on this machine are heard too. */
export const REQUEST_CHANNEL = 'diaphane-requests';
