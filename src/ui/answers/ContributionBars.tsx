import type { Contribution } from '../../domain/result';
import type { Labels } from '../hooks/use-labels';
import { useFormat, useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import panel from './AnswerPanel.module.css';
import bars from './Bars.module.css';
import styles from './ContributionBars.module.css';

export interface ContributionBarsProps {
  /** Strongest first. */
  readonly contributions: readonly Contribution[];
  /** Of the model that answered. */
  readonly labels: Labels;
}

/** How much each input spoke for or against: bars from a common middle, with sign and value in words. */
export function ContributionBars({ contributions, labels }: ContributionBarsProps) {
  const t = useTranslate();
  const format = useFormat();
  const strongest = contributions.reduce((most, { weight }) => Math.max(most, Math.abs(weight)), 0);
  if (strongest === 0) return null;
  return (
    <ul className={panel.list} aria-label={t('result.contributions')} data-testid="contributions">
      {contributions.map(({ label, name, value, weight }) => {
        const share = (Math.abs(weight) / strongest) * 50;
        return (
          <li key={`${label} ${name}`} className={styles.item} data-name={name} data-weight={weight}>
            <span className={bars.name}>
              {labels.columnOf(name)}
              {value !== '' && <span className={styles.value}> {format.technical(value)}</span>}
            </span>
            <span className={bars.track} aria-hidden="true">
              <span className={styles.middle} />
              <span
                className={classNames(bars.bar, weight > 0 ? styles.for : styles.against)}
                style={weight > 0 ? { left: '50%', width: `${String(share)}%` } : { right: '50%', width: `${String(share)}%` }}
              />
            </span>
            <span className={styles.weight}>
              {weight > 0 ? '+' : ''}
              {format.number(weight, 2)} {t(weight > 0 ? 'result.for' : 'result.against')}
            </span>
          </li>
        );
      })}
    </ul>
  );
}
