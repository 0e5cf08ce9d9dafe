import { describe, expect, it } from 'vitest';
import { seriesId, type ViewportId } from '../../src/domain/ids';
import { slidePair } from '../../src/domain/slide-pair';
import type { ViewportState } from '../../src/domain/view';

type Hung = Pick<ViewportState, 'series' | 'slide'>;
const empty: Hung = { series: null, slide: null };
const slide = (id: string): Hung => ({ series: seriesId(id), slide: {} as ViewportState['slide'] });
const photo = (id: string): Hung => ({ series: seriesId(id), slide: null });
const hung = (...list: readonly Hung[]): Record<ViewportId, Hung> => {
  const [v1 = empty, v2 = empty, v3 = empty, v4 = empty] = list;
  return { v1, v2, v3, v4 };
};

describe('the two slides that can be linked', () => {
  it('are the active one and the first other, in the order of their views', () => {
    const viewports = hung(photo('p'), slide('a'), slide('a'), slide('b'));
    const pair = slidePair({ layout: '2x2', active: 'v4', viewports });
    expect(pair).toEqual([
      { viewport: 'v2', series: 'a' },
      { viewport: 'v4', series: 'b' },
    ]);
  });

  it('are none where they do not stand beside one another, or are one', () => {
    const viewports = hung(slide('a'), slide('b'));
    expect(slidePair({ layout: '1x2', active: 'v1', viewports })).not.toBeNull();
    expect(slidePair({ layout: '1x1', active: 'v1', viewports })).toBeNull();
    expect(slidePair({ layout: '1x2', active: 'v1', viewports: hung(slide('a'), slide('a')) })).toBeNull();
    expect(slidePair({ layout: '1x2', active: 'v1', viewports: hung(slide('a'), photo('b')) })).toBeNull();
  });
});
