import { useRef } from 'react';
import { CirclePause, X } from 'lucide-react';
import type { JobState } from '../../domain/job';
import { waitingJobs } from '../../domain/job-queue';
import { useCommands, useModels, useView } from '../app-context';
import { useSeries } from '../hooks/use-active-series';
import { useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { seriesTitle } from '../viewport/texts';
import styles from './QueueList.module.css';

interface ItemProps {
  readonly job: JobState;
  readonly position: number;
  onRemove(): void;
}

function QueueItem({ job, position, onRemove }: ItemProps) {
  const t = useTranslate();
  const hidden = useView((view) => view.identityHidden);
  const series = useSeries(job.series);
  const name = useModels((state) => state.models.find(({ summary }) => summary.id === job.modelId)?.summary.name);
  const model = name === undefined ? job.modelId : t.local(name);
  const title = series === null ? '' : seriesTitle(series, hidden, t);
  const image = title === '' ? t('queue.unnamedImage') : title;
  return (
    <li className={styles.item} data-testid="queue-item" data-model-id={job.modelId} data-state={job.state}>
      <span className={styles.position}>{position}</span>
      <span className={styles.names}>
        <span className={styles.model}>{model}</span>
        <span className={styles.image}>{image}</span>
      </span>
      {job.state === 'paused' && (
        <span className={styles.held}>
          <CirclePause size={13} aria-hidden="true" />
          {t('job.paused')}
        </span>
      )}
      <IconButton icon={X} size={15} label={t('queue.remove', { model, image })} data-testid="queue-remove" onClick={onRemove} />
    </li>
  );
}

/**
 * What waits behind the job that is shown, in the order in which it will run.
 * @param shown the job that has a place of its own.
 */
export function QueueList({ shown }: { readonly shown: JobState | null }) {
  const commands = useCommands();
  const queue = useModels((state) => state.queue);
  const list = useRef<HTMLOListElement>(null);
  const t = useTranslate();
  const waiting = waitingJobs(queue).filter(({ id }) => id !== shown?.id);
  /** The focus goes on to the neighbour: with its button it would be lost to the page. */
  const remove = (job: JobState, index: number): void => {
    const buttons = list.current?.querySelectorAll('button');
    (buttons?.[index + 1] ?? buttons?.[index - 1])?.focus();
    commands.withdrawJob(job.id);
  };
  return (
    <div className={waiting.length === 0 ? undefined : styles.queue}>
      <p className={styles.title} role="status">
        {waiting.length > 0 && t('queue.title', { count: waiting.length })}
      </p>
      {waiting.length > 0 && (
        <ol ref={list} className={styles.list} aria-label={t('queue.label')}>
          {waiting.map((job, index) => (
            <QueueItem
              key={job.id}
              job={job}
              position={index + 1}
              onRemove={() => {
                remove(job, index);
              }}
            />
          ))}
        </ol>
      )}
    </div>
  );
}
