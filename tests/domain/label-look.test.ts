import { describe, expect, it } from 'vitest';
import { labelLook, UNKNOWN_LABEL_COLOUR } from '../../src/domain/label-look';

const label = (key: string, fr: string, color: string) => ({ id: Number(key) || 0, key, name: { fr, en: `${fr} (en)` }, color });
const outcome = { id: 'outcome', labels: [label('0', 'Non', '#111111'), label('1', 'Oui', '#222222')] };
const chest = {
  id: 'chest',
  labels: [label('0', 'Normal', '#333333'), label('1', 'Pneumonie', '#444444'), label('RBC', 'Hématie', '#555555')],
};

describe('how labels read and look', () => {
  it.each([
    [outcome, chest],
    [chest, outcome],
  ])('each model keeps its own names and colours, however the models are ordered', (...models) => {
    const look = labelLook(models, 'fr');
    expect([look.nameOf('1', 'chest'), look.colourOf('1', 'chest')]).toEqual(['Pneumonie', '#444444']);
    expect([look.nameOf('1', 'outcome'), look.colourOf('1', 'outcome')]).toEqual(['Oui', '#222222']);
    expect(labelLook(models, 'en').nameOf('0', 'chest')).toBe('Normal (en)');
  });

  it('a key of no model stands for itself; one that a person gave is any model’s', () => {
    const look = labelLook([outcome, chest], 'fr');
    expect([look.nameOf('lésion', null), look.colourOf('lésion', null)]).toEqual(['lésion', UNKNOWN_LABEL_COLOUR]);
    expect(look.nameOf('RBC', null)).toBe('Hématie');
    expect(look.nameOf('RBC', 'outcome')).toBe('Hématie');
  });
});
