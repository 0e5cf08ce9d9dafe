import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import styles from './Tooltip.module.css';

interface Tip {
  readonly text: string;
  readonly target: DOMRect;
}

const DELAY = 400;
const MARGIN = 6;

function tipOf(target: EventTarget | null): Tip | null {
  const element = target instanceof Element ? target.closest('[data-tip]') : null;
  const text = element?.getAttribute('data-tip') ?? '';
  return element === null || text === '' ? null : { text, target: element.getBoundingClientRect() };
}

/** One tooltip for every element that carries `data-tip`: on hover after a moment, on keyboard focus at once; Escape hides it. */
export function TooltipLayer() {
  const [tip, setTip] = useState<Tip | null>(null);
  const element = useRef<HTMLDivElement>(null);

  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hide = (): void => {
      clearTimeout(timer);
      setTip(null);
    };
    const onOver = (event: PointerEvent): void => {
      clearTimeout(timer);
      const next = event.pointerType === 'mouse' ? tipOf(event.target) : null;
      if (next === null) setTip(null);
      else
        timer = setTimeout(() => {
          setTip(next);
        }, DELAY);
    };
    const onFocus = (event: FocusEvent): void => {
      const visible = event.target instanceof Element && event.target.matches(':focus-visible');
      setTip(visible ? tipOf(event.target) : null);
    };
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') hide();
    };
    document.addEventListener('pointerover', onOver);
    document.addEventListener('pointerdown', hide);
    document.addEventListener('focusin', onFocus);
    document.addEventListener('keydown', onKey);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('pointerover', onOver);
      document.removeEventListener('pointerdown', hide);
      document.removeEventListener('focusin', onFocus);
      document.removeEventListener('keydown', onKey);
    };
  }, []);

  useLayoutEffect(() => {
    const box = element.current;
    if (box === null || tip === null) return;
    const { width, height } = box.getBoundingClientRect();
    const below = tip.target.bottom + MARGIN;
    const top = below + height > window.innerHeight ? tip.target.top - height - MARGIN : below;
    const left = tip.target.left + tip.target.width / 2 - width / 2;
    box.style.top = `${String(top)}px`;
    box.style.left = `${String(Math.max(MARGIN, Math.min(left, window.innerWidth - width - MARGIN)))}px`;
  }, [tip]);

  if (tip === null) return null;
  // The words are already the accessible name of the element: the picture of them is for the eye only.
  return (
    <div ref={element} className={styles.tooltip} aria-hidden="true">
      {tip.text}
    </div>
  );
}
