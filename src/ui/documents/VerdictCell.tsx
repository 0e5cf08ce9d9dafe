import { useFormat } from '../i18n/language';
import { classNames } from '../kit/class-names';
import type { RowVerdict } from './row-verdict';
import { VERDICT_WIDTH } from './table-layout';
import styles from './TableView.module.css';

export interface VerdictCellProps {
  readonly verdict: RowVerdict | undefined;
  /** CSS pixels scrolled sideways: the cell stays in view. */
  readonly left: number;
  readonly row: number;
  readonly nameOf: (label: string) => string;
}

/** What a model said about a row: its class, how likely, and whether it is decided for. */
export function VerdictCell({ verdict, left, row, nameOf }: VerdictCellProps) {
  const format = useFormat();
  return (
    <div
      role="gridcell"
      aria-colindex={1}
      className={classNames(styles.cell, styles.lead)}
      style={{ left, width: VERDICT_WIDTH }}
      data-testid="row-verdict"
      data-positive={verdict?.positive}
      data-probability={verdict?.probability}
      data-row={row}
    >
      {verdict !== undefined && (
        <>
          <span
            className={classNames(styles.share, verdict.positive && styles.positive)}
            style={{ width: `${String(verdict.probability * 100)}%` }}
            aria-hidden="true"
          />
          <span className={styles.verdict}>
            {verdict.positive ? '● ' : '○ '}
            {format.percent(verdict.probability, 1)} {nameOf(verdict.label)}
          </span>
        </>
      )}
    </div>
  );
}
