import { useEffect, useRef, type RefObject } from 'react';

/** Calls `close` on Escape and on a press outside both elements. */
export function useDismiss(panel: RefObject<HTMLElement | null>, opener: RefObject<HTMLElement | null> | null, close: () => void): void {
  const latest = useRef(close);
  useEffect(() => {
    latest.current = close;
  });
  useEffect(() => {
    const onPress = (event: PointerEvent): void => {
      if (!(event.target instanceof Node)) return;
      if (panel.current?.contains(event.target) === true || opener?.current?.contains(event.target) === true) return;
      latest.current();
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      event.preventDefault();
      latest.current();
    };
    window.addEventListener('pointerdown', onPress, true);
    window.addEventListener('keydown', onKey, true);
    return () => {
      window.removeEventListener('pointerdown', onPress, true);
      window.removeEventListener('keydown', onKey, true);
    };
  }, [panel, opener]);
}
