import { useRef, useState } from 'react';
import { EyeOff, SlidersHorizontal, Tag } from 'lucide-react';
import type { SlidePyramid } from '../../domain/slide';
import { STAIN_VIEWS, type SlideLook, type SlideState } from '../../domain/slide-view';
import type { ViewportId } from '../../domain/ids';
import { useCommands, useView } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { Button, IconButton } from '../kit/Button';
import { SelectField, Slider, Toggle } from '../kit/Field';
import { Popover } from '../kit/Popover';
import { LabelImage } from './LabelImage';
import styles from './Slide.module.css';

interface SettingsProps {
  readonly id: ViewportId;
  readonly slide: SlidePyramid;
  readonly state: SlideState;
}

const RANGES = { brightness: [-0.5, 0.5], contrast: [0.2, 3], gamma: [0.3, 3] } as const;

function Setting({ name, id, look }: { readonly name: keyof typeof RANGES; readonly id: ViewportId; readonly look: SlideLook }) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const [minimum, maximum] = RANGES[name];
  const text = format.fixed(look[name], 2);
  return (
    <div className={styles.setting}>
      <span>{t(`slide.${name}`)}</span>
      <Slider
        label={t(`slide.${name}`)}
        value={look[name]}
        minimum={minimum}
        maximum={maximum}
        step={0.01}
        valueText={text}
        onChange={(value) => {
          commands.act({ type: 'slide-look', look: { [name]: value } }, id);
        }}
      />
      <span className={styles.value}>{text}</span>
    </div>
  );
}

function Colours({ id, slide, state }: SettingsProps) {
  const commands = useCommands();
  const t = useTranslate();
  const { look, colours } = state;
  if (slide.samplesPerPixel !== 3) return null;
  return (
    <>
      <SelectField
        label={t('slide.stain')}
        inline
        value={look.stain}
        options={STAIN_VIEWS.map((value) => ({ value, label: t(`slide.stain.${value}`) }))}
        testId="slide-stain"
        onChange={(stain) => {
          commands.act({ type: 'slide-look', look: { stain } }, id);
        }}
      />
      {slide.iccProfile !== null && colours !== 'unsupported' && (
        <Toggle
          label={t('slide.icc')}
          checked={look.icc}
          onChange={(icc) => {
            commands.act({ type: 'slide-look', look: { icc } }, id);
          }}
        />
      )}
      {colours === 'unsupported' && <p className={styles.warning}>{t('slide.iccUnsupported')}</p>}
    </>
  );
}

/** Brightness, contrast, gamma, stains, colours, rotation and the label: what changes the picture and nothing else. */
export function SlideSettings(props: SettingsProps) {
  const { id, slide, state } = props;
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [labelAsked, setLabelShown] = useState(false);
  // What masks the patient's name masks the label that bears it.
  const masked = useView((view) => view.identityHidden);
  const labelShown = labelAsked && !masked;
  const hasLabel = slide.associated.some(({ kind }) => kind === 'label');
  const series = useView((view) => view.viewports[id].series);
  const turned = useView(({ viewports }) => {
    const { rotation, flippedHorizontally, flippedVertically } = viewports[id];
    return rotation !== 0 || flippedHorizontally || flippedVertically;
  });
  const [finest] = slide.levels;
  return (
    <>
      <IconButton
        ref={anchor}
        icon={SlidersHorizontal}
        label={t('slide.settings')}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-testid="slide-settings"
        onClick={() => {
          setOpen(!open);
        }}
      />
      {open && (
        <Popover
          anchor={anchor}
          label={t('slide.settings')}
          padded
          onClose={() => {
            setOpen(false);
          }}
        >
          <div className={styles.settings}>
            {(['brightness', 'contrast', 'gamma'] as const).map((name) => (
              <Setting key={name} name={name} id={id} look={state.look} />
            ))}
            <Colours {...props} />
            <p className={styles.hint}>{t('slide.displayOnly')}</p>
            <div className={styles.actions}>
              <Button
                onClick={() => {
                  commands.act({ type: 'reset' }, id);
                }}
              >
                {t('slide.reset')}
              </Button>
              <Button
                disabled={!turned}
                data-testid="slide-upright"
                onClick={() => {
                  commands.act({ type: 'upright' }, id);
                }}
              >
                {t('slide.resetRotation')}
              </Button>
            </div>
            {hasLabel && (
              <div className={styles.labelBox}>
                <Button
                  icon={labelShown ? EyeOff : Tag}
                  aria-pressed={labelShown}
                  disabled={masked}
                  data-testid="slide-label"
                  onClick={() => {
                    setLabelShown(!labelShown);
                  }}
                >
                  {t(labelShown ? 'slide.labelHide' : 'slide.label')}
                </Button>
                <p className={styles.hint}>{t('slide.labelHint')}</p>
              </div>
            )}
            <p className={styles.hint}>
              {t('slide.levels', {
                format: slide.format,
                columns: format.number(finest?.columns ?? 0),
                rows: format.number(finest?.rows ?? 0),
                count: slide.levels.length,
              })}
            </p>
          </div>
        </Popover>
      )}
      {labelShown && hasLabel && series !== null && (
        <LabelImage
          series={series}
          onClose={() => {
            setLabelShown(false);
          }}
        />
      )}
    </>
  );
}
