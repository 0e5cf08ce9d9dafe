import { useLayoutEffect, useRef, useState, type ReactNode, type RefObject } from 'react';
import { createPortal } from 'react-dom';
import { useDismiss } from '../hooks/use-dismiss';
import { classNames } from './class-names';
import styles from './Popover.module.css';

/** Where a popover opens: under an element, or at a point of the window. */
export type PopoverAnchor = RefObject<HTMLElement | null> | { readonly x: number; readonly y: number };

export interface PopoverProps {
  readonly anchor: PopoverAnchor;
  readonly label: string;
  readonly role?: 'dialog' | 'menu';
  readonly padded?: boolean;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

const MARGIN = 8;

/** A floating panel kept inside the window; closes on Escape, outside press and scrolling focus away. */
export function Popover({ anchor, label, role = 'dialog', padded = false, onClose, children }: PopoverProps) {
  const element = useRef<HTMLDivElement>(null);
  const [place, setPlace] = useState({ left: -9999, top: 0 });
  useDismiss(element, 'current' in anchor ? anchor : null, onClose);

  useLayoutEffect(() => {
    const panel = element.current;
    if (panel === null) return;
    const size = panel.getBoundingClientRect();
    const from = 'current' in anchor ? anchor.current?.getBoundingClientRect() : new DOMRect(anchor.x, anchor.y, 0, 0);
    if (from === undefined) return;
    const below = from.bottom + 4;
    const top = below + size.height + MARGIN > window.innerHeight ? Math.max(MARGIN, from.top - size.height - 4) : below;
    const left = Math.max(MARGIN, Math.min(from.left, window.innerWidth - size.width - MARGIN));
    setPlace({ left, top: Math.min(top, Math.max(MARGIN, window.innerHeight - size.height - MARGIN)) });
  }, [anchor]);

  useLayoutEffect(() => {
    const before = document.activeElement;
    const first = element.current?.querySelector<HTMLElement>('button:not(:disabled), input, select, [tabindex]');
    first?.focus({ preventScroll: true });
    return () => {
      // Only when the focus would be lost: a press elsewhere has already moved it.
      const lost = document.activeElement === null || document.activeElement === document.body;
      if (lost && before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  return createPortal(
    <div ref={element} className={classNames(styles.popover, padded && styles.padded)} style={place} role={role} aria-label={label}>
      {children}
    </div>,
    document.body,
  );
}
