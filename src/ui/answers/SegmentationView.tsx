import { useMemo } from 'react';
import { overlayId } from '../../domain/model-answer';
import type { SegmentationOutput } from '../../domain/result';
import { useCommands, useReview } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { amountText } from '../i18n/units';
import { classNames } from '../kit/class-names';
import type { OutputViewProps } from './OutputView';
import styles from './AnswerPanel.module.css';

/** On a drawn case: how far the map covers what was drawn. */
function Overlap({ dice }: { readonly dice: number | undefined }) {
  const t = useTranslate();
  const format = useFormat();
  if (dice === undefined) return null;
  return (
    <span className={classNames(styles.muted, styles.overlap)} data-testid="demo-dice" data-value={dice} data-tip={t('result.diceHint')}>
      {t('result.dice', { value: format.fixed(dice, 2) })}
    </span>
  );
}

/** The labels of a map with their colour and how much there is of each; pressing one goes to where most of it is. */
export function SegmentationView({ answer, output, labels }: OutputViewProps<SegmentationOutput>) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const findings = useReview((review) => review.findings);
  const regions = useMemo(
    () =>
      findings.flatMap((finding) => {
        const { evidence } = finding;
        const own = evidence.kind === 'region' && evidence.job === answer.job && evidence.output === output.id;
        return own ? [{ finding, evidence }] : [];
      }),
    [findings, answer.job, output.id],
  );
  const overlaps = useReview((review) => review.demoOverlaps[overlayId(answer, output)]);
  if (regions.length === 0) return <p className={styles.muted}>{t('result.empty')}</p>;
  return (
    <ul className={styles.list}>
      {regions.map(({ finding, evidence: { amount, value } }) => (
        <li
          key={value}
          className={styles.measure}
          data-testid="segmentation-label"
          data-label={finding.label}
          data-value={amount.value}
          data-volume-ml={amount.unit === 'mL' ? amount.value : ''}
        >
          <button
            type="button"
            className={classNames(styles.region, finding.status === 'rejected' && styles.rejected)}
            onClick={() => {
              commands.selectFinding(finding.id);
            }}
          >
            <span className={styles.swatch} style={{ background: labels.colorOf(finding.label) }} aria-hidden="true" />
            {labels.nameOf(finding.label)}
          </button>
          <span className={styles.number}>{amountText(amount, format)}</span>
          <Overlap dice={overlaps?.[finding.label]} />
        </li>
      ))}
    </ul>
  );
}
