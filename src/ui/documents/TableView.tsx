import { useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import type { TableDocument } from '../../domain/table';
import { useFormat, useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import { cellText, isIdentifying } from './cell-text';
import type { RowVerdict } from './row-verdict';
import { bodyHeight, columnEdges, ROW_HEIGHT, scrollToRow, VERDICT_WIDTH, visibleWindow, type Scroll } from './table-layout';
import { VerdictCell } from './VerdictCell';
import styles from './TableView.module.css';

export interface TableViewProps {
  readonly table: TableDocument;
  readonly label: string;
  /** Identity is masked: columns that name a person are not shown. */
  readonly masked: boolean;
  /** From 0. */
  readonly row: number;
  readonly onRow: (row: number) => void;
  /** By row; the column is left out where there is none at all. */
  readonly verdicts: ReadonlyMap<number, RowVerdict>;
  /** Words for a label key. */
  readonly nameOf: (label: string) => string;
}

const PAGE_OVERLAP = 1;
const NOWHERE: Scroll = { left: 0, top: 0, width: 800, height: 600 };

/** A calm table: only the cells near the visible part are in the page; size and place of each are still announced. */
export function TableView({ table, label, masked, row, onRow, verdicts, nameOf }: TableViewProps) {
  const t = useTranslate();
  const format = useFormat();
  const scroller = useRef<HTMLDivElement>(null);
  const [scroll, setScroll] = useState<Scroll>(NOWHERE);
  const [column, setColumn] = useState(0);
  const lead = verdicts.size > 0 ? VERDICT_WIDTH : 0;
  const edges = useMemo(() => columnEdges(table, lead), [table, lead]);
  const hidden = useMemo(() => new Set(table.columns.filter((each) => masked && isIdentifying(each))), [table, masked]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return undefined;
    const measure = (): void => {
      const { scrollLeft: left, scrollTop: top, clientWidth: width, clientHeight } = element;
      setScroll({ left, top, width, height: Math.max(ROW_HEIGHT, clientHeight - ROW_HEIGHT) });
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    element.addEventListener('scroll', measure, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', measure);
    };
  }, [table]);

  const goTo = (toRow: number, toColumn: number): void => {
    const nextRow = Math.min(Math.max(toRow, 0), table.rowCount - 1);
    const nextColumn = Math.min(Math.max(toColumn, 0), table.columns.length - 1);
    setColumn(nextColumn);
    if (nextRow >= 0 && nextRow !== row) onRow(nextRow);
    const element = scroller.current;
    if (element === null) return;
    element.scrollTop = scrollToRow(Math.max(0, nextRow), table.rowCount, scroll);
    const [left = 0, right = 0] = [edges[nextColumn], edges[nextColumn + 1]];
    if (left - lead < element.scrollLeft) element.scrollLeft = left - lead;
    else if (right > element.scrollLeft + element.clientWidth) element.scrollLeft = right - element.clientWidth;
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    const page = Math.max(1, Math.floor(scroll.height / ROW_HEIGHT) - PAGE_OVERLAP);
    const far = event.ctrlKey || event.metaKey;
    const moves: Readonly<Record<string, () => void>> = {
      ArrowDown: () => { goTo(row + 1, column); },
      ArrowUp: () => { goTo(row - 1, column); },
      ArrowRight: () => { goTo(row, column + 1); },
      ArrowLeft: () => { goTo(row, column - 1); },
      PageDown: () => { goTo(row + page, column); },
      PageUp: () => { goTo(row - page, column); },
      Home: () => { goTo(far ? 0 : row, 0); },
      End: () => { goTo(far ? table.rowCount - 1 : row, table.columns.length - 1); },
    }; // prettier-ignore
    const move = moves[event.key];
    if (move === undefined || event.altKey) return;
    event.preventDefault();
    event.stopPropagation();
    move();
  };

  const onPointerDown = (event: PointerEvent): void => {
    const cell = event.target instanceof Element ? event.target.closest('[data-row]') : null;
    if (cell === null) return;
    setColumn(Number(cell.getAttribute('data-column')));
    onRow(Number(cell.getAttribute('data-row')));
  };

  const { firstRow, lastRow, firstColumn, lastColumn, top } = visibleWindow(table.rowCount, edges, scroll);
  const rows = Array.from({ length: Math.max(0, lastRow - firstRow) }, (_, i) => firstRow + i);
  const columns = table.columns.slice(firstColumn, lastColumn).map((each, i) => ({ each, index: firstColumn + i }));
  const shift = lead === 0 ? 1 : 2;
  const place = (index: number) => ({ left: edges[index] ?? 0, width: (edges[index + 1] ?? 0) - (edges[index] ?? 0) });
  const width = edges.at(-1) ?? 0;
  const cellId = (at: number, index: number): string => `table-cell-${String(at)}-${String(index)}`;
  const reachable = row >= firstRow && row < lastRow && column >= firstColumn && column < lastColumn;

  return (
    <div className={styles.frame} data-testid="table-view" data-rows={table.rowCount} data-columns={table.columns.length}>
      <div
        ref={scroller}
        className={styles.scroll}
        role="grid"
        tabIndex={0}
        aria-label={label}
        aria-readonly="true"
        aria-rowcount={table.rowCount + 1}
        aria-colcount={table.columns.length + shift - 1}
        aria-activedescendant={reachable ? cellId(row, column) : undefined}
        onKeyDown={onKeyDown}
        onPointerDown={onPointerDown}
      >
        <div role="row" aria-rowindex={1} className={styles.header} style={{ width }}>
          {lead > 0 && (
            <div
              role="columnheader"
              aria-colindex={1}
              className={classNames(styles.cell, styles.lead)}
              style={{ left: scroll.left, width: lead }}
            >
              {t('result.verdict')}
            </div>
          )}
          {columns.map(({ each, index }) => (
            <div
              key={index}
              role="columnheader"
              aria-colindex={index + shift}
              className={classNames(styles.cell, each.type === 'number' && styles.number)}
              style={place(index)}
              data-type={each.type}
              data-tip={`${each.name} · ${t(`table.type.${each.type}`)}`}
            >
              {each.name}
            </div>
          ))}
        </div>
        <div role="rowgroup" className={styles.body} style={{ width, height: bodyHeight(table.rowCount) }}>
          {rows.map((at, i) => (
            <div
              key={at}
              role="row"
              aria-rowindex={at + 2}
              aria-selected={at === row}
              className={classNames(styles.row, at % 2 === 1 && styles.odd, at === row && styles.current)}
              style={{ top: top + i * ROW_HEIGHT, width }}
            >
              {lead > 0 && <VerdictCell verdict={verdicts.get(at)} left={scroll.left} nameOf={nameOf} row={at} />}
              {columns.map(({ each, index }) => (
                <div
                  key={index}
                  id={cellId(at, index)}
                  role="gridcell"
                  aria-colindex={index + shift}
                  className={classNames(
                    styles.cell,
                    each.type === 'number' && styles.number,
                    at === row && index === column && styles.active,
                  )}
                  style={place(index)}
                  data-row={at}
                  data-column={index}
                >
                  {hidden.has(each) ? '•••' : cellText(each, at, t, format)}
                </div>
              ))}
            </div>
          ))}
        </div>
      </div>
      <div className={styles.status} aria-live="off">
        {t('table.size', { rows: table.rowCount, columns: table.columns.length })}
        {table.rowCount > 0 && ` · ${t('table.row', { row: row + 1 })}`}
        {table.truncated && ` · ${t('table.truncated')}`}
      </div>
    </div>
  );
}
