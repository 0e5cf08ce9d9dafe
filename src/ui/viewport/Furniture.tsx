import type { ViewportId } from '../../domain/ids';
import { useView } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import styles from './Viewport.module.css';

type Letter = 'A' | 'P' | 'R' | 'L' | 'H' | 'F';
const LETTERS: readonly string[] = ['A', 'P', 'R', 'L', 'H', 'F'];
const isLetter = (value: string): value is Letter => LETTERS.includes(value);

/** International letters; words on hover, as `R` reads "droite" in French. An oblique side has several letters. */
export function OrientationLetters({ id }: { readonly id: ViewportId }) {
  const orientation = useView((view) => view.viewports[id].orientation);
  const t = useTranslate();
  if (orientation === null) return null;
  return (['top', 'right', 'bottom', 'left'] as const).map((side) => {
    const words = Array.from(orientation[side])
      .filter(isLetter)
      .map((letter) => t(`viewport.side.${letter}`));
    return (
      <span key={side} className={classNames(styles.letter, styles[side])} data-side={side} data-tip={words.join(', ')}>
        {orientation[side]}
      </span>
    );
  });
}

export function ScaleBar({ id }: { readonly id: ViewportId }) {
  const bar = useView((view) => view.viewports[id].scaleBar);
  const format = useFormat();
  if (bar === null) return null;
  const length =
    bar.lengthMm >= 10
      ? `${format.number(bar.lengthMm / 10, 1)} cm`
      : bar.lengthMm >= 0.1
        ? `${format.number(bar.lengthMm, 1)} mm`
        : `${format.number(bar.lengthMm * 1000)} µm`;
  return (
    <div className={styles.scale}>
      <span>{length}</span>
      <span className={styles.bar} style={{ width: bar.cssPixels }} />
    </div>
  );
}
