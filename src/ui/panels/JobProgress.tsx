import { CircleCheck, CircleSlash, CirclePause, LoaderCircle, OctagonAlert, Pause, Play, Square } from 'lucide-react';
import { isFinal, type JobState, type JobTiming } from '../../domain/job';
import { useCommands, useView } from '../app-context';
import { useSeries } from '../hooks/use-active-series';
import { useNow } from '../hooks/use-now';
import type { Format } from '../i18n/format';
import { useFormat, useTranslate } from '../i18n/language';
import { Button, IconButton } from '../kit/Button';
import { classNames } from '../kit/class-names';
import { Message } from '../kit/Message';
import { ProgressBar } from '../kit/ProgressBar';
import { seriesTitle } from '../viewport/texts';
import styles from './ModelsPanel.module.css';

const ICONS = {
  queued: LoaderCircle,
  loading: LoaderCircle,
  running: LoaderCircle,
  paused: CirclePause,
  succeeded: CircleCheck,
  failed: OctagonAlert,
  cancelled: CircleSlash,
} as const;

const totalTime = ({ load, pre, run, post }: JobTiming): number => load + pre + run + post;

/** Extrapolated from the part done; null while too little is known. */
function timeLeft(job: JobState, now: number, format: Format): string | null {
  if (job.state !== 'running' || job.done <= 0 || job.done >= job.total) return null;
  const left = ((now - job.startedAt) / job.done) * (job.total - job.done);
  return left > 0 ? format.milliseconds(Math.max(1000, Math.round(left / 1000) * 1000)) : null;
}

function Failure({ job }: { readonly job: JobState }) {
  const t = useTranslate();
  const words = t.error(job.error ?? 'inference-failed');
  return (
    <Message level="error">
      <strong>{words.title}</strong> <p>{words.advice}</p>
    </Message>
  );
}

/** Names the image of the run when another one is on screen. */
function Elsewhere({ job }: { readonly job: JobState }) {
  const t = useTranslate();
  const hidden = useView((view) => view.identityHidden);
  const series = useSeries(job.series);
  const name = series === null ? '' : seriesTitle(series, hidden, t);
  return <p className={styles.muted}>{name === '' ? t('job.elsewhere') : t('job.elsewhereNamed', { name })}</p>;
}

/** How much of a slide, or of the region asked for, the model has answered for: less than all of it after a stop, or where its own checks refused fields. */
function SlideCoverage({ job }: { readonly job: JobState }) {
  const t = useTranslate();
  const format = useFormat();
  const ratio = (job.done - job.refused) / job.total;
  return (
    <p
      className={job.refused > 0 || (ratio < 1 && isFinal(job)) ? styles.warn : styles.muted}
      data-testid="slide-coverage"
      data-percent={Math.floor(ratio * 100)}
      data-refused={job.refused}
    >
      {t(ratio < 1 && isFinal(job) ? 'job.coveragePartial' : 'job.coverage', { percent: format.percent(ratio) })}
      {job.refused > 0 && ` · ${t('job.refusedFields', { count: job.refused })}`}
    </p>
  );
}

/** Holds a run before its next field, or lets it go on. */
function HoldButton({ job: { id, state } }: { readonly job: JobState }) {
  const commands = useCommands();
  const t = useTranslate();
  const held = state === 'paused';
  return (
    <IconButton
      icon={held ? Play : Pause}
      label={t(held ? 'job.resume' : 'job.pause')}
      data-testid={held ? 'resume-job' : 'pause-job'}
      onClick={() => {
        if (held) commands.resumeJob(id);
        else commands.pauseJob(id);
      }}
    />
  );
}

/** The current or last run; stays until the next one. */
export function JobProgress({ job }: { readonly job: JobState }) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const final = isFinal(job);
  const here = useView((view) => view.viewports[view.active].series === job.series);
  const onSlide = useSeries(job.series)?.kind === 'slide';
  const left = timeLeft(job, useNow(!final), format);
  const took =
    job.timing === null
      ? undefined
      : t('job.took', { run: format.milliseconds(job.timing.run), total: format.milliseconds(totalTime(job.timing)) });
  const Icon = ICONS[job.state];
  const tone = !here ? styles.muted : job.state === 'succeeded' ? styles.yes : job.state === 'failed' ? styles.failed : undefined;
  return (
    <section
      className={classNames(styles.job, !here && styles.elsewhere)}
      aria-label={t('job.title')}
      data-testid="job"
      data-state={job.state}
      data-here={here}
      data-done={job.done}
      data-total={job.total}
      data-provider={job.provider ?? ''}
    >
      <div className={styles.jobHead}>
        <span className={classNames(styles.state, tone)} role="status">
          <Icon size={16} aria-hidden="true" />
          {t(`job.${job.state}`)}
        </span>
        {job.provider !== null && (
          <span className={styles.muted} data-tip={took}>
            {t('job.provider', { provider: t(`provider.${job.provider}`) })}
            {job.timing !== null && ` · ${format.milliseconds(totalTime(job.timing))}`}
          </span>
        )}
      </div>
      {job.purpose === 'explanation' && <p className={styles.muted}>{t('explain.job')}</p>}
      {!here && <Elsewhere job={job} />}
      {!final && (
        <ProgressBar
          label={t('job.title')}
          ratio={(job.state === 'running' || job.state === 'paused') && job.total > 1 ? job.done / job.total : null}
        />
      )}
      {onSlide && job.total > 0 && <SlideCoverage job={job} />}
      {!final && (
        <div className={styles.jobHead}>
          <span className={styles.muted}>
            {job.total > 1 && `${format.number(job.done)} / ${format.number(job.total)}`}
            {left !== null && ` · ${t('job.left', { time: left })}`}
          </span>
          {onSlide && <HoldButton job={job} />}
          <Button icon={Square} data-testid="cancel-job" onClick={commands.cancelJob}>
            {t('job.cancel')}
          </Button>
        </div>
      )}
      {job.state === 'failed' && <Failure job={job} />}
    </section>
  );
}
