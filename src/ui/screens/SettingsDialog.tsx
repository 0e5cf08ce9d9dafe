import type { Language } from '../../app/app';
import { useCommands, useSettings } from '../app-context';
import { useTranslate } from '../i18n/language';
import { Dialog } from '../kit/Dialog';
import { SelectField, Toggle } from '../kit/Field';

const LANGUAGES: readonly { readonly value: Language; readonly label: string }[] = [
  { value: 'fr', label: 'Français' },
  { value: 'en', label: 'English' },
];
const IDLE_CHOICES = [0, 1, 5, 10, 15, 30, 60] as const;

/** Settings take effect at once. */
export function SettingsDialog({ onClose }: { readonly onClose: () => void }) {
  const commands = useCommands();
  const settings = useSettings((state) => state);
  const t = useTranslate();
  // `config.json` may ask for a delay of its own.
  const idle = [...new Set([...IDLE_CHOICES, settings.idlePurgeMinutes])].sort((a, b) => a - b);
  return (
    <Dialog title={t('settings.title')} onClose={onClose}>
      <SelectField label={t('settings.language')} value={settings.language} options={LANGUAGES} onChange={commands.setLanguage} />
      <SelectField
        label={t('settings.keymap')}
        hint={t('settings.keymapHint')}
        value={settings.keymap}
        options={(['ihe-weasis', 'ohif', 'off'] as const).map((value) => ({ value, label: t(`settings.keymap.${value}`) }))}
        onChange={(keymap) => {
          commands.setSettings({ keymap });
        }}
      />
      <Toggle
        label={t('settings.windowDrag')}
        hint={t('settings.windowDragHint')}
        checked={settings.invertWindowDrag}
        onChange={(invertWindowDrag) => {
          commands.setSettings({ invertWindowDrag });
        }}
      />
      <SelectField
        label={t('settings.idle')}
        hint={t('settings.idleHint')}
        value={String(settings.idlePurgeMinutes)}
        options={idle.map((minutes) => ({
          value: String(minutes),
          label: minutes === 0 ? t('settings.idleOff') : t('settings.idleMinutes', { count: minutes }),
        }))}
        onChange={(minutes) => {
          commands.setSettings({ idlePurgeMinutes: Number(minutes) });
        }}
      />
    </Dialog>
  );
}
