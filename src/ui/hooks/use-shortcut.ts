import type { KeyCommand } from '../../domain/keymap';
import { useSettings } from '../app-context';
import { useTranslate } from '../i18n/language';
import { shortcutOf } from '../i18n/key-names';

/** Names the key of a command in the current table. */
export function useShortcut(): (command: KeyCommand) => string | undefined {
  const keymap = useSettings((settings) => settings.keymap);
  const { language } = useTranslate();
  return (command) => shortcutOf(keymap, command, language);
}
