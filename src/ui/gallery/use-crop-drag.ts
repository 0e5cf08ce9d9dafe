import { useCallback, useEffect, useRef, useState, type PointerEvent as ReactPointerEvent } from 'react';
import type { FindingId } from '../../domain/ids';

/** CSS pixels that a pointer goes before it drags. */
const THRESHOLD = 6;
/** A finger drags after this many milliseconds at one place; before that it scrolls. */
const HOLD = 350;

/** Crops on their way to a class. */
export interface CropDrag {
  readonly ids: readonly FindingId[];
  /** CSS pixels of the window. */
  readonly x: number;
  readonly y: number;
  /** Label key of the class under the pointer; null over none. */
  readonly over: string | null;
}

interface Pressed {
  readonly ids: readonly FindingId[];
  readonly x: number;
  readonly y: number;
  readonly pointer: number;
  readonly touch: boolean;
  readonly timer: ReturnType<typeof setTimeout> | undefined;
}

/** The class that a place of the window belongs to. */
function classAt(x: number, y: number): string | null {
  return document.elementFromPoint(x, y)?.closest('[data-drop-label]')?.getAttribute('data-drop-label') ?? null;
}

/**
 * Drags crops onto a class by mouse, pen or finger: pointer events, since the browser's own dragging has no touch.
 * @returns what is dragged now, the handler of a press on crops, and whether the click that follows ends a drag
 */
export function useCropDrag(drop: (ids: readonly FindingId[], label: string) => void): {
  readonly drag: CropDrag | null;
  press(event: ReactPointerEvent, ids: readonly FindingId[]): void;
  /** True once after each drag: the click that the browser still sends means nothing. */
  wasDragged(): boolean;
} {
  const [drag, setDrag] = useState<CropDrag | null>(null);
  const pressed = useRef<Pressed | null>(null);
  const dragging = useRef(false);
  const dragged = useRef(false);
  const dropped = useRef(drop);
  useEffect(() => {
    dropped.current = drop;
  });

  const end = useCallback(() => {
    clearTimeout(pressed.current?.timer);
    pressed.current = null;
    dragging.current = false;
    setDrag(null);
  }, []);

  const begin = useCallback((x: number, y: number) => {
    const held = pressed.current;
    if (held === null) return;
    dragging.current = true;
    dragged.current = true;
    setDrag({ ids: held.ids, x, y, over: classAt(x, y) });
  }, []);

  useEffect(() => {
    const onMove = (event: PointerEvent): void => {
      const held = pressed.current;
      if (held === null || held.pointer !== event.pointerId) return;
      const { clientX: x, clientY: y } = event;
      if (dragging.current) setDrag({ ids: held.ids, x, y, over: classAt(x, y) });
      else if (Math.hypot(x - held.x, y - held.y) > THRESHOLD) {
        // A finger that moves at once scrolls.
        if (held.touch) end();
        else begin(x, y);
      }
    };
    const onUp = (event: PointerEvent): void => {
      const held = pressed.current;
      if (held === null || held.pointer !== event.pointerId) return;
      const label = dragging.current ? classAt(event.clientX, event.clientY) : null;
      end();
      if (label !== null) dropped.current(held.ids, label);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key !== 'Escape' || !dragging.current) return;
      event.stopPropagation();
      end();
    };
    /** What is held does not scroll the page under it. */
    const onTouch = (event: TouchEvent): void => {
      if (dragging.current) event.preventDefault();
    };
    window.addEventListener('pointermove', onMove);
    window.addEventListener('pointerup', onUp);
    window.addEventListener('pointercancel', end);
    window.addEventListener('keydown', onKey, true);
    window.addEventListener('touchmove', onTouch, { passive: false });
    return () => {
      window.removeEventListener('pointermove', onMove);
      window.removeEventListener('pointerup', onUp);
      window.removeEventListener('pointercancel', end);
      window.removeEventListener('keydown', onKey, true);
      window.removeEventListener('touchmove', onTouch);
      clearTimeout(pressed.current?.timer);
    };
  }, [begin, end]);

  const press = useCallback(
    (event: ReactPointerEvent, ids: readonly FindingId[]) => {
      dragged.current = false;
      if (event.button !== 0 || ids.length === 0) return;
      const { clientX: x, clientY: y, pointerId: pointer } = event;
      const touch = event.pointerType === 'touch';
      clearTimeout(pressed.current?.timer);
      const hold = (): void => {
        begin(x, y);
      };
      pressed.current = { ids, x, y, pointer, touch, timer: touch ? setTimeout(hold, HOLD) : undefined };
    },
    [begin],
  );
  const wasDragged = useCallback(() => {
    const was = dragged.current;
    dragged.current = false;
    return was;
  }, []);
  return { drag, press, wasDragged };
}
