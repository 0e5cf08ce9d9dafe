import { useState } from 'react';
import { Eye, EyeOff, Images, X } from 'lucide-react';
import type { SlidePyramid } from '../../domain/slide';
import type { ViewportId } from '../../domain/ids';
import { useView } from '../app-context';
import { useTranslate } from '../i18n/language';
import { Button, IconButton } from '../kit/Button';
import { AssociatedImage } from './AssociatedImage';
import styles from './Slide.module.css';

/** The pictures that the scanner took beside the specimen. The overview shows the label too: only who asks for it sees it. */
export function ImageTray({ id, slide }: { readonly id: ViewportId; readonly slide: SlidePyramid }) {
  const t = useTranslate();
  const series = useView((view) => view.viewports[id].series);
  const masked = useView((view) => view.identityHidden);
  const [open, setOpen] = useState(false);
  const [asked, setAsked] = useState(false);
  const has = (kind: string): boolean => slide.associated.some((image) => image.kind === kind);
  const overviewShown = asked && !masked;
  if (series === null || !(has('overview') || has('thumbnail'))) return null;
  const close = (): void => {
    setOpen(false);
    setAsked(false);
  };
  return (
    <>
      <IconButton
        icon={Images}
        label={t('slide.tray')}
        aria-expanded={open}
        data-testid="slide-tray"
        onClick={() => {
          if (open) close();
          else setOpen(true);
        }}
      />
      {open && (
        <div className={styles.tray} role="group" aria-label={t('slide.tray')}>
          <div className={styles.labelHead}>
            <strong>{t('slide.tray')}</strong>
            <IconButton icon={X} size={16} label={t('slide.trayClose')} onClick={close} />
          </div>
          <div className={styles.trayImages}>
            {has('thumbnail') && (
              <figure className={styles.trayImage}>
                <AssociatedImage series={series} kind="thumbnail" />
                <figcaption>{t('slide.thumbnailName')}</figcaption>
              </figure>
            )}
            {has('overview') && (
              <figure className={styles.trayImage}>
                {overviewShown && <AssociatedImage series={series} kind="overview" />}
                <Button
                  icon={overviewShown ? EyeOff : Eye}
                  aria-pressed={overviewShown}
                  disabled={masked}
                  data-testid="slide-overview"
                  onClick={() => {
                    setAsked(!overviewShown);
                  }}
                >
                  {t(overviewShown ? 'slide.overviewHide' : 'slide.overviewShow')}
                </Button>
                <figcaption className={styles.hint}>{t('slide.overviewHint')}</figcaption>
              </figure>
            )}
          </div>
        </div>
      )}
    </>
  );
}
