import type { SealStatus, ShellState } from '../app';
import { probeRefused } from './probe';

export type SealDetails = ShellState['seal']['details'];

export interface SealReport {
  readonly status: Exclude<SealStatus, 'testing'>;
  readonly details: SealDetails;
}

/** A worker that says nothing for this long counts as not refused. */
const WORKER_TIMEOUT_MS = 10_000;

function workerRefused(): Promise<boolean> {
  return new Promise((resolve) => {
    const worker = new Worker(new URL('../workers/seal.entry.ts', import.meta.url), { type: 'module', name: 'seal test' });
    const finish = (refused: boolean): void => {
      clearTimeout(timer);
      worker.terminate();
      resolve(refused);
    };
    const timer = setTimeout(() => {
      finish(false);
    }, WORKER_TIMEOUT_MS);
    worker.addEventListener('message', (event: MessageEvent<unknown>) => {
      finish(event.data === true);
    });
    worker.addEventListener('error', (event) => {
      event.preventDefault();
      finish(false);
    });
  });
}

/**
 * Is text refused as code? Really tried. With Trusted Types the default policy refuses it by an exception, which is no
 * policy violation: the refusals of the outside name stay the only violations there are. In browsers without them
 * `script-src` refuses, and that violation is reported too (`blockedURI` `eval`, which is no request).
 */
export function evalRefused(): boolean {
  const evaluate: unknown = Reflect.get(globalThis, 'eval');
  if (typeof evaluate !== 'function') return true;
  try {
    Reflect.apply(evaluate, undefined, ['0']);
    return false;
  } catch {
    return true;
  }
}

/**
 * Tries to send one byte out, from the page and from a worker, to a name that exists nowhere. Sealed means that the
 * security policy refused both and that text cannot become code. `headers` says whether the document came with the
 * isolation headers (threads for WASM); it decides nothing.
 */
export async function runSealTest(): Promise<SealReport> {
  const [page, worker] = await Promise.all([probeRefused(document), workerRefused()]);
  const evaluation = evalRefused();
  return {
    status: page && worker && evaluation ? 'sealed' : 'unsealed',
    details: [
      { channel: 'page', refused: page },
      { channel: 'worker', refused: worker },
      { channel: 'eval', refused: evaluation },
      { channel: 'headers', refused: globalThis.crossOriginIsolated },
    ],
  };
}
