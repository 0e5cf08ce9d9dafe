import { useRef, useState } from 'react';
import { SunMedium } from 'lucide-react';
import { useCommands, useView } from '../app-context';
import { useActiveSeries } from '../hooks/use-active-series';
import { useFormat, useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { NumberField } from '../kit/Field';
import { Popover } from '../kit/Popover';
import styles from './WindowPopover.module.css';
import shellStyles from './Shell.module.css';

/** Presets of the number keys: automatic and the file's own for any image, tissue windows for CT alone. */
const ANY = [0, 1, 2] as const;
const CT = [3, 4, 5, 6, 7, 8, 9] as const;
type Preset = (typeof ANY | typeof CT)[number];
const presetKey = (preset: Preset): `preset.${Preset}` => `preset.${preset}`;
const rounded = (value: number): number => Math.round(value * 100) / 100;

function Fields() {
  const commands = useCommands();
  const window = useView((view) => view.viewports[view.active].window);
  const zoom = useView((view) => view.viewports[view.active].zoom);
  const t = useTranslate();
  return (
    <div className={styles.fields}>
      {window !== null && (
        <>
          <NumberField
            label={t('view.width')}
            value={rounded(window.width)}
            minimum={0.01}
            onCommit={(width) => {
              commands.act({ type: 'window', window: { ...window, width } });
            }}
          />
          <NumberField
            label={t('view.center')}
            value={rounded(window.center)}
            onCommit={(center) => {
              commands.act({ type: 'window', window: { ...window, center } });
            }}
          />
        </>
      )}
      <NumberField
        label={t('view.zoomPercent')}
        value={rounded(zoom * 100)}
        minimum={1}
        maximum={10_000}
        onCommit={(percent) => {
          commands.act({ type: 'zoom-by', factor: percent / 100 / zoom });
        }}
      />
    </div>
  );
}

/** Window, level and zoom by number, for those who do not drag. */
export function WindowPopover() {
  const commands = useCommands();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const window = useView((view) => view.viewports[view.active].window);
  const ready = useView((view) => view.viewports[view.active].state === 'ready');
  const modality = useActiveSeries()?.modality;
  const t = useTranslate();
  const format = useFormat();
  const presets: readonly Preset[] = modality === 'CT' ? [...ANY, ...CT] : ANY;
  return (
    <>
      <Button
        ref={anchor}
        icon={SunMedium}
        look="quiet"
        className={shellStyles.windowButton}
        disabled={!ready}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-tip={t('view.windowTitle')}
        onClick={() => {
          setOpen(!open);
        }}
      >
        {window === null
          ? t('view.windowNone')
          : t('view.windowButton', { width: format.number(window.width, 1), center: format.number(window.center, 1) })}
      </Button>
      {open && (
        <Popover
          anchor={anchor}
          label={t('view.windowTitle')}
          padded
          onClose={() => {
            setOpen(false);
          }}
        >
          <Fields />
          {window !== null && (
            <div className={styles.presets} role="group" aria-label={t('view.presets')}>
              {presets.map((preset) => (
                <button
                  key={preset}
                  type="button"
                  className={styles.preset}
                  onClick={() => {
                    commands.act({ type: 'window-preset', preset });
                  }}
                >
                  <kbd className={styles.digit}>{preset}</kbd>
                  {t(presetKey(preset))}
                </button>
              ))}
            </div>
          )}
        </Popover>
      )}
    </>
  );
}
