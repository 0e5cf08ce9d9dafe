import { Focus as FocusIcon } from 'lucide-react';
import type { SlidePyramid } from '../../domain/slide';
import type { SlideState } from '../../domain/slide-view';
import type { ViewportId } from '../../domain/ids';
import { useCommands, useView } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { Slider } from '../kit/Field';
import viewportStyles from '../viewport/Viewport.module.css';
import styles from './Slide.module.css';

/** Height of the focal plane, as on a microscope's fine focus; the position after the last plane is all of them in one. */
export function Focus({ id, slide, state }: { readonly id: ViewportId; readonly slide: SlidePyramid; readonly state: SlideState }) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const index = useView((view) => view.viewports[id].index);
  const { planes } = slide;
  const values = { index: String(index), total: String(planes.length), z: format.number(planes[index - 1] ?? 0, 2) };
  return (
    <div
      data-testid="slide-z"
      data-index={index}
      data-total={planes.length}
      data-value={planes[index - 1] ?? 0}
      data-extended={state.extendedFocus}
    >
      <Slider
        label={t('slide.plane')}
        className={viewportStyles.slider}
        value={state.extendedFocus ? planes.length + 1 : index}
        minimum={1}
        maximum={planes.length + 1}
        step={1}
        valueText={state.extendedFocus ? t('slide.extendedFocus') : t('slide.planeValue', values)}
        onChange={(value) => {
          commands.act(value > planes.length ? { type: 'extended-focus', on: true } : { type: 'go-to', index: value }, id);
        }}
      />
    </div>
  );
}

/** All focal planes as one sharp picture, on and off. */
export function ExtendedFocus({ id, on }: { readonly id: ViewportId; readonly on: boolean }) {
  const commands = useCommands();
  const t = useTranslate();
  return (
    <Button
      look="quiet"
      icon={FocusIcon}
      className={styles.sharp}
      aria-pressed={on}
      data-tip={t('slide.extendedFocusHint')}
      data-testid="slide-extended-focus"
      onClick={() => {
        commands.act({ type: 'extended-focus', on: !on }, id);
      }}
    >
      {t('slide.extendedFocus')}
    </Button>
  );
}

/** Time points of a live series. */
export function Time({ id, total, time }: { readonly id: ViewportId; readonly total: number; readonly time: number }) {
  const commands = useCommands();
  const t = useTranslate();
  const text = t('slide.timeValue', { index: String(time + 1), total: String(total) });
  return (
    <div className={styles.time} data-testid="slide-time" data-index={time + 1} data-total={total}>
      <Slider
        label={t('slide.time')}
        value={time + 1}
        minimum={1}
        maximum={total}
        step={1}
        valueText={text}
        onChange={(value) => {
          commands.act({ type: 'time', time: value - 1 }, id);
        }}
      />
      <span>{text}</span>
    </div>
  );
}
