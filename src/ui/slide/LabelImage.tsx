import { useEffect, useState } from 'react';
import { EyeOff, Tag } from 'lucide-react';
import type { SeriesId } from '../../domain/ids';
import { useCommands } from '../app-context';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
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

function Picture({ series }: { readonly series: SeriesId }) {
  const t = useTranslate();
  const url = useLabel(series);
  if (url === undefined) return <p className={styles.hint}>{t('viewport.loading')}</p>;
  if (url === null) return <p className={styles.warning}>{t('slide.labelFailed')}</p>;
  return <img className={styles.label} src={url} alt="" data-testid="slide-label-image" />;
}

/** The label of the glass, which names the patient: only on demand, and gone with the panel. */
export function LabelImage({ series }: { readonly series: SeriesId }) {
  const t = useTranslate();
  const [shown, setShown] = useState(false);
  return (
    <div className={styles.labelBox}>
      <Button
        icon={shown ? EyeOff : Tag}
        aria-expanded={shown}
        data-testid="slide-label"
        onClick={() => {
          setShown(!shown);
        }}
      >
        {t(shown ? 'slide.labelHide' : 'slide.label')}
      </Button>
      {shown && <Picture series={series} />}
      <p className={styles.hint}>{t('slide.labelHint')}</p>
    </div>
  );
}
