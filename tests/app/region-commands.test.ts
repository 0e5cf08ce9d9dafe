import { describe, expect, it } from 'vitest';
import { createRegionCommands } from '../../src/app/commands/regions';
import { EditHistory } from '../../src/app/edit-history';
import { instanceId, seriesId } from '../../src/domain/ids';
import { boxRing } from '../../src/domain/regions/rings';
import { hang, makeStores, photo } from './support/stores';

const PLACE = { series: seriesId('a'), instance: instanceId('image-a'), frameNumber: 1 };
const square = (x: number, side: number) => boxRing({ x, y: 0, width: side, height: side });

function setUp() {
  const stores = makeStores();
  hang(stores, photo('a'));
  const history = new EditHistory(stores.review, stores.view, { set: () => undefined });
  const regions = createRegionCommands(stores, history, { drawByKey: () => false });
  const drawn = () =>
    stores.review.getState().findings.map(({ label, evidence, author }) => ({ label, kind: evidence.kind, by: author.kind }));
  return { stores, history, regions, drawn };
}

describe('regions and counts', () => {
  it('are findings of a person, of the class in hand, in the one history', () => {
    const { regions, history, drawn, stores } = setUp();
    regions.regionDrawn(PLACE, { kind: 'polygon', rings: [square(0, 10)] });
    regions.setDrawing({ label: 'stroma' });
    regions.placeCounted(PLACE, { x: 3, y: 4 });
    regions.regionDrawn(PLACE, { kind: 'ellipse', box: { x: 0, y: 0, width: 4, height: 4 } });
    const all = [
      { label: 'tumor', kind: 'polygon', by: 'person' },
      { label: 'stroma', kind: 'point', by: 'person' },
      { label: 'stroma', kind: 'ellipse', by: 'person' },
    ];
    expect(drawn()).toEqual(all);
    const counted = stores.review.getState().findings[1];
    if (counted === undefined) throw new Error('nothing counted');
    regions.countRemoved(counted.id);
    expect(drawn()).toEqual([all[0], all[2]]);
    history.undo();
    expect(drawn()).toEqual(all);
    for (let i = 0; i < 3; i++) history.undo();
    expect(drawn()).toEqual([]);
  });

  it('take another outline in one step, and go with their last ring', () => {
    const { regions, history, stores, drawn } = setUp();
    regions.regionDrawn(PLACE, { kind: 'ellipse', box: { x: 0, y: 0, width: 4, height: 4 } });
    const { selected } = stores.review.getState();
    if (selected === null) throw new Error('a new region is selected');
    regions.regionReshaped(selected, [square(5, 20)]);
    expect(stores.review.getState().findings[0]?.evidence).toMatchObject({ kind: 'polygon', box: { x: 5, y: 0, width: 20, height: 20 } });
    history.undo();
    expect(stores.review.getState().findings[0]?.evidence).toMatchObject({ kind: 'ellipse', box: { x: 0, y: 0, width: 4, height: 4 } });
    regions.regionReshaped(selected, []);
    expect(drawn()).toEqual([]);
    expect(stores.review.getState().selected).toBeNull();
  });

  it('have classes that are added, changed, and removed while nothing is called so', () => {
    const { regions, stores } = setUp();
    const keys = () => Object.values(stores.review.getState().classes)[0]?.map(({ key }) => key);
    regions.addClass('Mitose');
    expect(stores.view.getState().drawing.label).toBe('mitose');
    regions.placeCounted(PLACE, { x: 1, y: 1 });
    regions.removeClass('mitose');
    expect(keys()).toContain('mitose');
    regions.removeClass('artifact');
    expect(keys()).not.toContain('artifact');
    regions.changeClass('mitose', { name: 'Figure de mitose', color: '#010203' });
    expect(Object.values(stores.review.getState().classes)[0]?.at(-1)).toMatchObject({
      name: { fr: 'Figure de mitose' },
      color: '#010203',
    });
  });

  it('keep the brush and the grid within what can be seen', () => {
    const { regions, stores } = setUp();
    regions.setDrawing({ brushRadius: 1e9 });
    regions.setGrid({ side: 0, shown: true });
    expect(stores.view.getState().drawing.brushRadius).toBe(120);
    expect(stores.view.getState().grid).toEqual({ shown: true, side: 1, over: 'view' });
  });
});
