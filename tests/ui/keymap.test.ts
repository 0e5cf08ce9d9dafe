import { describe, expect, it } from 'vitest';
import { KEYMAPS, resolveKey, type Chord, type KeyCommand, type KeymapId, type KeyStroke } from '../../src/domain/keymap';
import { TOOLS } from '../../src/domain/view';
import { commandLabel } from '../../src/ui/i18n/commands';
import { chordName, shortcutOf } from '../../src/ui/i18n/key-names';
import { createTranslate } from '../../src/ui/i18n/translate';

const KEYMAP_IDS: readonly KeymapId[] = ['ihe-weasis', 'ohif', 'off'];

const stroke = (key: string, patch: Partial<KeyStroke> = {}): KeyStroke => ({
  key,
  code: /^[a-z]$/i.test(key) ? `Key${key.toUpperCase()}` : key,
  ctrlKey: false,
  metaKey: false,
  shiftKey: false,
  altKey: false,
  ...patch,
});

/** A stroke that a person makes for a chord, on a QWERTY keyboard. */
function strokeOf(chord: Chord): KeyStroke {
  const modifiers = { ctrlKey: chord.control ?? false, shiftKey: chord.shift ?? false, altKey: chord.alt ?? false };
  if (chord.digit !== undefined) return stroke(String(chord.digit), { ...modifiers, code: `Digit${String(chord.digit)}` });
  return stroke(chord.key ?? '', modifiers);
}

describe.each(KEYMAP_IDS)('keymap %s', (id) => {
  it('gives each chord to one command, and each command is reached by its chords', () => {
    for (const { command, chords } of KEYMAPS[id]) {
      for (const chord of chords) expect(resolveKey(id, strokeOf(chord)), JSON.stringify(chord)).toEqual(command);
    }
  });

  it('names every command and key in both languages', () => {
    for (const language of ['fr', 'en'] as const) {
      const t = createTranslate(language);
      for (const { command, chords } of KEYMAPS[id]) {
        expect(commandLabel(command, t)).not.toBe('');
        for (const chord of chords) expect(chordName(chord, language)).not.toMatch(/undefined|^$/);
      }
    }
  });

  it('binds no sole bracket, comma or equals sign, which AZERTY hides behind other keys', () => {
    for (const { chords } of KEYMAPS[id]) {
      expect(chords.some((chord) => !['[', ']', '.', ','].includes(chord.key ?? '') && chord.key !== '=')).toBe(true);
    }
  });
});

describe.each(['ihe-weasis', 'ohif'] as const)('keymap %s', (id) => {
  it('reaches every tool', () => {
    const tools = KEYMAPS[id].flatMap(({ command }) => (command.do === 'tool' ? [command.tool] : []));
    expect([...tools].sort()).toEqual([...TOOLS].sort());
  });

  it('keeps the review keys of the project', () => {
    const meaning = (key: string, patch: Partial<KeyStroke> = {}): string | undefined => resolveKey(id, stroke(key, patch))?.do;
    expect(meaning('v')).toBe('toggle-ai');
    expect(meaning('g')).toBe('next-finding');
    expect(meaning('G', { shiftKey: true })).toBe('previous-finding');
    expect(meaning('n')).toBe('accept-finding');
    expect(meaning('m')).toBe('reject-finding');
  });
});

describe('an AZERTY keyboard', () => {
  it('reaches the presets on the top row, with and without Shift, and on the pad', () => {
    const preset = (number: number): KeyCommand => ({ do: 'preset', preset: number });
    // Unshifted the key 3 types a quotation mark.
    expect(resolveKey('ihe-weasis', stroke('"', { code: 'Digit3' }))).toEqual(preset(3));
    expect(resolveKey('ihe-weasis', stroke('3', { code: 'Digit3', shiftKey: true }))).toEqual(preset(3));
    expect(resolveKey('ihe-weasis', stroke('à', { code: 'Digit0' }))).toEqual(preset(0));
    expect(resolveKey('ihe-weasis', stroke('7', { code: 'Numpad7' }))).toEqual(preset(7));
  });

  it('takes letters from what the key says, not from where it sits', () => {
    expect(resolveKey('ihe-weasis', stroke('a', { code: 'KeyQ' }))).toEqual({ do: 'tool', tool: 'angle' });
    expect(resolveKey('ihe-weasis', stroke('z', { code: 'KeyW' }))).toEqual({ do: 'tool', tool: 'zoom' });
    expect(resolveKey('ihe-weasis', stroke('w', { code: 'KeyZ' }))).toEqual({ do: 'tool', tool: 'window' });
    expect(resolveKey('ihe-weasis', stroke('m', { code: 'Semicolon' }))).toEqual({ do: 'reject-finding' });
  });

  it('reaches symbols with or without Shift', () => {
    expect(resolveKey('ihe-weasis', stroke('?', { code: 'KeyM', shiftKey: true }))).toEqual({ do: 'help' });
    expect(resolveKey('ihe-weasis', stroke('+', { code: 'Equal', shiftKey: true }))).toEqual({ do: 'frame-rate', by: 1 });
    expect(resolveKey('ihe-weasis', stroke('+', { code: 'NumpadAdd' }))).toEqual({ do: 'frame-rate', by: 1 });
  });

  it('undoes where Z is printed', () => {
    expect(resolveKey('ihe-weasis', stroke('z', { code: 'KeyW', ctrlKey: true }))).toEqual({ do: 'undo' });
    expect(resolveKey('ihe-weasis', stroke('Z', { code: 'KeyW', metaKey: true, shiftKey: true }))).toEqual({ do: 'redo' });
  });
});

describe('keys', () => {
  it('tell Alt chords on macOS, where Alt changes the letter', () => {
    expect(resolveKey('ihe-weasis', stroke('®', { code: 'KeyR', altKey: true }))).toEqual({ do: 'rotate-right' });
  });

  it('without their modifiers mean something else or nothing', () => {
    expect(resolveKey('ihe-weasis', stroke('v', { ctrlKey: true }))).toBeNull();
    expect(resolveKey('ihe-weasis', stroke('q'))).toBeNull();
    expect(resolveKey('ihe-weasis', stroke('3', { code: 'Digit3', ctrlKey: true }))).toBeNull();
  });

  it('act only where they should', () => {
    expect(resolveKey('ihe-weasis', stroke('d'), 'everywhere')).toBeNull();
    expect(resolveKey('ihe-weasis', stroke('d'), 'review')).toBeNull();
    expect(resolveKey('ihe-weasis', stroke('n'), 'review')).toEqual({ do: 'accept-finding' });
    expect(resolveKey('ihe-weasis', stroke('n'), 'everywhere')).toBeNull();
    expect(resolveKey('ihe-weasis', stroke('F8'), 'everywhere')).toEqual({ do: 'identity' });
  });

  it('of characters fall silent when switched off', () => {
    for (const key of 'abcdefghijklmnopqrstuvwxyz?+- '.split('')) expect(resolveKey('off', stroke(key))).toBeNull();
    for (let digit = 0; digit < 10; digit += 1)
      expect(resolveKey('off', stroke(String(digit), { code: `Digit${String(digit)}` }))).toBeNull();
    expect(resolveKey('off', stroke('ArrowDown'))).toEqual({ do: 'scroll', by: 1 });
  });

  it('are named in the tooltips', () => {
    expect(shortcutOf('ihe-weasis', { do: 'previous-finding' }, 'fr')).toBe('Maj + G');
    expect(shortcutOf('off', { do: 'next-finding' }, 'fr')).toBeUndefined();
  });
});
