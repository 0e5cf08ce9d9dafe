import { Pause, Play } from 'lucide-react';
import type { ViewportId } from '../../domain/ids';
import { useCommands, useView } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { Slider } from '../kit/Field';
import styles from './Viewport.module.css';

/** The button for what the wheel does. */
export function SliceSlider({ id }: { readonly id: ViewportId }) {
  const commands = useCommands();
  const index = useView((view) => view.viewports[id].index);
  const total = useView((view) => view.viewports[id].total);
  const t = useTranslate();
  if (total < 2) return null;
  return (
    <Slider
      label={t('viewport.slice')}
      className={styles.slider}
      value={index}
      minimum={1}
      maximum={total}
      step={1}
      valueText={t('viewport.sliceValue', { index, total })}
      onChange={(value) => {
        commands.act({ type: 'go-to', index: value }, id);
      }}
    />
  );
}

const MAXIMUM_RATE = 60;

export function CineControls({ id }: { readonly id: ViewportId }) {
  const commands = useCommands();
  const cine = useView((view) => view.viewports[id].cine);
  const t = useTranslate();
  const format = useFormat();
  if (cine === null) return null;
  const rate = t('cine.perSecond', { rate: format.number(cine.framesPerSecond, 1) });
  return (
    <div className={styles.cine} role="group" aria-label={t('kind.cine')}>
      <IconButton
        icon={cine.playing ? Pause : Play}
        label={t(cine.playing ? 'cine.pause' : 'cine.play')}
        onClick={() => {
          commands.act({ type: 'cine', playing: !cine.playing }, id);
        }}
      />
      <Slider
        label={t('cine.rate')}
        className={styles.cineRate}
        value={Math.min(MAXIMUM_RATE, cine.framesPerSecond)}
        minimum={1}
        maximum={MAXIMUM_RATE}
        step={1}
        valueText={rate}
        onChange={(framesPerSecond) => {
          commands.act({ type: 'cine', playing: cine.playing, framesPerSecond }, id);
        }}
      />
      <span>{rate}</span>
    </div>
  );
}
