import { appBaseOf, recordOfTiming, recordOfViolation, REQUEST_CHANNEL, type RequestRecord } from './request-record';

interface ViolationLike extends Event {
  readonly blockedURI: string;
}

/**
 * Reports the requests of a worker, and those its policy refused, to the ledger of the page. A page sees only the
 * requests made by its own document.
 */
export function reportWorkerRequests(initiator = 'worker'): void {
  const channel = new BroadcastChannel(REQUEST_CHANNEL);
  const appBase = appBaseOf(location.href);
  const send = (record: RequestRecord | null): void => {
    if (record !== null) channel.postMessage(record);
  };
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) send(recordOfTiming(entry, appBase, performance.timeOrigin, initiator));
  }).observe({ type: 'resource', buffered: true });
  globalThis.addEventListener('securitypolicyviolation', (event) => {
    const { blockedURI, timeStamp } = event as ViolationLike;
    send(recordOfViolation(blockedURI, appBase, performance.timeOrigin + timeStamp, initiator));
  });
}
