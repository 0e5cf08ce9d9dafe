/** Calls back when the window moves to a screen of another density or the browser's zoom changes. Returns a stop. */
export function watchPixelRatio(onChange: () => void): () => void {
  let query: MediaQueryList | null = null;
  const listen = (): void => {
    query = window.matchMedia(`(resolution: ${String(window.devicePixelRatio)}dppx)`);
    query.addEventListener('change', changed, { once: true });
  };
  const changed = (): void => {
    listen();
    onChange();
  };
  listen();
  return () => {
    query?.removeEventListener('change', changed);
  };
}
