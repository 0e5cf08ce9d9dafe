import { useEffect, useState } from 'react';
import type { SeriesId } from '../../domain/ids';
import type { AssociatedImageKind } from '../../domain/slide';
import { useCommands } from '../app-context';
import { useTranslate } from '../i18n/language';
import styles from './Slide.module.css';

/** Reads a picture while it is shown: undefined until it is there, null where it cannot be read. */
function useAssociated(series: SeriesId, kind: AssociatedImageKind): string | null | undefined {
  const commands = useCommands();
  const [url, setUrl] = useState<string | null | undefined>(undefined);
  useEffect(() => {
    const asked = new AbortController();
    let made: string | null = null;
    commands.associatedImage(series, kind, asked.signal).then(
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
  }, [commands, series, kind]);
  return url;
}

const NAMES = { label: 'slide.labelName', overview: 'slide.overviewName', thumbnail: 'slide.thumbnailName' } as const;

/** A picture beside the specimen, read only while it is shown. */
export function AssociatedImage({ series, kind }: { readonly series: SeriesId; readonly kind: AssociatedImageKind }) {
  const t = useTranslate();
  const url = useAssociated(series, kind);
  if (url === undefined) return <p className={styles.hint}>{t('viewport.loading')}</p>;
  if (url === null) return <p className={styles.warning}>{t(kind === 'label' ? 'slide.labelFailed' : 'slide.associatedFailed')}</p>;
  return <img className={styles.label} src={url} alt={t(NAMES[kind])} data-testid={`slide-${kind}-image`} />;
}
