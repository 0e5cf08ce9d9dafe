import { useId, useState } from 'react';
import { calibrationSource, LENGTH_UNITS, spacingOfRuler, toMillimetres, type LengthUnit } from '../../domain/calibration';
import { distance } from '../../domain/geometry/measurement';
import type { Measurement } from '../../domain/view';
import { useCommands, useSession } from '../app-context';
import { useSeries } from '../hooks/use-active-series';
import { useFormat, useTranslate } from '../i18n/language';
import { pixelSizeText } from '../i18n/pixel-size';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { SelectField, Toggle } from '../kit/Field';
import fieldStyles from '../kit/Field.module.css';
import { Message } from '../kit/Message';
import styles from './RulerDialog.module.css';

/** As typed in French or English: `12,5` or `12.5`; null where it is no number above zero. */
export function typedLength(text: string): number | null {
  const value = Number(text.trim().replace(',', '.'));
  return Number.isFinite(value) && value > 0 ? value : null;
}

/** Asks the true length of a line that was drawn over a ruler. */
export function RulerDialog({ ruler }: { readonly ruler: Measurement }) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const series = useSeries(ruler.series);
  const byPerson = useSession((session) => session.calibrations.has(ruler.instance));
  const [text, setText] = useState('');
  const [unit, setUnit] = useState<LengthUnit>(series?.kind === 'slide' ? 'um' : 'mm');
  const [scope, setScope] = useState<'image' | 'same-size'>('image');
  const [override, setOverride] = useState(false);
  const id = useId();
  const { alike } = commands.calibrationTargets(ruler.instance);

  const stated = series?.frames.find(({ instance }) => instance === ruler.instance)?.spacing ?? null;
  const typed = typedLength(text);
  const spacing = typed === null ? null : spacingOfRuler(ruler.points, toMillimetres(typed, unit), stated);
  const [a, b] = ruler.points;
  const asked = stated !== null && !byPerson && calibrationSource(stated) === 'file';
  const ready = typed !== null && spacing !== null && (!asked || override);
  const apply = (): void => {
    if (ready) commands.calibrate(ruler.id, toMillimetres(typed, unit), scope);
  };

  return (
    <Dialog
      title={t('calibration.ask')}
      testId="ruler-dialog"
      onClose={commands.leaveCalibration}
      actions={
        <>
          <Button onClick={commands.leaveCalibration}>{t('common.cancel')}</Button>
          <Button look="primary" disabled={!ready} data-testid="calibration-apply" onClick={apply}>
            {t('calibration.apply')}
          </Button>
        </>
      }
    >
      <p>{t('calibration.line', { pixels: format.number(a === undefined || b === undefined ? 0 : distance(a, b, null), 1) })}</p>
      <div className={styles.length}>
        <div className={fieldStyles.field}>
          <label className={fieldStyles.label} htmlFor={id}>
            {t('calibration.length')}
          </label>
          <input
            id={id}
            ref={(input) => input?.setAttribute('autofocus', '')}
            className={fieldStyles.input}
            inputMode="decimal"
            autoComplete="off"
            data-testid="calibration-length"
            value={text}
            aria-invalid={text !== '' && typed === null}
            aria-describedby={`${id}-said`}
            onChange={(event) => {
              setText(event.target.value);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') apply();
            }}
          />
        </div>
        <SelectField
          label={t('calibration.unit')}
          testId="calibration-unit"
          value={unit}
          options={LENGTH_UNITS.map((value) => ({ value, label: t(`calibration.unit.${value}`) }))}
          onChange={setUnit}
        />
      </div>
      <p id={`${id}-said`} className={styles.said} role="status">
        {spacing === null ? t('calibration.invalid') : t('calibration.result', { size: pixelSizeText(spacing, t, format) })}
      </p>
      {alike > 1 && (
        <fieldset className={styles.scope}>
          <legend>{t('calibration.scope')}</legend>
          {(['image', 'same-size'] as const).map((value) => (
            <label key={value}>
              <input
                type="radio"
                name={`${id}-scope`}
                value={value}
                checked={scope === value}
                onChange={() => {
                  setScope(value);
                }}
              />
              {t(`calibration.scope.${value}`, { count: alike })}
            </label>
          ))}
        </fieldset>
      )}
      {asked && (
        <Message level="warning">
          <p>{t('calibration.overrideQuestion', { size: pixelSizeText(stated, t, format) })}</p>
          <Toggle label={t('calibration.overrideYes')} data-testid="calibration-override" checked={override} onChange={setOverride} />
        </Message>
      )}
    </Dialog>
  );
}
