import { KEYMAPS, type Chord, type KeyCommand, type KeymapId } from '../../domain/keymap';
import type { Language } from '../../app/app';

const NAMES: Readonly<Record<Language, Readonly<Record<string, string>>>> = {
  fr: {
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    Home: 'Début',
    End: 'Fin',
    PageUp: 'Page préc.',
    PageDown: 'Page suiv.',
    Escape: 'Échap',
    Delete: 'Suppr',
    ContextMenu: 'Menu',
    ' ': 'Espace',
    control: 'Ctrl',
    shift: 'Maj',
    alt: 'Alt',
  },
  en: {
    ArrowUp: '↑',
    ArrowDown: '↓',
    ArrowLeft: '←',
    ArrowRight: '→',
    Home: 'Home',
    End: 'End',
    PageUp: 'Page Up',
    PageDown: 'Page Down',
    Escape: 'Esc',
    Delete: 'Delete',
    ContextMenu: 'Menu',
    ' ': 'Space',
    control: 'Ctrl',
    shift: 'Shift',
    alt: 'Alt',
  },
};

/** A chord as printed on the keys: `Maj + G`. */
export function chordName(chord: Chord, language: Language): string {
  const names = NAMES[language];
  const main = chord.digit ?? (chord.key === undefined ? '' : (names[chord.key] ?? chord.key.toUpperCase()));
  const modifiers = (['control', 'alt', 'shift'] as const).filter((modifier) => chord[modifier] === true);
  return [...modifiers.map((modifier) => names[modifier] ?? modifier), String(main)].join(' + ');
}

const sameCommand = (a: KeyCommand, b: KeyCommand): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The first key of a command in a table, for tooltips and menus; undefined where it has none. */
export function shortcutOf(keymap: KeymapId, command: KeyCommand, language: Language): string | undefined {
  const chord = KEYMAPS[keymap].find((binding) => sameCommand(binding.command, command))?.chords[0];
  return chord === undefined ? undefined : chordName(chord, language);
}
