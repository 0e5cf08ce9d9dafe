import type { DemoScore } from '../../app/app';
import type { ReviewSummary } from '../../domain/review/summary';
import type { Labels } from '../hooks/use-labels';
import { useFormat, useTranslate } from '../i18n/language';
import { VisuallyHidden } from '../kit/VisuallyHidden';
import styles from './FindingsPanel.module.css';

function Swatch({ color }: { readonly color: string }) {
  return <span className={styles.swatch} style={{ borderColor: color }} />;
}

/** Counts and shares by class, without what was rejected. */
export function FindingsSummary({ summary, labels }: { readonly summary: ReviewSummary; readonly labels: Labels }) {
  const t = useTranslate();
  const format = useFormat();
  return (
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
          <th scope="col">{t('findings.column.percent')}</th>
        </tr>
      </thead>
      <tbody>
        {summary.byLabel.map(({ label, count, percent }) => (
          <tr key={label} data-summary-label={label} data-summary-count={count}>
            <th scope="row">
              <Swatch color={labels.colorOf(label)} />
              {labels.nameOf(label)}
            </th>
            <td>{format.number(count)}</td>
            <td>{format.percent(percent / 100, 1)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** On the drawn smear the truth is known: how right the model is, class by class. */
export function DemoScoreCard({ score, labels }: { readonly score: DemoScore; readonly labels: Labels }) {
  const t = useTranslate();
  const format = useFormat();
  return (
    <section className={styles.demo} aria-label={t('findings.demoTitle')} data-testid="demo-score">
      <h3>{t('findings.demoTitle')}</h3>
      <p className={styles.muted}>{t('findings.demoText')}</p>
      <table className={styles.summary}>
        <thead>
          <tr>
            <th scope="col">{t('findings.column.label')}</th>
            {(['truth', 'found', 'missed', 'false'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`findings.demo.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {Object.entries(score.byLabel).map(([label, { truth, found, falsePositives }]) => (
            <tr key={label}>
              <th scope="row">
                <Swatch color={labels.colorOf(label)} />
                {labels.nameOf(label)}
              </th>
              {[truth, found, truth - found, falsePositives].map((value, column) => (
                <td key={['truth', 'found', 'missed', 'false'][column]}>{format.number(value)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
