import { Eclipse, FlipHorizontal2, FlipVertical2, Fullscreen, Maximize, RotateCcw, RotateCw, Undo2 } from 'lucide-react';
import type { KeyCommand } from '../../domain/keymap';
import type { ViewAction } from '../../domain/view';
import type { ViewportId } from '../../domain/ids';
import { useCommands, useView } from '../app-context';
import { useShortcut } from '../hooks/use-shortcut';
import type { MessageKey } from '../i18n/fr';
import { useTranslate } from '../i18n/language';
import { OneToOne } from '../shell/OneToOne';
import type { Icon } from '../kit/Button';
import type { MenuEntry } from '../kit/Menu';

interface Item {
  readonly key: MessageKey;
  readonly icon: Icon;
  readonly action: ViewAction;
  readonly command?: KeyCommand;
  readonly separated?: boolean;
}

const ITEMS: readonly Item[] = [
  { key: 'view.fit', icon: Maximize, action: { type: 'fit' }, command: { do: 'fit' } },
  { key: 'view.oneToOne', icon: OneToOne, action: { type: 'one-to-one' }, command: { do: 'one-to-one' } },
  { key: 'view.invert', icon: Eclipse, action: { type: 'invert' }, command: { do: 'invert' }, separated: true },
  { key: 'view.rotateRight', icon: RotateCw, action: { type: 'rotate', degrees: 90 }, command: { do: 'rotate-right' } },
  { key: 'view.rotateLeft', icon: RotateCcw, action: { type: 'rotate', degrees: -90 }, command: { do: 'rotate-left' } },
  { key: 'view.flipHorizontal', icon: FlipHorizontal2, action: { type: 'flip', axis: 'horizontal' }, command: { do: 'flip-horizontal' } },
  { key: 'view.flipVertical', icon: FlipVertical2, action: { type: 'flip', axis: 'vertical' }, command: { do: 'flip-vertical' } },
  { key: 'view.reset', icon: Undo2, action: { type: 'reset' }, command: { do: 'escape' }, separated: true },
];

/** The view actions of one viewport as menu entries: what every gesture does, by name. */
export function useViewMenu(id: ViewportId, oneUp?: { readonly on: boolean; toggle(): void }): readonly MenuEntry[] {
  const commands = useCommands();
  const interpolated = useView((view) => view.viewports[id].interpolated);
  const t = useTranslate();
  const shortcut = useShortcut();
  const entries: MenuEntry[] = ITEMS.map(({ key, icon, action, command, separated }) => ({
    id: key,
    label: t(key),
    icon,
    separated: separated ?? false,
    shortcut: command === undefined ? undefined : shortcut(command),
    run: () => {
      commands.act(action, id);
    },
  }));
  entries.push({
    id: 'interpolate',
    label: t('view.interpolate'),
    checked: interpolated,
    run: () => {
      commands.act({ type: 'interpolate' }, id);
    },
  });
  if (oneUp !== undefined) {
    entries.push({
      id: 'one-up',
      label: t(oneUp.on ? 'view.oneUpBack' : 'view.oneUp'),
      icon: Fullscreen,
      separated: true,
      run: oneUp.toggle,
    });
  }
  return entries;
}
