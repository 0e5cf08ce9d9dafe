import type { KeyboardEvent, PointerEvent } from 'react';
import { ChevronsLeftRight } from 'lucide-react';
import { useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import styles from './Viewport.module.css';

/** Percent an arrow key moves by, and with Shift. */
const STEP = 2;
const LARGE_STEP = 10;

const held = (position: number): number => Math.min(100, Math.max(0, position));

/** Where a key brings the divider; null for keys that mean nothing here. */
export function dividerAt(position: number, { key, shiftKey }: Pick<KeyboardEvent, 'key' | 'shiftKey'>): number | null {
  const step = shiftKey ? LARGE_STEP : STEP;
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return held(position - step);
    case 'ArrowRight':
    case 'ArrowUp':
      return held(position + step);
    case 'Home':
      return 0;
    case 'End':
      return 100;
    default:
      return null;
  }
}

interface CompareSliderProps {
  /** Percent of the width, from the left, that shows the first image. */
  readonly position: number;
  readonly onMove: (position: number) => void;
  /** What the two images are called. */
  readonly names: readonly [string, string];
}

/** The divider between two images in one place. */
export function CompareSlider({ position, onMove, names }: CompareSliderProps) {
  const t = useTranslate();
  const drag = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (box !== undefined && box.width > 0) onMove(held(((event.clientX - box.left) / box.width) * 100));
  };
  return (
    <div
      className={styles.divider}
      style={{ left: `${String(position)}%` }}
      role="slider"
      tabIndex={0}
      aria-label={t('compare.divider')}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(position)}
      aria-valuetext={t('compare.dividerValue', { percent: String(Math.round(position)) })}
      data-testid="compare-slider"
      data-position={Math.round(position)}
      onKeyDown={(event) => {
        const next = dividerAt(position, event);
        if (next === null) return;
        onMove(next);
        event.preventDefault();
        event.stopPropagation();
      }}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={drag}
    >
      <span className={classNames(styles.chip, styles.compareName, styles.first)} aria-hidden="true">
        {names[0]}
      </span>
      <span className={classNames(styles.chip, styles.compareName, styles.second)} aria-hidden="true">
        {names[1]}
      </span>
      <span className={styles.grip} aria-hidden="true">
        <ChevronsLeftRight size={18} />
      </span>
    </div>
  );
}
