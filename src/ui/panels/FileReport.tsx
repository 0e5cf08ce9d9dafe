import { useDeferredValue, useId, useMemo, useState } from 'react';
import { ChevronDown, ChevronUp, CircleCheck, CircleMinus, Copy, OctagonAlert, X } from 'lucide-react';
import type { ImportProgress } from '../../domain/import-report';
import { useCommands, useSession, useView } from '../app-context';
import { useCopy } from '../hooks/use-copy';
import { useTranslate } from '../i18n/language';
import { Badge } from '../kit/Badge';
import { Button } from '../kit/Button';
import { SelectField } from '../kit/Field';
import fieldStyles from '../kit/Field.module.css';
import { ProgressBar } from '../kit/ProgressBar';
import { VirtualList } from '../kit/VirtualList';
import { ReportRow } from './FileReportRow';
import { anonymousReport, filterRows, type StatusFilter } from './report-text';
import styles from './FileReport.module.css';

const ROW_HEIGHT = 42;
/** Plain rows cost little; a list this long is still in the page whole. */
const VIRTUAL_FROM = 1000;

function Reading({ progress }: { readonly progress: ImportProgress }) {
  const commands = useCommands();
  const t = useTranslate();
  const text = t('report.progress', { read: progress.read, given: progress.given });
  return (
    <>
      <div className={styles.progress}>
        <ProgressBar label={text} ratio={progress.given === 0 ? null : progress.read / progress.given} />
        <span>{text}</span>
      </div>
      <Button icon={X} onClick={commands.cancelImport} data-testid="cancel-import">
        {t('report.cancel')}
      </Button>
    </>
  );
}

function Counts({ progress }: { readonly progress: ImportProgress }) {
  const t = useTranslate();
  return (
    <>
      <Badge icon={CircleCheck} tone={progress.opened > 0 ? 'success' : 'plain'}>
        {t('report.opened', { count: progress.opened })}
      </Badge>
      {progress.skipped > 0 && <Badge icon={CircleMinus}>{t('report.skipped', { count: progress.skipped })}</Badge>}
      {progress.failed > 0 && (
        <Badge icon={OctagonAlert} tone="error">
          {t('report.failed', { count: progress.failed })}
        </Badge>
      )}
    </>
  );
}

function Details() {
  const report = useDeferredValue(useSession((session) => session.report));
  const hidden = useView((view) => view.identityHidden);
  const [status, setStatus] = useState<StatusFilter>('all');
  const [text, setText] = useState('');
  const t = useTranslate();
  const id = useId();
  const { copied, copy } = useCopy();
  const numbered = useMemo(() => new Map(report.map((row, index) => [row, index])), [report]);
  const rows = useMemo(() => filterRows(report, status, text, t), [report, status, text, t]);
  return (
    <>
      <div className={styles.filters}>
        <SelectField
          label={t('report.filterStatus')}
          value={status}
          onChange={setStatus}
          options={(['all', 'opened', 'skipped', 'failed'] as const).map((value) => ({
            value,
            label: value === 'all' ? t('report.all') : t(`status.${value}`),
          }))}
        />
        <div className={fieldStyles.field}>
          <label className={fieldStyles.label} htmlFor={id}>
            {t('report.filterText')}
          </label>
          <input
            id={id}
            type="search"
            className={fieldStyles.input}
            value={text}
            autoComplete="off"
            onChange={(event) => {
              setText(event.target.value);
            }}
          />
        </div>
        <Button
          icon={Copy}
          data-tip={t('report.copyHint')}
          onClick={() => {
            copy(anonymousReport(report, t));
          }}
        >
          {copied ? t('common.copied') : t('report.copy')}
        </Button>
        <span className={styles.muted} role="status">
          {t('report.rows', { count: rows.length })}
        </span>
      </div>
      {rows.length === 0 ? (
        <p className={styles.none}>{report.length === 0 ? t('report.empty') : t('report.none')}</p>
      ) : (
        <VirtualList
          items={rows}
          rowHeight={ROW_HEIGHT}
          threshold={VIRTUAL_FROM}
          focusable
          label={t('report.title')}
          className={styles.rows}
          keyOf={(row) => String(numbered.get(row))}
          renderRow={(row) => <ReportRow row={row} hidden={hidden} />}
        />
      )}
    </>
  );
}

/** What happened to every file given. In the page from the first import on, also while folded. */
export function FileReport() {
  const progress = useSession((session) => session.progress);
  const [chosen, setChosen] = useState<boolean | null>(null);
  const reading = progress?.state === 'reading';
  const [wasReading, setWasReading] = useState(reading);
  const t = useTranslate();
  const id = useId();
  if (reading !== wasReading) {
    setWasReading(reading);
    // Folded for the import before, not for this one.
    if (reading && chosen === false) setChosen(null);
  }
  if (progress === null) return null;
  // Nothing came of it: the reasons are all there is to see.
  const open = chosen ?? (!reading && progress.given > 0 && progress.opened === 0);
  return (
    <section
      className={styles.report}
      aria-label={t('report.title')}
      data-testid="file-report"
      data-state={reading ? 'reading' : 'done'}
      data-opened={progress.opened}
      data-skipped={progress.skipped}
      data-failed={progress.failed}
    >
      <div className={styles.summary}>
        <h2>{t('report.title')}</h2>
        {reading && <Reading progress={progress} />}
        <span role="status">{t(`report.${progress.state}`)}</span>
        <Counts progress={progress} />
        <span className={styles.spacer} />
        <Button
          look="quiet"
          icon={open ? ChevronDown : ChevronUp}
          aria-expanded={open}
          aria-controls={id}
          onClick={() => {
            setChosen(!open);
          }}
        >
          {t(open ? 'report.hide' : 'report.show')}
        </Button>
      </div>
      <div id={id} className={styles.details} hidden={!open}>
        <Details />
      </div>
    </section>
  );
}
