import { RulerDimensionLine } from 'lucide-react';
import { calibrationSource, mayCalibrate } from '../../domain/calibration';
import type { FrameInfo, Series } from '../../domain/study';
import { useCommands } from '../app-context';
import { useDialogs } from '../dialogs';
import { pixelSizeText } from '../i18n/pixel-size';
import { useFormat, useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import styles from './Viewport.module.css';

/** Whether lengths on this image are true, and who says so; where a person may give the pixel size, that is done from here. */
export function CalibrationChip({ series, frame }: { readonly series: Series; readonly frame: FrameInfo }) {
  const commands = useCommands();
  const dialogs = useDialogs();
  const t = useTranslate();
  const format = useFormat();
  const { spacing } = frame;
  const changeable = mayCalibrate(series, frame);
  if (!changeable)
    return spacing === null ? <span className={classNames(styles.chip, styles.warning)}>{t('viewport.notCalibrated')}</span> : null;
  if (spacing === null) {
    return (
      <button
        type="button"
        className={classNames(styles.chip, styles.action, styles.warning)}
        data-testid="calibrate"
        data-tip={t('calibration.drawHint')}
        onClick={() => {
          commands.startCalibration();
        }}
      >
        <RulerDimensionLine size={14} aria-hidden="true" />
        {t('calibration.none')}
      </button>
    );
  }
  const source = calibrationSource(spacing);
  return (
    <button
      type="button"
      className={classNames(styles.chip, styles.action, source === 'person' && styles.person)}
      data-testid="calibration"
      data-source={source}
      data-mm-per-pixel={spacing.column}
      data-tip={t('calibration.title')}
      onClick={() => {
        dialogs.open('calibration');
      }}
    >
      {t(`calibration.by.${source}`, { size: pixelSizeText(spacing, t, format) })}
    </button>
  );
}
