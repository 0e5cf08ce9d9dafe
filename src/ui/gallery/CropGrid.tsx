import {
  useEffect,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
  type KeyboardEvent,
  type MouseEvent,
  type PointerEvent,
  type RefObject,
} from 'react';
import { extentOf, layOut, partsBetween, type GalleryLayout } from '../../domain/gallery/gallery-layout';
import type { GallerySelection } from '../../domain/gallery/gallery-selection';
import { useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import { CropItem } from './CropItem';
import type { Gallery } from './use-gallery';
import styles from './CellGallery.module.css';

const GAP = 8;
const MOST_GAP = 24;
const CAPTION = 20;
const HEADER = 34;
/** Rows kept in the page above and below what is seen. */
const OVERSCAN = 2;

export interface CropGridProps {
  readonly gallery: Gallery;
  readonly selection: GallerySelection;
  /** CSS pixels of a crop. */
  readonly size: number;
  readonly look: unknown;
  /** Class that what is dragged lies over. */
  readonly over: string | null;
  onKey(event: KeyboardEvent, layout: GalleryLayout, page: number): void;
  onPress(event: PointerEvent, index: number): void;
  onPick(event: MouseEvent, index: number): void;
}

/** Place in the gallery of the crop that an event is about; null beside crops. */
function indexOf(target: EventTarget): number | null {
  const position = target instanceof Element ? target.closest('[data-position]')?.getAttribute('data-position') : null;
  return position === null || position === undefined ? null : Number(position);
}

/** Crops by class. Those near the visible part alone are in the page; each says its place among all. */
export function CropGrid({ gallery, selection, size, look, over, onKey, onPress, onPick }: CropGridProps) {
  const t = useTranslate();
  const { groups, order, labels, scale } = gallery;
  const [seen, setSeen] = useState({ top: 0, height: 600, width: 600 });
  const list = useRef<HTMLDivElement>(null);
  const inside = useRef(false);
  useFocusOnOpen(list);

  useLayoutEffect(() => {
    const element = list.current;
    if (element === null) return undefined;
    const measure = (): void => {
      setSeen({ top: element.scrollTop, height: element.clientHeight, width: element.clientWidth });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, []);

  const columns = Math.max(1, Math.floor((seen.width - GAP) / (size + GAP)));
  // What is left over spreads between the columns.
  const pitch = size + Math.min(MOST_GAP, Math.max(GAP, Math.floor((seen.width - GAP - columns * size) / columns)));
  const layout = useMemo(
    () =>
      layOut(
        groups.map(({ label, findings }) => ({ label, count: findings.length })),
        { columns, rowHeight: size + GAP + CAPTION, headerHeight: HEADER },
      ),
    [groups, columns, size],
  );
  const activeIndex = useMemo(() => (selection.active === null ? -1 : order.indexOf(selection.active)), [order, selection.active]);
  const margin = OVERSCAN * layout.rowHeight;
  const parts = partsBetween(layout, seen.top - margin, seen.top + seen.height + margin);
  const page = Math.max(1, Math.floor(seen.height / layout.rowHeight));

  // The cell with the keys comes into view, and keeps the focus that a cell had.
  useEffect(() => {
    const element = list.current;
    const extent = extentOf(layout, activeIndex);
    if (element === null || extent === null) return;
    if (extent.top < element.scrollTop) element.scrollTop = extent.top;
    else if (extent.bottom > element.scrollTop + element.clientHeight) element.scrollTop = extent.bottom - element.clientHeight;
  }, [layout, activeIndex]);
  useEffect(() => {
    const element = list.current;
    const focused = document.activeElement;
    if (element === null || !inside.current || (focused !== document.body && !element.contains(focused))) return;
    const cell = element.querySelector<HTMLElement>(`[data-position="${String(activeIndex)}"]`) ?? element;
    if (cell !== focused) cell.focus({ preventScroll: true });
  });

  const cell = (group: number, within: number) => {
    const laid = layout.groups[group];
    const finding = groups[group]?.findings[within];
    if (laid === undefined || finding === undefined) return null;
    const index = laid.first + within;
    return (
      <CropItem
        key={finding.id}
        finding={finding}
        labels={labels}
        scale={scale}
        size={size}
        look={look}
        active={index === activeIndex}
        chosen={selection.chosen.has(finding.id)}
        position={index + 1}
        total={layout.count}
        left={GAP + (within % columns) * pitch}
        top={HEADER + Math.floor(within / columns) * layout.rowHeight}
      />
    );
  };

  return (
    <div
      ref={list}
      className={styles.grid}
      role="listbox"
      aria-label={t('gallery.grid')}
      aria-multiselectable="true"
      tabIndex={activeIndex < 0 ? 0 : -1}
      onFocus={() => {
        inside.current = true;
      }}
      onBlur={(event) => {
        // A cell that leaves the page takes no focus elsewhere: the list still has it.
        if (event.relatedTarget !== null) inside.current = event.currentTarget.contains(event.relatedTarget);
      }}
      onKeyDown={(event) => {
        onKey(event, layout, page);
      }}
      onPointerDown={(event) => {
        const index = indexOf(event.target);
        if (index !== null) onPress(event, index);
      }}
      onClick={(event) => {
        const index = indexOf(event.target);
        if (index !== null) onPick(event, index);
      }}
    >
      <div role="presentation" className={styles.canvas} style={{ height: layout.height }}>
        {parts.map(({ group, from, to }) => {
          const at = layout.groups.indexOf(group);
          const name = labels.nameOf(group.label);
          const indices = Array.from({ length: to - from }, (_, i) => from + i);
          const within = activeIndex - group.first;
          // The cell with the keys stays in the page wherever one scrolls.
          if (within >= 0 && within < group.count && (within < from || within >= to)) indices.push(within);
          return (
            <div
              key={group.label}
              role="group"
              aria-label={t('gallery.group', { label: name, count: group.count })}
              className={classNames(styles.group, over === group.label && styles.over)}
              style={{ top: group.top, height: group.height }}
              data-drop-label={group.label}
            >
              <p className={styles.groupName} style={{ height: HEADER }} role="presentation">
                <span className={styles.swatch} style={{ background: labels.colorOf(group.label) }} />
                {t('gallery.group', { label: name, count: group.count })}
              </p>
              {indices.map((index) => cell(at, index))}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The gallery has the focus when it opens; whoever opened it, when it closes. */
function useFocusOnOpen(list: RefObject<HTMLDivElement | null>): void {
  useEffect(() => {
    list.current?.focus({ preventScroll: true });
    return () => {
      // The opener comes back with the panel that the gallery stood in front of.
      setTimeout(() => {
        if (document.activeElement === document.body) document.querySelector<HTMLElement>('[data-testid="cell-gallery-open"]')?.focus();
      }, 0);
    };
  }, [list]);
}
