import { memo } from 'react';
import { Bot, Check, CircleCheck, CircleDashed, CircleX, Pencil, User, X } from 'lucide-react';
import type { Series } from '../../domain/study';
import { useCommands } from '../app-context';
import { labelsBy, type Labels } from '../hooks/use-labels';
import { useFormat, useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { classNames } from '../kit/class-names';
import { sizeText, type NumberedFinding } from './finding-view';
import styles from './FindingsPanel.module.css';

const STATUS_ICONS = { proposed: CircleDashed, accepted: CircleCheck, edited: Pencil, rejected: CircleX } as const;

export interface FindingRowProps {
  readonly item: NumberedFinding;
  readonly series: Series | null;
  readonly labels: Labels;
  readonly selected: boolean;
  /** One row of the list takes part in the tab order; arrows move between rows. */
  readonly tabbable: boolean;
}

export const FindingRow = memo(function FindingRow({ item, series, labels, selected, tabbable }: FindingRowProps) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const { finding, number } = item;
  const own = labelsBy(finding, labels);
  const label = own.nameOf(finding.label);
  const StatusIcon = STATUS_ICONS[finding.status];
  const AuthorIcon = finding.author.kind === 'model' ? Bot : User;
  const tabIndex = tabbable ? 0 : -1;
  return (
    <div
      className={classNames(styles.row, selected && styles.selected, finding.status === 'rejected' && styles.rejected)}
      data-testid="finding"
      data-label={finding.label}
      data-score={finding.score ?? ''}
      data-status={finding.status}
      data-author={finding.author.kind}
    >
      <button
        type="button"
        className={styles.main}
        tabIndex={tabIndex}
        data-part="go"
        aria-current={selected}
        onClick={() => {
          commands.selectFinding(finding.id);
        }}
      >
        <span className={classNames(styles.label, finding.score === null && styles.wide)}>
          <span className={styles.swatch} style={{ borderColor: own.colorOf(finding.label) }} />
          <span className={styles.labelText}>{label}</span>
          <span className={classNames(styles.rowNumber, styles.muted)}>{t('findings.rowNumber', { number })}</span>
        </span>
        {finding.score !== null && <span>{t('findings.score', { score: format.fixed(finding.score, 2) })}</span>}
        <span className={classNames(styles.status, styles.muted)} style={{ justifySelf: 'start' }}>
          <AuthorIcon size={14} aria-hidden="true" />
          {[t(finding.author.kind === 'model' ? 'findings.ai' : 'findings.person'), sizeText(finding, series, t, format)]
            .filter((part) => part !== '')
            .join(' · ')}
        </span>
        <span
          className={classNames(
            styles.status,
            finding.status === 'accepted' && styles.accepted,
            finding.status === 'edited' && styles.edited,
          )}
        >
          <StatusIcon size={14} aria-hidden="true" />
          {t(`findings.status.${finding.status}`)}
        </span>
      </button>
      <IconButton
        icon={Check}
        className={styles.accept}
        tabIndex={tabIndex}
        data-part="accept"
        data-testid="finding-accept"
        label={t('findings.acceptNamed', { label, number })}
        pressed={finding.status === 'accepted' || finding.status === 'edited'}
        onClick={() => {
          commands.accept(finding.id);
        }}
      />
      <IconButton
        icon={X}
        className={styles.reject}
        tabIndex={tabIndex}
        data-part="reject"
        data-testid="finding-reject"
        label={t('findings.rejectNamed', { label, number })}
        pressed={finding.status === 'rejected'}
        onClick={() => {
          commands.reject(finding.id);
        }}
      />
    </div>
  );
});
