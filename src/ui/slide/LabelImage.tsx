import { useEffect, useState } from 'react';
import { X } from 'lucide-react';
import type { SeriesId } from '../../domain/ids';
import { useCommands } from '../app-context';
import { useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import styles from './Slide.module.css';

/** Reads the label while it is shown: undefined until it is there, null where it cannot be read. */
function useLabel(series: SeriesId): string | null | undefined {
  const commands = useCommands();
  const [url, setUrl] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    const asked = new AbortController();
    let made: string | null = null;
    commands.slideLabel(series, asked.signal).then(
      (answer) => {
        if (asked.signal.aborted) {
          if (answer !== null) URL.revokeObjectURL(answer);
          return;
        }
        made = answer;
        setUrl(answer);
      },
      () => {
        if (!asked.signal.aborted) setUrl(null);
      },
    );
    return () => {
      asked.abort();
      if (made !== null) URL.revokeObjectURL(made);
    };
  }, [commands, series]);
  return url;
}

/** The label of the glass, which names the patient: read only while it is shown. */
export function LabelImage({ series, onClose }: { readonly series: SeriesId; readonly onClose: () => void }) {
  const t = useTranslate();
  const url = useLabel(series);
  return (
    <div className={styles.labelCard} role="group" aria-label={t('slide.labelName')}>
      <div className={styles.labelHead}>
        <strong>{t('slide.labelName')}</strong>
        <IconButton icon={X} size={16} label={t('slide.labelHide')} onClick={onClose} />
      </div>
      {url === undefined && <p className={styles.hint}>{t('viewport.loading')}</p>}
      {url === null && <p className={styles.warning}>{t('slide.labelFailed')}</p>}
      {typeof url === 'string' && <img className={styles.label} src={url} alt={t('slide.labelName')} data-testid="slide-label-image" />}
    </div>
  );
}
