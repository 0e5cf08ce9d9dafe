import { KEYMAPS } from '../../domain/keymap';
import { useSettings } from '../app-context';
import { commandLabel } from '../i18n/commands';
import { chordName } from '../i18n/key-names';
import { useTranslate } from '../i18n/language';
import { Dialog } from '../kit/Dialog';
import table from '../kit/Table.module.css';
import styles from './HelpDialog.module.css';

const GESTURES = ['left', 'middle', 'right', 'click', 'wheel', 'ctrlWheel', 'double'] as const;

/** Keys that mean something else on a slide (`slide-keys.ts`, and the presets as objectives). */
const SLIDE_LINES = [
  { label: 'help.slide.objective', keys: ['0', '1 – 6'] },
  { label: 'help.slide.move', keys: ['←', '↑', '→', '↓'] },
  { label: 'help.slide.zoom', keys: ['+', '−'] },
  { label: 'help.slide.focus', keys: ['Ctrl + ↑', 'Ctrl + ↓'] },
  { label: 'help.slide.rotate', keys: ['Alt + ⇧'] },
] as const;

/** Keys of the cell gallery (`gallery-keys.ts`). */
const GALLERY_LINES = [
  { label: 'help.gallery.class', keys: ['1 – 9', '0'] },
  { label: 'help.gallery.accept', keys: ['↵', '␣'] },
  { label: 'help.gallery.reject', keys: ['⌦', 'X'] },
  { label: 'help.gallery.move', keys: ['←', '↑', '→', '↓'] },
  { label: 'help.gallery.select', keys: ['Ctrl + ␣', 'Ctrl + A'] },
] as const;

/** Keys of the tools that draw regions and count (`region-keys.ts`). */
const REGION_LINES = [
  { label: 'help.region.class', keys: ['1 – 9'] },
  { label: 'help.region.cursor', keys: ['←', '↑', '→', '↓'] },
  { label: 'help.region.press', keys: ['↵'] },
  { label: 'help.region.takeBack', keys: ['⌫'] },
] as const;

function Line({ label, keys }: { readonly label: string; readonly keys: readonly string[] }) {
  return (
    <div className={styles.line}>
      <span>{label}</span>
      <span className={styles.keys}>
        {keys.map((key) => (
          <kbd key={key} className={styles.key}>
            {key}
          </kbd>
        ))}
      </span>
    </div>
  );
}

/** Bindings of one name (all presets, both directions) stand on one line. */
function useKeyLines(): readonly { readonly label: string; readonly keys: readonly string[] }[] {
  const keymap = useSettings((settings) => settings.keymap);
  const t = useTranslate();
  const lines = new Map<string, string[]>();
  for (const { command, chords } of KEYMAPS[keymap]) {
    const label = commandLabel(command, t);
    const keys = command.do === 'preset' ? [command.preset === 0 ? '0' : '1 – 9'] : chords.map((chord) => chordName(chord, t.language));
    lines.set(label, [...(lines.get(label) ?? []), ...keys.filter((key) => lines.get(label)?.includes(key) !== true)]);
  }
  return [...lines].map(([label, keys]) => ({ label, keys }));
}

/** The help card: made from the keyboard table in use, so that it is never wrong. */
export function HelpDialog({ onClose }: { readonly onClose: () => void }) {
  const keymap = useSettings((settings) => settings.keymap);
  const t = useTranslate();
  const lines = useKeyLines();
  return (
    <Dialog title={t('help.title')} wide onClose={onClose} testId="help-dialog">
      <h3>{t('help.keys')}</h3>
      <p>{t('help.keysHint', { keymap: t(`settings.keymap.${keymap}`) })}</p>
      <div className={styles.columns}>
        {lines.map((line) => (
          <Line key={line.label} {...line} />
        ))}
      </div>
      <h3>{t('help.slides')}</h3>
      <p>{t('help.slide.hint')}</p>
      <div className={styles.columns}>
        {SLIDE_LINES.map(({ label, keys }) => (
          <Line key={label} label={t(label)} keys={keys} />
        ))}
      </div>
      <h3>{t('help.regions')}</h3>
      <p>{t('help.regions.hint')}</p>
      <div className={styles.columns}>
        {REGION_LINES.map(({ label, keys }) => (
          <Line key={label} label={t(label)} keys={keys} />
        ))}
      </div>
      <h3>{t('help.gallery')}</h3>
      <p>{t('help.gallery.hint')}</p>
      <div className={styles.columns}>
        {GALLERY_LINES.map(({ label, keys }) => (
          <Line key={label} label={t(label)} keys={keys} />
        ))}
      </div>
      <h3>{t('help.mouse')}</h3>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t('help.gesture')}</th>
            <th scope="col">{t('help.action')}</th>
          </tr>
        </thead>
        <tbody>
          {GESTURES.map((gesture) => (
            <tr key={gesture}>
              <th scope="row">{t(`help.mouse.${gesture}`)}</th>
              <td>{t(`help.mouse.${gesture}Do`)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
