/** Gestures that count as presence. */
const GESTURES = ['pointerdown', 'pointermove', 'keydown', 'wheel', 'touchstart'] as const;
/** How often the time since the last gesture is looked at. */
const CHECK_EVERY_MS = 5_000;

/**
 * Calls `onIdle` once after `minutes()` without a gesture; 0 is never. Counts by the wall clock, so that a machine that
 * slept past the time is purged when it wakes.
 */
export function watchIdle(minutes: () => number, onIdle: () => void): () => void {
  let last = Date.now();
  let fired = false;
  const touch = (): void => {
    last = Date.now();
    fired = false;
  };
  for (const gesture of GESTURES) window.addEventListener(gesture, touch, { passive: true, capture: true });
  const timer = setInterval(() => {
    const limit = minutes();
    if (limit <= 0 || fired || Date.now() - last < limit * 60_000) return;
    fired = true;
    onIdle();
  }, CHECK_EVERY_MS);
  return () => {
    clearInterval(timer);
    for (const gesture of GESTURES) window.removeEventListener(gesture, touch, { capture: true });
  };
}
