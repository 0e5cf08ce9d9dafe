import type { DemoScore } from '../../app/app';
import type { ReviewSummary } from '../../domain/review/summary';
import type { Labels } from '../hooks/use-labels';
import { useFormat, useTranslate } from '../i18n/language';
import { VisuallyHidden } from '../kit/VisuallyHidden';
import styles from './FindingsPanel.module.css';

const TRUTH_COLUMNS = ['truth', 'missed', 'false'] as const;

function Swatch({ color }: { readonly color: string }) {
  return <span className={styles.swatch} style={{ borderColor: color }} />;
}

/** True number, missed, too many. */
function TruthCells({ counts }: { readonly counts: DemoScore['byLabel'][string] | undefined }) {
  const format = useFormat();
  if (counts === undefined) return TRUTH_COLUMNS.map((column) => <td key={column} />);
  return (
    <>
      <td>{format.number(counts.truth)}</td>
      <td>{format.number(counts.truth - counts.found)}</td>
      <td>{format.number(counts.falsePositives)}</td>
    </>
  );
}

export interface FindingsSummaryProps {
  readonly summary: ReviewSummary;
  readonly labels: Labels;
  /** On the drawn smear the truth is known: how right the model is stands beside the counts. */
  readonly score: DemoScore | null;
}

/** Counts and shares by class, without what was rejected. */
export function FindingsSummary({ summary, labels, score }: FindingsSummaryProps) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <div data-testid={score === null ? undefined : 'demo-score'}>
      {score !== null && <p className={styles.muted}>{t('findings.demoText')}</p>}
      <table className={styles.summary}>
        <caption>
          <VisuallyHidden>
            {t('findings.summary')}. {t('findings.summaryNote')}
          </VisuallyHidden>
        </caption>
        <thead>
          <tr>
            <th scope="col">{t('findings.column.label')}</th>
            <th scope="col">{t('findings.column.count')}</th>
            {score !== null &&
              TRUTH_COLUMNS.map((column) => (
                <th key={column} scope="col" data-tip={t(`findings.demo.${column}Hint`)}>
                  {t(`findings.demo.${column}`)}
                </th>
              ))}
          </tr>
        </thead>
        <tbody>
          {summary.byLabel.map(({ label, count, percent }) => (
            <tr key={label} data-summary-label={label} data-summary-count={count}>
              <th scope="row">
                <Swatch color={labels.colorOf(label)} />
                {labels.nameOf(label)}
              </th>
              <td>
                {format.number(count)} <span className={styles.muted}>({format.percent(percent / 100, percent < 10 ? 1 : 0)})</span>
              </td>
              {score !== null && <TruthCells counts={score.byLabel[label]} />}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
