import { calibrationSource } from '../../domain/calibration';
import { useCommands, useView } from '../app-context';
import { useActiveSeries } from '../hooks/use-active-series';
import { useFormat, useTranslate } from '../i18n/language';
import { pixelSizeText } from '../i18n/pixel-size';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';

/** The scale of the image in the active viewport, who has stated it, and the way back from one's own. */
export function CalibrationDialog({ onClose }: { readonly onClose: () => void }) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const series = useActiveSeries();
  const index = useView((view) => view.viewports[view.active].index);
  const frame = series?.frames[index - 1];
  const spacing = frame?.spacing ?? null;
  if (frame === undefined || spacing === null) return null;
  const source = calibrationSource(spacing);
  const { together } = commands.calibrationTargets(frame.instance);
  return (
    <Dialog
      title={t('calibration.title')}
      testId="calibration-dialog"
      onClose={onClose}
      actions={
        <>
          <Button
            data-testid="calibrate"
            onClick={() => {
              onClose();
              commands.startCalibration();
            }}
          >
            {t('calibration.draw')}
          </Button>
          {source === 'person' && (
            <Button
              data-testid="calibration-remove"
              onClick={() => {
                onClose();
                commands.removeCalibration(frame.instance);
              }}
            >
              {together > 1 ? t('calibration.removeMany', { count: together }) : t('calibration.remove')}
            </Button>
          )}
        </>
      }
    >
      <p>{t(`calibration.source.${source}`, { size: pixelSizeText(spacing, t, format) })}</p>
      <p>{t('calibration.drawHint')}</p>
    </Dialog>
  );
}
