import type { ClassificationOutput } from '../../domain/result';
import { useFormat, useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import { ContributionBars } from './ContributionBars';
import type { OutputViewProps } from './OutputView';
import styles from './AnswerPanel.module.css';
import bars from './Bars.module.css';

/** Classes shown of many. */
const CLASSES = 12;

/** Every class with its bar and the threshold on it; the decision in words, so that it is not told by colour alone. */
export function ClassificationView({ output, labels }: OutputViewProps<ClassificationOutput>) {
  const t = useTranslate();
  const format = useFormat();
  const decided = output.decision.map((key) => labels.nameOf(key)).join(', ');
  // Of two classes the second is the one looked for: one bar says it all.
  const shown = output.classes.length === 2 && !output.multiLabel ? output.classes.slice(1) : output.classes;
  const sorted = [...shown].sort((a, b) => b.probability - a.probability).slice(0, CLASSES);
  return (
    <>
      <p className={styles.line}>
        <strong data-testid="decision">{decided === '' ? t('result.none') : decided}</strong>
      </p>
      <ul className={styles.list}>
        {sorted.map(({ label, probability }) => (
          <li key={label} className={styles.class} data-testid="class-probability" data-label={label} data-value={probability}>
            <span className={bars.name}>{labels.nameOf(label)}</span>
            <span className={bars.track} aria-hidden="true">
              <span
                className={classNames(bars.bar, output.decision.includes(label) ? styles.decided : styles.undecided)}
                style={{ width: `${String(probability * 100)}%` }}
              />
              <span className={styles.threshold} style={{ left: `${String(output.threshold * 100)}%` }} />
            </span>
            <span className={styles.number}>{format.percent(probability, 1)}</span>
          </li>
        ))}
      </ul>
      <p className={styles.muted}>
        {t('result.threshold', { value: format.percent(output.threshold, 1) })}
        {!output.calibrated && ` · ${t('result.notCalibrated')}`}
      </p>
      {output.contributions.length > 0 && (
        <>
          <h3 className={styles.heading}>{t('result.contributions')}</h3>
          <ContributionBars contributions={output.contributions} labels={labels} />
        </>
      )}
    </>
  );
}
