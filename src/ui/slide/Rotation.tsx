import { useRef, useState } from 'react';
import { RotateCcw, RotateCw } from 'lucide-react';
import type { ViewportId } from '../../domain/ids';
import { useCommands, useView } from '../app-context';
import { useShortcut } from '../hooks/use-shortcut';
import { useFormat, useTranslate } from '../i18n/language';
import { Button, IconButton } from '../kit/Button';
import { Slider } from '../kit/Field';
import { Popover } from '../kit/Popover';
import styles from './Slide.module.css';

const HALF = 180;

/** Clockwise as the eye sees it, −180 to 180, whole degrees; a mirrored picture turns the other way round. */
function useSeenDegrees(id: ViewportId): number {
  return useView(({ viewports }) => {
    const { rotation, flippedHorizontally, flippedVertically } = viewports[id];
    const seen = flippedHorizontally === flippedVertically ? rotation : -rotation;
    const turned = Math.round(seen) % (2 * HALF);
    return turned > HALF ? turned - 2 * HALF : turned <= -HALF ? turned + 2 * HALF : turned;
  });
}

/** By quarters, and by degrees on a dial; what else turns the slide is Alt, Shift and a drag. */
export function Rotation({ id }: { readonly id: ViewportId }) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const shortcut = useShortcut();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const rotation = useView((view) => view.viewports[id].rotation);
  const seen = useSeenDegrees(id);
  const text = t('slide.degrees', { value: format.number(seen) });
  const turn = (degrees: 90 | -90): void => {
    commands.act({ type: 'rotate', degrees }, id);
  };
  return (
    <div className={styles.rotation} role="group" aria-label={t('slide.rotation')}>
      <IconButton
        icon={RotateCcw}
        size={16}
        label={t('view.rotateLeft')}
        shortcut={shortcut({ do: 'rotate-left' })}
        data-testid="slide-rotate-left"
        onClick={() => {
          turn(-90);
        }}
      />
      <button
        ref={anchor}
        type="button"
        className={styles.objective}
        aria-label={t('slide.rotationNow', { degrees: text })}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-tip={t('slide.rotationHint')}
        data-testid="slide-rotation"
        data-degrees={Number(rotation.toFixed(2))}
        onClick={() => {
          setOpen(!open);
        }}
      >
        {text}
      </button>
      <IconButton
        icon={RotateCw}
        size={16}
        label={t('view.rotateRight')}
        shortcut={shortcut({ do: 'rotate-right' })}
        data-testid="slide-rotate-right"
        onClick={() => {
          turn(90);
        }}
      />
      {open && (
        <Popover
          anchor={anchor}
          label={t('slide.rotation')}
          padded
          onClose={() => {
            setOpen(false);
          }}
        >
          <div className={styles.dial}>
            <Slider
              label={t('slide.rotation')}
              value={seen}
              minimum={-HALF}
              maximum={HALF}
              step={1}
              valueText={text}
              onChange={(degrees) => {
                commands.act({ type: 'rotate-to', degrees }, id);
              }}
            />
            <span className={styles.value}>{text}</span>
            <Button
              disabled={seen === 0}
              onClick={() => {
                commands.act({ type: 'rotate-to', degrees: 0 }, id);
              }}
            >
              {t('slide.rotationReset')}
            </Button>
            <p className={styles.hint}>{t('slide.rotationHint')}</p>
          </div>
        </Popover>
      )}
    </div>
  );
}
