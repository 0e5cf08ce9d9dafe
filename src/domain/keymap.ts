import type { ToolId } from './view';

/**
 * Keyboard tables as data. Digits are bound to physical keys (`KeyboardEvent.code`) because the top row of an AZERTY
 * keyboard needs Shift for them; letters are bound to what is printed on the key (`KeyboardEvent.key`), because A/Q,
 * Z/W and M move between layouts. Symbols ignore Shift for the same reason.
 */
export type KeyCommand =
  | { readonly do: 'tool'; readonly tool: ToolId }
  | { readonly do: 'scroll'; readonly by: number }
  | { readonly do: 'preset'; readonly preset: number }
  | { readonly do: 'frame-rate'; readonly by: number }
  | { readonly do: 'zoom'; readonly factor: number }
  | { readonly do: SimpleCommand };

export const SIMPLE_COMMANDS = [
  'first-image',
  'last-image',
  'previous-series',
  'next-series',
  'fit',
  'one-to-one',
  'invert',
  'rotate-right',
  'rotate-left',
  'flip-horizontal',
  'flip-vertical',
  'cine',
  'planes',
  'overlays',
  'identity',
  'toggle-ai',
  'counting-grid',
  'next-finding',
  'previous-finding',
  'accept-finding',
  'reject-finding',
  'delete-selection',
  'cell-gallery',
  'undo',
  'redo',
  'escape',
  'context-menu',
  'help',
] as const;
export type SimpleCommand = (typeof SIMPLE_COMMANDS)[number];

/** Where a binding acts: only with a viewport focused (WCAG 2.1.4), also in the findings list, or anywhere. */
export type KeyScope = 'viewport' | 'review' | 'everywhere';

export interface Chord {
  /** A lower-case letter, a symbol, or a named key (`ArrowUp`), as in `KeyboardEvent.key`. */
  readonly key?: string;
  /** A digit 0–9, from the top row or the numeric pad, whatever the layout. */
  readonly digit?: number;
  readonly control?: boolean;
  readonly shift?: boolean;
  readonly alt?: boolean;
}

export interface KeyBinding {
  readonly command: KeyCommand;
  readonly chords: readonly Chord[];
  readonly scope: KeyScope;
}

export type KeymapId = 'ihe-weasis' | 'ohif' | 'off';

/** The part of a `KeyboardEvent` that matters. */
export interface KeyStroke {
  readonly key: string;
  readonly code: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly shiftKey: boolean;
  readonly altKey: boolean;
}

const key = (name: string, modifiers: Omit<Chord, 'key' | 'digit'> = {}): Chord => ({ key: name, ...modifiers });
const shift = (name: string): Chord => key(name, { shift: true });
const control = (name: string): Chord => key(name, { control: true });
const alt = (name: string): Chord => key(name, { alt: true });

const bind = (command: KeyCommand, ...chords: readonly Chord[]): KeyBinding => ({ command, chords, scope: 'viewport' });
const simple = (command: SimpleCommand, ...chords: readonly Chord[]): KeyBinding => bind({ do: command }, ...chords);
const tool = (id: ToolId, ...chords: readonly Chord[]): KeyBinding => bind({ do: 'tool', tool: id }, ...chords);
const review = (command: SimpleCommand, ...chords: readonly Chord[]): KeyBinding => ({ command: { do: command }, chords, scope: 'review' });
const everywhere = (command: SimpleCommand, ...chords: readonly Chord[]): KeyBinding => ({
  command: { do: command },
  chords,
  scope: 'everywhere',
});

const presets = Array.from({ length: 10 }, (_, preset) => bind({ do: 'preset', preset }, { digit: preset }));

/** Function keys and Ctrl chords carry no character, so they act anywhere and stay with the keymap switched off. */
const ALWAYS: readonly KeyBinding[] = [
  everywhere('help', key('F1')),
  everywhere('identity', key('F8')),
  everywhere('undo', control('z')),
  everywhere('redo', control('y'), key('z', { control: true, shift: true })),
];

/** Arrows and other named keys carry no character either, but mean something only in a viewport. */
const NAVIGATION: readonly KeyBinding[] = [
  bind({ do: 'scroll', by: -1 }, key('ArrowUp'), key('ArrowLeft')),
  bind({ do: 'scroll', by: 1 }, key('ArrowDown'), key('ArrowRight')),
  bind({ do: 'scroll', by: -10 }, shift('ArrowUp'), shift('ArrowLeft')),
  bind({ do: 'scroll', by: 10 }, shift('ArrowDown'), shift('ArrowRight')),
  simple('first-image', key('Home')),
  simple('last-image', key('End')),
  simple('previous-series', key('PageUp')),
  simple('next-series', key('PageDown')),
  simple('escape', key('Escape')),
  simple('delete-selection', key('Delete')),
  simple('context-menu', key('ContextMenu'), shift('F10')),
];

/** Same in both character maps: hiding the AI and giving a verdict must never depend on the viewer one comes from. */
const REVIEW: readonly KeyBinding[] = [
  review('toggle-ai', key('v')),
  review('next-finding', key('g')),
  review('previous-finding', shift('g')),
  review('accept-finding', key('n')),
  review('reject-finding', key('m')),
  review('cell-gallery', shift('c')),
];

const COMMON: readonly KeyBinding[] = [
  ...REVIEW,
  ...presets,
  simple('cine', key('c')),
  simple('planes', key('y')),
  simple('help', key('?')),
  tool('length', key('d')),
  tool('calibrate', key('u')),
  tool('angle', key('a')),
  tool('ellipse', key('e')),
  tool('rectangle', shift('e')),
  tool('arrow', shift('a')),
  tool('select', key('x')),
  tool('crosshair', key('j')),
  tool('add-finding', shift('n')),
  tool('prompt', key('p')),
  tool('polygon', shift('p')),
  tool('freehand', shift('d')),
  tool('region-ellipse', shift('r')),
  tool('brush', key('b')),
  tool('count', key('k')),
  simple('counting-grid', shift('k')),
];

/** IHE Basic Image Review and Weasis. */
const IHE_WEASIS: readonly KeyBinding[] = [
  tool('scroll', key('s')),
  tool('window', key('w')),
  tool('zoom', key('z')),
  tool('pan', key('t')),
  simple('overlays', key('i'), key(' ')),
  simple('rotate-right', alt('r')),
  simple('rotate-left', alt('l')),
  simple('flip-horizontal', alt('f')),
  simple('flip-vertical', key('f', { alt: true, shift: true })),
  simple('invert', shift('i')),
  simple('fit', key('f')),
  simple('one-to-one', shift('f')),
  bind({ do: 'frame-rate', by: 1 }, key('+')),
  bind({ do: 'frame-rate', by: -1 }, key('-')),
];

/** The letters OHIF uses, where they do not clash with the review keys. */
const OHIF: readonly KeyBinding[] = [
  tool('scroll', key('s')),
  tool('window', key('w')),
  tool('zoom', key('z')),
  tool('pan', key('t')),
  simple('invert', key('i')),
  simple('rotate-right', key('r')),
  simple('rotate-left', key('l')),
  simple('flip-horizontal', key('h')),
  simple('flip-vertical', shift('h')),
  simple('overlays', key('o')),
  simple('fit', key('f'), key('=')),
  simple('one-to-one', shift('f')),
  bind({ do: 'zoom', factor: 1.25 }, key('+')),
  bind({ do: 'zoom', factor: 0.8 }, key('-')),
];

export const KEYMAPS: Readonly<Record<KeymapId, readonly KeyBinding[]>> = {
  'ihe-weasis': [...ALWAYS, ...NAVIGATION, ...IHE_WEASIS, ...COMMON],
  ohif: [...ALWAYS, ...NAVIGATION, ...OHIF, ...COMMON],
  off: [...ALWAYS, ...NAVIGATION],
};

const DIGIT = /^(?:Digit|Numpad)([0-9])$/;
const LETTER_CODE = /^Key([A-Z])$/;
const isLetter = (value: string): boolean => /^\p{L}$/u.test(value);

/** 0–9, from the top row or the numeric pad; null for other keys. */
export function digitOf(stroke: Pick<KeyStroke, 'code'>): number | null {
  const digit = DIGIT.exec(stroke.code)?.[1];
  return digit === undefined ? null : Number(digit);
}

/** What is printed on the key. With Alt, macOS replaces the letter by a symbol: the physical key is then the best guess. */
function nameOf(stroke: KeyStroke): string {
  const lower = stroke.key.length === 1 ? stroke.key.toLowerCase() : stroke.key;
  if (stroke.altKey && lower.length === 1 && !/^[a-z]$/.test(lower)) {
    return LETTER_CODE.exec(stroke.code)?.[1]?.toLowerCase() ?? lower;
  }
  return lower;
}

/** Is this the stroke of a chord, on whatever layout? */
export function matchesChord(chord: Chord, stroke: KeyStroke): boolean {
  if ((chord.control ?? false) !== (stroke.ctrlKey || stroke.metaKey)) return false;
  if ((chord.alt ?? false) !== stroke.altKey) return false;
  // Shift is not looked at for a digit: on AZERTY the digit itself is typed with Shift.
  if (chord.digit !== undefined) return digitOf(stroke) === chord.digit;
  const name = nameOf(stroke);
  if (chord.key !== name) return false;
  const symbol = name.length === 1 && !isLetter(name) && name !== ' ';
  return symbol || (chord.shift ?? false) === stroke.shiftKey;
}

const SCOPES: Readonly<Record<KeyScope, readonly KeyScope[]>> = {
  viewport: ['viewport', 'review', 'everywhere'],
  review: ['review', 'everywhere'],
  everywhere: ['everywhere'],
};

/** The command of a key stroke in a table, seen from where the focus is; null when the key means nothing there. */
export function resolveKey(keymap: KeymapId, stroke: KeyStroke, focus: KeyScope = 'viewport'): KeyCommand | null {
  const allowed = SCOPES[focus];
  const binding = KEYMAPS[keymap].find(
    (candidate) => allowed.includes(candidate.scope) && candidate.chords.some((chord) => matchesChord(chord, stroke)),
  );
  return binding?.command ?? null;
}
