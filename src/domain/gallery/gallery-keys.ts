import { matchesChord, type Chord, type KeyStroke } from '../keymap';
import { GALLERY_MOVES, type GalleryMove } from './gallery-layout';

/** What a key means in the gallery. */
export type GalleryCommand =
  | { readonly do: 'move'; readonly move: GalleryMove; /** The selection grows up to there. */ readonly extend: boolean }
  /** The class of that number, from 1, as the list of classes counts them. */
  | { readonly do: 'class'; readonly number: number }
  | { readonly do: 'accept' | 'reject' | 'toggle' | 'select-class' | 'clear' };

interface GalleryBinding {
  readonly command: GalleryCommand;
  readonly chords: readonly Chord[];
}

/** Classes that have a digit: 1 to 9, and 0 for the tenth. */
export const KEYED_CLASSES = 10;

/** Digits are physical keys and letters what is printed on them, as in `keymap.ts`. They act with the gallery focused alone. */
export const GALLERY_KEYS: readonly GalleryBinding[] = [
  ...GALLERY_MOVES.flatMap((move): readonly GalleryBinding[] => [
    { command: { do: 'move', move, extend: false }, chords: [{ key: move }] },
    { command: { do: 'move', move, extend: true }, chords: [{ key: move, shift: true }] },
  ]),
  ...Array.from({ length: KEYED_CLASSES }, (_, i): GalleryBinding => {
    return { command: { do: 'class', number: i + 1 }, chords: [{ digit: (i + 1) % KEYED_CLASSES }] };
  }),
  { command: { do: 'accept' }, chords: [{ key: 'Enter' }, { key: ' ' }] },
  { command: { do: 'reject' }, chords: [{ key: 'Delete' }, { key: 'x' }] },
  { command: { do: 'toggle' }, chords: [{ key: ' ', control: true }] },
  { command: { do: 'select-class' }, chords: [{ key: 'a', control: true }] },
  { command: { do: 'clear' }, chords: [{ key: 'Escape' }] },
];

/** Null when the key means nothing in the gallery. */
export function galleryCommand(stroke: KeyStroke): GalleryCommand | null {
  return GALLERY_KEYS.find(({ chords }) => chords.some((chord) => matchesChord(chord, stroke)))?.command ?? null;
}
