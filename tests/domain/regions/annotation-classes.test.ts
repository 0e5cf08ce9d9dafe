import { describe, expect, it } from 'vitest';
import { addClass, changeClass, CLASSES_AS_MODEL, defaultClasses, withModelClasses } from '../../../src/domain/regions/annotation-classes';
import { labelLook } from '../../../src/domain/label-look';

describe('classes', () => {
  const start = defaultClasses('slide');

  it('start with what a pathologist draws, each in a colour of its own', () => {
    expect(start.map(({ name }) => name.fr)).toEqual(['Tumeur', 'Stroma', 'Nécrose', 'Inflammation', 'Tissu sain', 'Artefact']);
    expect(new Set(start.map(({ color }) => color)).size).toBe(start.length);
    expect(defaultClasses('volume').map(({ name }) => name.en)).toContain('Lesion');
  });

  it('are added under a key of plain letters and a colour not taken', () => {
    const added = addClass(start, '  Cellule géante ').at(-1);
    expect(added?.key).toBe('cellule-geante');
    expect(added?.name).toEqual({ fr: 'Cellule géante', en: 'Cellule géante' });
    expect(start.map(({ color }) => color)).not.toContain(added?.color);
    expect(addClass(start, ' ')).toBe(start);
    expect(addClass(start, 'Tumeur')).toBe(start);
    expect(addClass(addClass(start, 'x!'), 'x?').map(({ key }) => key)).toEqual([...start.map(({ key }) => key), 'x', 'x-2']);
  });

  it('take those of a model once', () => {
    const labels = [
      { id: 7, key: 'RBC', name: { fr: 'Globule rouge', en: 'Red cell' }, color: '#ff0000' },
      { id: 8, key: 'tumor', name: { fr: 'Autre', en: 'Other' }, color: '#00ff00' },
    ];
    const all = withModelClasses(start, labels);
    expect(all.map(({ key }) => key)).toEqual([...start.map(({ key }) => key), 'RBC']);
    expect(withModelClasses(all, labels)).toEqual(all);
    expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
  });

  it('are renamed and recoloured, and read as labels of what a person drew', () => {
    const changed = changeClass(changeClass(start, 'tumor', { name: 'Carcinome' }), 'tumor', { color: '#123456', name: '' });
    const model = { id: 'm', labels: [{ id: 0, key: 'tumor', name: { fr: 'Modèle', en: 'Model' }, color: '#ffffff' }] };
    const look = labelLook([{ id: CLASSES_AS_MODEL, labels: changed }, model], 'fr');
    expect(look.nameOf('tumor', null)).toBe('Carcinome');
    expect(look.colourOf('tumor', null)).toBe('#123456');
    expect(look.nameOf('tumor', 'm')).toBe('Modèle');
  });
});
