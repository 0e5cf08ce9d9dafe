import type { ModelAnswer } from '../../domain/model-answer';
import type { ModelOutput } from '../../domain/result';
import type { Labels } from '../hooks/use-labels';
import { useFormat, useTranslate } from '../i18n/language';
import { measureName } from '../i18n/measure-words';
import { unitSign } from '../i18n/units';
import { ClassificationView } from './ClassificationView';
import { CurveView } from './CurveView';
import { HeatmapView } from './HeatmapView';
import { SegmentationView } from './SegmentationView';
import styles from './AnswerPanel.module.css';

export interface OutputViewProps<O extends ModelOutput = ModelOutput> {
  readonly answer: ModelAnswer;
  readonly output: O;
  readonly labels: Labels;
}

type Told = Extract<
  ModelOutput,
  { kind: 'classification' | 'score' | 'codes' | 'timeline' | 'text' | 'measurements' | 'segmentation' | 'heatmap' | 'curve' }
>;
const TOLD: readonly ModelOutput['kind'][] = [
  'classification',
  'score',
  'codes',
  'timeline',
  'text',
  'measurements',
  'segmentation',
  'heatmap',
  'curve',
];

/** Boxes, places, outlines and entities are told one by one, where they lie; features tell a person nothing. */
export function isTold(output: ModelOutput): output is Told {
  return TOLD.includes(output.kind);
}

/** Decimals that a measured value is worth: three to four figures, so that 1.39 stands beside 12.81 and 345.2. */
function digitsOf(value: number): number {
  const size = Math.abs(value);
  if (size >= 1000) return 0;
  if (size >= 100) return 1;
  return size >= 1 ? 2 : 3;
}

/** One answer of a model, whatever its kind. */
export function OutputView({ answer, output, labels }: OutputViewProps<Told>) {
  const t = useTranslate();
  const format = useFormat();
  switch (output.kind) {
    case 'classification':
      return <ClassificationView answer={answer} output={output} labels={labels} />;
    case 'segmentation':
      return <SegmentationView answer={answer} output={output} labels={labels} />;
    case 'heatmap':
      return <HeatmapView answer={answer} output={output} labels={labels} />;
    case 'curve':
      return <CurveView answer={answer} output={output} labels={labels} />;
    case 'score':
      return (
        <p className={styles.line}>
          {labels.nameOf(output.label)} <strong>{format.number(output.value, 3)}</strong> {unitSign(output.unit)}
          {output.operatingPoint !== null && (
            <span className={styles.muted}> {t('result.threshold', { value: format.number(output.operatingPoint, 3) })}</span>
          )}
        </p>
      );
    case 'codes':
      return (
        <ul className={styles.list}>
          {output.codes.map(({ scheme, value, meaning, score }) => (
            <li key={`${scheme} ${value}`} className={styles.line} data-code={value}>
              <strong>{value}</strong> {meaning} <span className={styles.muted}>{`${scheme} · ${format.percent(score)}`}</span>
            </li>
          ))}
        </ul>
      );
    case 'timeline':
      return (
        <ol className={styles.list}>
          {output.events.map(({ date, label, text }, i) => (
            <li key={`${String(i)} ${text}`} className={styles.event}>
              <time className={styles.muted}>{date === null ? t('result.undated') : date.replace('T', ' ')}</time>
              <span>
                {text} <span className={styles.muted}>{labels.nameOf(label)}</span>
              </span>
            </li>
          ))}
        </ol>
      );
    case 'text':
      return <p className={styles.line}>{output.text}</p>;
    case 'measurements':
      return (
        <ul className={styles.list}>
          {output.measurements.map(({ label, name, value, unit }) => (
            <li key={`${label ?? ''} ${name}`} className={styles.measure} data-testid="measured" data-name={name} data-value={value}>
              <span>
                {label === null ? '' : `${labels.nameOf(label)} `}
                <span className={styles.muted}>{measureName(name, t.language)}</span>
              </span>
              <span className={styles.number}>
                {format.number(value, digitsOf(value))} {unitSign(unit)}
              </span>
            </li>
          ))}
        </ul>
      );
  }
}
