import { X } from 'lucide-react';
import type { SeriesId } from '../../domain/ids';
import { useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { AssociatedImage } from './AssociatedImage';
import styles from './Slide.module.css';

/** The label of the glass, which names the patient: read only while it is shown. */
export function LabelImage({ series, onClose }: { readonly series: SeriesId; readonly onClose: () => void }) {
  const t = useTranslate();
  return (
    <div className={styles.labelCard} role="group" aria-label={t('slide.labelName')}>
      <div className={styles.labelHead}>
        <strong>{t('slide.labelName')}</strong>
        <IconButton icon={X} size={16} label={t('slide.labelHide')} onClick={onClose} />
      </div>
      <AssociatedImage series={series} kind="label" />
    </div>
  );
}
