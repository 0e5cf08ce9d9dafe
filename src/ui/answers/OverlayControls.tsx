import { useCommands, useReview } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { Slider } from '../kit/Field';
import styles from './AnswerPanel.module.css';

/** How maps lie over the image: how plain, and whether filled. */
export function OverlayControls() {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const { opacity, outlineOnly } = useReview((review) => review.overlayLook);
  const text = format.percent(opacity);
  return (
    <div className={styles.overlay}>
      <span className={styles.muted}>{t('result.opacity')}</span>
      <Slider
        label={t('result.opacity')}
        value={opacity}
        minimum={0}
        maximum={1}
        step={0.05}
        valueText={text}
        onChange={(value) => {
          commands.setOverlayLook({ opacity: value });
        }}
      />
      <span className={styles.number}>{text}</span>
      <Button
        aria-pressed={outlineOnly}
        data-testid="outline-only"
        onClick={() => {
          commands.setOverlayLook({ outlineOnly: !outlineOnly });
        }}
      >
        {t('result.outlineOnly')}
      </Button>
    </div>
  );
}
