import { describe, expect, it } from 'vitest';
import { EditHistory } from '../../src/app/edit-history';
import { followSeries } from '../../src/app/follow-series';
import { findingId, seriesId } from '../../src/domain/ids';
import { addFinding, personFinding } from '../../src/domain/review/verdicts';
import { hang, makeStores, photo } from './support/stores';

/** A photo with one finding of a person. */
function marked() {
  const stores = makeStores();
  const series = photo('whole');
  hang(stores, series);
  const [frame] = series.frames;
  if (frame === undefined) throw new Error('no frame');
  const history = new EditHistory(stores.review, stores.view, { set: () => undefined });
  const evidence = { kind: 'box', instance: frame.instance, frameNumber: 1, box: { x: 0, y: 0, width: 2, height: 2 } } as const;
  history.finding(addFinding([], personFinding(findingId('f'), series.id, 'RBC', evidence, '2026-11-22T00:00:00Z')));
  return { stores, series, history };
}

describe('findings follow their images', () => {
  it('into the series that an image is split off to', () => {
    const { stores, series } = marked();
    followSeries(stores, [{ ...series, id: seriesId('part') }]);
    expect(stores.review.getState().findings[0]?.series).toBe('part');
  });

  it('and are gone, with the way back, when the study is closed', () => {
    const { stores, history } = marked();
    expect(stores.review.getState().canUndo).toBe(true);
    history.forget(() => true);
    history.undo();
    expect(stores.review.getState().findings).toEqual([]);
    expect(stores.review.getState().canUndo).toBe(false);
  });
});
