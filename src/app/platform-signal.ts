import type { AbortLike } from '../domain/ports';

/** The domain's minimal signal as the platform's own. */
export function platformSignal(signal: AbortLike | undefined): AbortSignal | undefined {
  if (signal === undefined || signal instanceof AbortSignal) return signal;
  const controller = new AbortController();
  if (signal.aborted) controller.abort();
  signal.addEventListener(
    'abort',
    () => {
      controller.abort();
    },
    { once: true },
  );
  return controller.signal;
}
