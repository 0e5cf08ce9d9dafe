import { describe, expect, it } from 'vitest';
import { typedLength } from '../../src/ui/screens/RulerDialog';
import { dividerAt } from '../../src/ui/viewport/CompareSlider';

describe('the length of a ruler', () => {
  it.each([
    ['12,5', 12.5],
    [' 12.5 ', 12.5],
    ['1e-2', 0.01],
    ['0', null],
    ['-3', null],
    ['', null],
    ['12 mm', null],
    ['1,2,3', null],
  ])('typed as "%s" is %s', (text, value) => {
    expect(typedLength(text)).toBe(value);
  });
});

describe('the divider', () => {
  it.each([
    ['ArrowLeft', false, 50, 48],
    ['ArrowRight', true, 50, 60],
    ['ArrowRight', true, 95, 100],
    ['ArrowLeft', false, 1, 0],
    ['Home', false, 50, 0],
    ['End', false, 50, 100],
    ['a', false, 50, null],
  ])('goes by %s (Shift: %s) from %i to %s', (key, shiftKey, from, to) => {
    expect(dividerAt(from, { key, shiftKey })).toBe(to);
  });
});
