import { useState } from 'react';
import { ChevronDown, ChevronRight } from 'lucide-react';
import type { SlidePyramid } from '../../domain/slide';
import type { ChannelLook, Rgb } from '../../domain/slide-view';
import type { ViewportId } from '../../domain/ids';
import { useCommands, useView } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { Slider } from '../kit/Field';
import styles from './Slide.module.css';

const toHex = (colour: Rgb): string => `#${colour.map((value) => value.toString(16).padStart(2, '0')).join('')}`;
const fromHex = (hex: string): Rgb => [parseInt(hex.slice(1, 3), 16), parseInt(hex.slice(3, 5), 16), parseInt(hex.slice(5, 7), 16)];

interface ChannelProps {
  readonly id: ViewportId;
  readonly index: number;
  readonly name: string;
  readonly look: ChannelLook;
  readonly open: boolean;
}

function Range({ index, id, name, look, end }: ChannelProps & { readonly end: 'minimum' | 'maximum' }) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const label = t(end === 'minimum' ? 'slide.channelMinimum' : 'slide.channelMaximum', { name });
  return (
    <div className={styles.range}>
      <Slider
        label={label}
        value={look[end]}
        minimum={0}
        maximum={look.full}
        step={1}
        valueText={format.number(look[end])}
        onChange={(value) => {
          // The ends never cross: the other one is pushed along.
          const other = end === 'minimum' ? { maximum: Math.max(look.maximum, value + 1) } : { minimum: Math.min(look.minimum, value - 1) };
          commands.act({ type: 'slide-channel', channel: index, look: { ...other, [end]: value } }, id);
        }}
      />
      <span className={styles.value}>{format.number(look[end])}</span>
    </div>
  );
}

function Channel(props: ChannelProps) {
  const { id, index, name, look, open } = props;
  const commands = useCommands();
  const t = useTranslate();
  return (
    <li
      className={styles.channel}
      data-testid="slide-channel"
      data-name={name}
      data-visible={look.visible}
      data-min={look.minimum}
      data-max={look.maximum}
      data-colour={toHex(look.colour)}
    >
      <div className={styles.channelHead}>
        <label className={styles.channelName}>
          <input
            type="checkbox"
            checked={look.visible}
            onChange={(event) => {
              commands.act({ type: 'slide-channel', channel: index, look: { visible: event.target.checked } }, id);
            }}
          />
          {!open && <span className={styles.dot} style={{ background: toHex(look.colour) }} aria-hidden="true" />}
          <span>{name}</span>
        </label>
        {open && (
          <input
            type="color"
            className={styles.colour}
            value={toHex(look.colour)}
            aria-label={t('slide.channelColour', { name })}
            onChange={(event) => {
              commands.act({ type: 'slide-channel', channel: index, look: { colour: fromHex(event.target.value) } }, id);
            }}
          />
        )}
      </div>
      {open && (['minimum', 'maximum'] as const).map((end) => <Range key={end} {...props} end={end} />)}
    </li>
  );
}

/** Channels of a fluorescence slide: on or off at once, windows and colours when opened. */
export function ChannelList({ id, slide }: { readonly id: ViewportId; readonly slide: SlidePyramid }) {
  const t = useTranslate();
  const looks = useView((view) => view.viewports[id].slide?.look.channels);
  const [open, setOpen] = useState(false);
  if (slide.samplesPerPixel !== 1 || looks === undefined) return null;
  return (
    <div className={styles.channels} role="group" aria-label={t('slide.channels')}>
      <div className={styles.channelsHead}>
        <strong>{t('slide.channels')}</strong>
        <IconButton
          icon={open ? ChevronDown : ChevronRight}
          size={16}
          label={t('slide.showChannels')}
          aria-expanded={open}
          data-testid="slide-channels-open"
          onClick={() => {
            setOpen(!open);
          }}
        />
      </div>
      <ul>
        {looks.map((look, index) => {
          const name = slide.channels[index]?.name ?? '';
          return (
            <Channel
              key={index}
              id={id}
              index={index}
              name={name === '' ? t('slide.channel', { number: String(index + 1) }) : name}
              look={look}
              open={open}
            />
          );
        })}
      </ul>
    </div>
  );
}
