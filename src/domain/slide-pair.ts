import type { SeriesId, ViewportId } from './ids';
import type { Layout, ViewportState } from './view';

/** Viewports of the layouts in which images stand beside one another. */
const BESIDE: Readonly<Partial<Record<Layout, readonly ViewportId[]>>> = {
  '1x2': ['v1', 'v2'],
  '2x1': ['v1', 'v2'],
  '2x2': ['v1', 'v2', 'v3', 'v4'],
};

export interface HungSeries {
  readonly viewport: ViewportId;
  readonly series: SeriesId;
}

/**
 * The two slides on screen that can be linked, in the order of their viewports: the active one and the first other one; null
 * where fewer hang beside one another.
 */
export function slidePair(view: {
  readonly layout: Layout;
  readonly active: ViewportId;
  readonly viewports: Readonly<Record<ViewportId, Pick<ViewportState, 'series' | 'slide'>>>;
}): readonly [HungSeries, HungSeries] | null {
  const hung = (BESIDE[view.layout] ?? []).flatMap((viewport): HungSeries[] => {
    const { series, slide } = view.viewports[viewport];
    return series === null || slide === null ? [] : [{ viewport, series }];
  });
  const one = hung.find(({ viewport }) => viewport === view.active) ?? hung[0];
  const other = hung.find(({ series }) => series !== one?.series);
  if (one === undefined || other === undefined) return null;
  return hung.indexOf(one) < hung.indexOf(other) ? [one, other] : [other, one];
}
