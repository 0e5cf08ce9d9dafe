import { useEffect, useRef, useState, type PointerEvent } from 'react';

/** Less movement than this between press and release of the right button is a click, in CSS pixels. */
const CLICK_SLOP = 4;
const TOUCH_SLOP = 10;
const LONG_PRESS = 600;

export interface MenuPoint {
  readonly x: number;
  readonly y: number;
}

export interface PressMenu {
  readonly at: MenuPoint | null;
  open(at: MenuPoint): void;
  close(): void;
  onPointerDownCapture(event: PointerEvent): void;
}

/** A menu on right click without dragging (a drag zooms) and on long press. */
export function usePressMenu(): PressMenu {
  const [at, setAt] = useState<MenuPoint | null>(null);
  const stop = useRef<(() => void) | null>(null);
  useEffect(() => () => stop.current?.(), []);

  const watch = (event: PointerEvent): void => {
    stop.current?.();
    const right = event.button === 2;
    if (!right && event.pointerType !== 'touch') return;
    const { clientX, clientY, pointerId } = event;
    const slop = right ? CLICK_SLOP : TOUCH_SLOP;
    const listening = new AbortController();
    const options = { signal: listening.signal, capture: true };
    const timer = right
      ? undefined
      : setTimeout(() => {
          listening.abort();
          setAt({ x: clientX, y: clientY });
        }, LONG_PRESS);
    stop.current = () => {
      clearTimeout(timer);
      listening.abort();
    };
    const end = stop.current;
    const moved = (move: globalThis.PointerEvent): boolean => Math.hypot(move.clientX - clientX, move.clientY - clientY) >= slop;
    window.addEventListener(
      'pointermove',
      (move) => {
        if (move.pointerId === pointerId && moved(move)) end();
      },
      options,
    );
    window.addEventListener('pointercancel', end, options);
    // A second finger makes it a pinch.
    window.addEventListener('pointerdown', end, options);
    window.addEventListener(
      'pointerup',
      (up) => {
        end();
        if (right && up.pointerId === pointerId && !moved(up)) setAt({ x: up.clientX, y: up.clientY });
      },
      options,
    );
  };

  return {
    at,
    open: setAt,
    close: () => {
      setAt(null);
    },
    onPointerDownCapture: watch,
  };
}
