import { FileQuestion } from 'lucide-react';
import { useCommands, useSession, useView } from '../app-context';
import { useTranslate } from '../i18n/language';
import { Message } from '../kit/Message';
import styles from './Shell.module.css';

/** More names than this are counted. */
const NAMED = 3;

/** Files that went away while they were open are asked for again, once and in one place. */
export function LostFiles() {
  const commands = useCommands();
  const lost = useSession((session) => session.lostFiles);
  const other = useSession((session) => session.otherFileGiven);
  const hidden = useView((view) => view.identityHidden);
  const t = useTranslate();
  if (lost.length === 0) return null;
  const names = hidden || lost.length > NAMED ? '' : ` (${lost.map(({ name }) => name).join(', ')})`;
  return (
    <Message level="warning" live="alert" className={styles.banner}>
      <div className={styles.bannerRow}>
        <p>
          <strong>
            {t('files.lost', { count: lost.length })}
            {names}.
          </strong>{' '}
          {t(other ? 'files.other' : 'files.lostAdvice')}
        </p>
        <label className={styles.picker}>
          <FileQuestion size={16} aria-hidden="true" />
          {t('files.repick')}
          <input
            type="file"
            multiple
            data-testid="repick-files"
            title={t('files.repick')}
            onChange={(event) => {
              const given = [...(event.target.files ?? [])];
              event.target.value = '';
              if (given.length > 0) void commands.repickFiles(given);
            }}
          />
        </label>
      </div>
    </Message>
  );
}
