import { AppError, isAbort, type ErrorContext } from '../domain/errors';

/** Browsers say "no room" in several ways: by name, or by an aborted transaction whose inner error has the name. */
function isQuota(error: unknown, depth = 0): boolean {
  if (typeof error !== 'object' || error === null || depth > 3) return false;
  if ('name' in error && error.name === 'QuotaExceededError') return true;
  if ('inner' in error && isQuota(error.inner, depth + 1)) return true;
  return 'cause' in error && isQuota(error.cause, depth + 1);
}

/** Wraps what Dexie, IndexedDB or OPFS threw: `storage-quota` when there is no room, else `storage-unavailable`. */
export function storageError(error: unknown, what: string, context: ErrorContext = {}): Error {
  if (error instanceof AppError) return error;
  // Dexie also names transactions that failed `AbortError`; only those without a reason are a caller's abort.
  if (isQuota(error)) return new AppError('storage-quota', `no room left: ${what}`, context, { cause: error });
  if (error instanceof Error && isAbort(error) && !('inner' in error)) return error;
  const reason = error instanceof Error ? error.name : 'unknown';
  return new AppError('storage-unavailable', `${what} failed (${reason})`, context, { cause: error });
}
