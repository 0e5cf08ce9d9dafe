import type { CurveOutput } from '../../domain/result';
import { useFormat, useTranslate } from '../i18n/language';
import type { OutputViewProps } from './OutputView';
import styles from './AnswerPanel.module.css';

/** Of the drawing, in its own units. */
const WIDTH = 280;
const HEIGHT = 110;
const MARGIN = 8;

/** A curve with its extremes in numbers: the drawing alone would tell a screen reader nothing. */
export function CurveView({ output, labels }: OutputViewProps<CurveOutput>) {
  const t = useTranslate();
  const format = useFormat();
  const points = output.y.map((y, i) => ({ x: output.x[i] ?? i, y }));
  const [first, last] = [points[0], points.at(-1)];
  if (first === undefined || last === undefined) return <p className={styles.muted}>{t('result.empty')}</p>;
  const ys = points.map(({ y }) => y);
  const [low, high] = [Math.min(...ys), Math.max(...ys)];
  const span = (from: number, to: number): number => (to > from ? to - from : 1);
  const across = (x: number): number => MARGIN + ((x - first.x) / span(first.x, last.x)) * (WIDTH - 2 * MARGIN);
  const up = (y: number): number => HEIGHT - MARGIN - ((y - low) / span(low, high)) * (HEIGHT - 2 * MARGIN);
  const path = points.map(({ x, y }, i) => `${i === 0 ? 'M' : 'L'}${across(x).toFixed(1)} ${up(y).toFixed(1)}`).join(' ');
  const unit = output.yUnit === '1' ? '' : ` ${output.yUnit}`;
  const name = labels.nameOf(output.label);
  return (
    <figure className={styles.curve}>
      <figcaption>{name}</figcaption>
      <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={name}>
        <path d={`M${String(MARGIN)} ${String(HEIGHT - MARGIN)} H${String(WIDTH - MARGIN)}`} className={styles.axis} />
        <path d={path} className={styles.trace} />
      </svg>
      <p className={styles.muted}>
        {t('result.curve', {
          from: format.number(first.x, 2),
          to: format.number(last.x, 2),
          unit: output.xUnit === '1' ? '' : output.xUnit,
          low: `${format.number(low, 3)}${unit}`,
          high: `${format.number(high, 3)}${unit}`,
        })}
      </p>
    </figure>
  );
}
