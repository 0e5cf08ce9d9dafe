import { useMemo, useRef, type KeyboardEvent, type PointerEvent } from 'react';
import type { VisitedArea } from '../../domain/slide-view';
import type { Series } from '../../domain/study';
import type { ViewportId } from '../../domain/ids';
import { useCommands, useView } from '../app-context';
import { useThumbnail } from '../hooks/use-thumbnail';
import { useTranslate } from '../i18n/language';
import { ARROWS } from '../hooks/arrows';
import styles from './Slide.module.css';

/** CSS pixels of the longer side. */
const SIZE = 132;
const STEP = 80;

/** Cells that have been seen closely, joined along rows, in units of the whole slide. */
function visitedPath({ columns, rows, cells }: VisitedArea): string {
  const parts: string[] = [];
  for (let row = 0; row < rows; row += 1) {
    for (let column = 0; column < columns; column += 1) {
      if (cells[row * columns + column] === 0) continue;
      const start = column;
      while (column < columns && cells[row * columns + column] === 1) column += 1;
      parts.push(
        `M${String(start / columns)},${String(row / rows)}h${String((column - start) / columns)}v${String(1 / rows)}h${String((start - column) / columns)}Z`,
      );
    }
  }
  return parts.join('');
}

/** The whole slide with what is on screen and what has been looked at; a press or a drag goes there. */
export function Minimap({ id, series }: { readonly id: ViewportId; readonly series: Series }) {
  const commands = useCommands();
  const t = useTranslate();
  const place = useRef<HTMLButtonElement>(null);
  const picture = useThumbnail(series.id, place);
  const corners = useView((view) => view.viewports[id].slide?.corners);
  const visited = useView((view) => view.viewports[id].slide?.visited);
  const seen = useMemo(() => (visited === undefined ? '' : visitedPath(visited)), [visited]);
  const [finest] = series.slide?.levels ?? [];
  if (finest === undefined || corners === undefined) return null;
  const { columns, rows } = finest;
  const spacing = series.frames[0]?.spacing ?? null;
  const height = rows * (spacing === null ? 1 : spacing.row / spacing.column);
  const scale = SIZE / Math.max(columns, height);
  const outline = corners.map(({ x, y }) => `${String(x / columns)},${String(y / rows)}`).join(' ');

  const goTo = (event: PointerEvent<HTMLButtonElement>): void => {
    if (event.buttons !== 1) return;
    const bounds = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - bounds.left) / bounds.width) * columns;
    const y = ((event.clientY - bounds.top) / bounds.height) * rows;
    commands.act({ type: 'center', point: { x, y } }, id);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const arrow = ARROWS[event.key];
    if (arrow === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    commands.act({ type: 'pan-by', dx: -arrow[0] * STEP, dy: -arrow[1] * STEP }, id);
  };
  return (
    <button
      ref={place}
      type="button"
      className={styles.minimap}
      style={{ width: columns * scale, height: height * scale }}
      aria-label={t('slide.minimap')}
      data-tip={t('slide.minimap')}
      data-testid="slide-minimap"
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        goTo(event);
      }}
      onPointerMove={goTo}
      onKeyDown={onKeyDown}
    >
      {typeof picture === 'string' && <img src={picture} alt="" draggable={false} />}
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        <path d={seen} className={styles.visited} />
        <polygon points={outline} className={styles.viewHalo} vectorEffect="non-scaling-stroke" />
        <polygon points={outline} className={styles.view} vectorEffect="non-scaling-stroke" />
      </svg>
    </button>
  );
}
