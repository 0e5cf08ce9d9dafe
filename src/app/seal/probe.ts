import { SEAL_TARGET_ORIGIN } from './seal-target';

/** The violation event may come a moment after the refusal itself. */
const EVENT_GRACE_MS = 1000;
const GIVE_UP_MS = 4000;

interface ViolationLike extends Event {
  readonly blockedURI: string;
  readonly disposition: string;
}

function isRefusalOfProbe(event: Event): boolean {
  const { blockedURI, disposition } = event as ViolationLike;
  return disposition === 'enforce' && blockedURI.startsWith(SEAL_TARGET_ORIGIN);
}

/**
 * Tries to send one byte out of this scope (page or worker).
 * @returns true only when the security policy refused it and said so: a failure for another reason (no network,
 * no such name) proves nothing.
 */
export function probeRefused(scope: EventTarget): Promise<boolean> {
  return new Promise((resolve) => {
    const attempt = new AbortController();
    let timer = setTimeout(() => {
      finish(false);
    }, GIVE_UP_MS);
    const onViolation = (event: Event): void => {
      if (isRefusalOfProbe(event)) finish(true);
    };
    const finish = (refused: boolean): void => {
      clearTimeout(timer);
      scope.removeEventListener('securitypolicyviolation', onViolation);
      resolve(refused);
      attempt.abort();
    };
    const settled = (sent: boolean): void => {
      clearTimeout(timer);
      if (sent) finish(false);
      else
        timer = setTimeout(() => {
          finish(false);
        }, EVENT_GRACE_MS);
    };
    scope.addEventListener('securitypolicyviolation', onViolation);
    fetch(`${SEAL_TARGET_ORIGIN}/`, { method: 'POST', mode: 'no-cors', body: new Uint8Array(1), signal: attempt.signal }).then(
      () => {
        settled(true);
      },
      () => {
        settled(false);
      },
    );
  });
}
