import { memo } from 'react';
import { CircleCheck, CircleMinus, OctagonAlert } from 'lucide-react';
import type { FileReportRow } from '../../domain/import-report';
import { useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import styles from './FileReport.module.css';

const ICONS = { opened: CircleCheck, skipped: CircleMinus, failed: OctagonAlert } as const;

export const ReportRow = memo(function ReportRow({ row, hidden }: { readonly row: FileReportRow; readonly hidden: boolean }) {
  const t = useTranslate();
  const Icon = ICONS[row.status];
  const words = row.reason === null ? null : t.error(row.reason);
  return (
    <div className={styles.row} data-testid="file-report-row" data-status={row.status} data-reason={row.reason ?? ''} data-name={row.name}>
      <span className={classNames(styles.status, styles[row.status])}>
        <Icon size={15} aria-hidden="true" />
        {t(`status.${row.status}`)}
      </span>
      <span className={styles.cell}>
        {hidden ? t('study.hidden') : row.name}
        {row.member && <span className={styles.muted}> · {t('report.member')}</span>}
      </span>
      <span className={styles.cell}>
        {words === null ? <span className={styles.muted}>{t('report.openedPlain')}</span> : words.title}
        {words !== null && <span className={styles.muted}> – {words.advice}</span>}
      </span>
    </div>
  );
});
