import { useEffect, useLayoutEffect, useRef, useState, type ReactNode } from 'react';

export interface VirtualListProps<Item> {
  readonly items: readonly Item[];
  /** Height of every row, CSS pixels. */
  readonly rowHeight: number;
  readonly label: string;
  readonly className?: string | undefined;
  /** Up to this many rows all are in the page. */
  readonly threshold?: number;
  /** Kept in view when it changes; -1 for none. */
  readonly activeIndex?: number;
  /** The list itself takes the focus, so that keys scroll it: for rows without a control of their own. */
  readonly focusable?: boolean;
  readonly keyOf: (item: Item) => string;
  readonly renderRow: (item: Item, index: number) => ReactNode;
}

const OVERSCAN = 12;

/** A list that puts only the rows near the visible part in the page once there are many; size and place of each row are still announced. */
export function VirtualList<Item>(props: VirtualListProps<Item>) {
  const { items, rowHeight, label, className, threshold = 200, activeIndex = -1, focusable = false, keyOf, renderRow } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const [range, setRange] = useState({ top: 0, height: 600 });
  const virtual = items.length > threshold;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null || !virtual) return undefined;
    const measure = (): void => {
      setRange({ top: element.scrollTop, height: Math.max(element.clientHeight, rowHeight) });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [virtual, rowHeight]);

  useEffect(() => {
    const element = scroller.current;
    if (element === null || activeIndex < 0) return;
    const top = activeIndex * rowHeight;
    if (top < element.scrollTop) element.scrollTop = top;
    else if (top + rowHeight > element.scrollTop + element.clientHeight) element.scrollTop = top + rowHeight - element.clientHeight;
  }, [activeIndex, rowHeight]);

  const first = virtual ? Math.max(0, Math.floor(range.top / rowHeight) - OVERSCAN) : 0;
  const last = virtual ? Math.min(items.length, Math.ceil((range.top + range.height) / rowHeight) + OVERSCAN) : items.length;

  return (
    <div ref={scroller} className={className} {...(focusable ? { tabIndex: 0, role: 'group', 'aria-label': label } : {})}>
      <ul aria-label={label} style={{ position: 'relative', height: virtual ? items.length * rowHeight : undefined }}>
        {items.slice(first, last).map((item, offset) => {
          const index = first + offset;
          return (
            <li
              key={keyOf(item)}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              style={
                virtual ? { position: 'absolute', top: index * rowHeight, left: 0, right: 0, height: rowHeight } : { height: rowHeight }
              }
            >
              {renderRow(item, index)}
            </li>
          );
        })}
      </ul>
    </div>
  );
}
