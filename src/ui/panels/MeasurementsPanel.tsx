import { useId } from 'react';
import { RulerDimensionLine, Trash2 } from 'lucide-react';
import { readableMeasure } from '../../domain/geometry/readable-measure';
import { mayCalibrate } from '../../domain/calibration';
import type { Series } from '../../domain/study';
import type { Measurement } from '../../domain/view';
import { useCommands, useView } from '../app-context';
import { useActiveSeries } from '../hooks/use-active-series';
import { calibrationText } from '../i18n/codes';
import { useFormat, useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { classNames } from '../kit/class-names';
import fieldStyles from '../kit/Field.module.css';
import { Section } from '../kit/Section';
import styles from './MeasurementsPanel.module.css';

function Statistics({ measurement }: { readonly measurement: Measurement }) {
  const t = useTranslate();
  const format = useFormat();
  const { statistics } = measurement;
  if (statistics === null) return null;
  return (
    <p className={styles.muted}>
      {t('measurements.statistics', {
        mean: format.number(statistics.mean, 1),
        deviation: format.number(statistics.standardDeviation, 1),
        minimum: format.number(statistics.minimum, 1),
        maximum: format.number(statistics.maximum, 1),
        unit: statistics.unit,
      })}{' '}
      ({t('measurements.pixels', { count: statistics.count })})
    </p>
  );
}

function Item({
  series,
  measurement,
  number,
  selected,
}: {
  readonly series: Series;
  readonly measurement: Measurement;
  readonly number: number;
  readonly selected: boolean;
}) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const id = useId();
  const { value, unit, calibration } = measurement;
  const frame = series.frames.find(
    ({ instance, frameNumber }) => instance === measurement.instance && frameNumber === measurement.frameNumber,
  );
  const shown = value === null ? null : readableMeasure(measurement, value);
  return (
    <li
      data-testid="measurement"
      data-kind={measurement.kind}
      data-value={value ?? ''}
      data-unit={unit}
      className={classNames(styles.item, selected && styles.selected)}
    >
      <div className={styles.head}>
        <button
          type="button"
          className={styles.select}
          aria-current={selected}
          onClick={() => {
            commands.selectMeasurement(measurement.id);
          }}
        >
          <span>
            {t(`measurements.kind.${measurement.kind}`)}{' '}
            <span className={styles.muted}>{t('measurements.frame', { number: measurement.frameNumber })}</span>
          </span>
          {shown !== null && (
            <span className={styles.value}>
              {format.number(shown.value, shown.digits)} {shown.unit}
            </span>
          )}
        </button>
        {measurement.kind === 'length' && frame !== undefined && mayCalibrate(series, frame) && (
          <IconButton
            icon={RulerDimensionLine}
            label={t('calibration.with')}
            onClick={() => {
              commands.startCalibration(measurement.id);
            }}
          />
        )}
        <IconButton
          icon={Trash2}
          label={t('measurements.remove', { number })}
          onClick={() => {
            commands.removeMeasurement(measurement.id);
          }}
        />
      </div>
      <Statistics measurement={measurement} />
      {calibration !== null && (
        <p className={styles.muted}>{t('measurements.calibration', { calibration: calibrationText(calibration, t.language) })}</p>
      )}
      <input
        key={measurement.text}
        id={id}
        className={fieldStyles.input}
        aria-label={t('measurements.text', { number })}
        placeholder={t('measurements.textPlaceholder')}
        defaultValue={measurement.text}
        onBlur={(event) => {
          if (event.target.value !== measurement.text) commands.setMeasurementText(measurement.id, event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
    </li>
  );
}

/** Measurements of the series in the active viewport, as a list. */
export function MeasurementsPanel() {
  const all = useView((view) => view.measurements);
  const selected = useView((view) => view.selectedMeasurement);
  const series = useActiveSeries();
  const t = useTranslate();
  const shown = series === null ? [] : all.filter((measurement) => measurement.series === series.id);
  return (
    <Section title={t('measurements.title')} count={String(shown.length)}>
      {series === null || shown.length === 0 ? (
        <p className={styles.muted}>{t('measurements.none')}</p>
      ) : (
        <ul className={styles.list}>
          {shown.map((measurement, index) => (
            <Item
              key={measurement.id}
              series={series}
              measurement={measurement}
              number={index + 1}
              selected={measurement.id === selected}
            />
          ))}
        </ul>
      )}
    </Section>
  );
}
