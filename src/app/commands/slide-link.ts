import type { SeriesId, ViewportId } from '../../domain/ids';
import {
  expectedSide,
  linkOf,
  linkSlides,
  NEEDED_PAIRS,
  placeMark,
  sideOf,
  type Alignment,
  type HungSlide,
  type SlideLink,
} from '../../domain/slide-link';
import { slidePair } from '../../domain/slide-pair';
import type { Point } from '../../domain/units';
import type { Commands } from '../app';
import type { Stores } from '../context';
import { VIEWPORT_IDS } from '../stores/initial-state';
import type { ViewerHost } from '../viewer-host';

type LinkCommands = Pick<
  Commands,
  'alignSlides' | 'addSlideMark' | 'markSlideCenter' | 'linkByOneMark' | 'cancelAlignment' | 'unlinkSlides'
> & {
  /** A place was clicked on a slide that is being aligned. */
  markPlaced(series: SeriesId, point: Point): void;
};

const isSame = (a: Pick<SlideLink, 'slides'>, b: Pick<SlideLink, 'slides'>): boolean => linkOf([a as SlideLink], ...b.slides) !== null;

/** Slides that move together: marks are placed on both in turn, and a link is made of them. */
export function createLinkCommands(
  { session, view }: Pick<Stores, 'session' | 'view'>,
  viewer: Pick<ViewerHost, 'show' | 'use'>,
  setLayout: Commands['setLayout'],
): LinkCommands {
  const set = (links: readonly SlideLink[], alignment: Alignment | null): void => {
    view.setState({ slideLinks: { links, alignment } });
  };
  const without = (gone: Pick<SlideLink, 'slides'>): readonly SlideLink[] =>
    view.getState().slideLinks.links.filter((link) => !isSame(link, gone));

  /** The slide that hangs beside the one on screen; where none does, another open one is hung there. */
  const pairOnScreen = (): readonly [SeriesId, SeriesId] | null => {
    const { viewports, active } = view.getState();
    const hung = slidePair(view.getState());
    if (hung !== null) return [hung[0].series, hung[1].series];
    const { series: first, slide } = viewports[active];
    const other = session.getState().series.find((series) => series.slide !== undefined && series.id !== first);
    if (first === null || slide === null || other === undefined) return null;
    setLayout('1x2');
    if (active !== 'v1') {
      const own = session.getState().series.find(({ id }) => id === first);
      if (own !== undefined) viewer.show('v1', own);
    }
    viewer.show('v2', other);
    return [first, other.id];
  };

  const viewportOf = (series: SeriesId): ViewportId | undefined => {
    const { viewports, active } = view.getState();
    return [active, ...VIEWPORT_IDS].find((id) => viewports[id].series === series);
  };
  const hung = (series: SeriesId): HungSlide | null => {
    const viewport = viewportOf(series);
    const pyramid = session.getState().series.find(({ id }) => id === series)?.slide;
    if (viewport === undefined || pyramid === undefined) return null;
    const { zoom, rotation, flippedHorizontally, flippedVertically } = view.getState().viewports[viewport];
    return { pyramid, zoom, rotation, flipHorizontal: flippedHorizontally, flipVertical: flippedVertically };
  };

  const finish = (alignment: Alignment): void => {
    const [a, b] = [hung(alignment.slides[0]), hung(alignment.slides[1])];
    const link = a === null || b === null ? null : linkSlides(alignment, [a, b]);
    if (link === null) {
      set(view.getState().slideLinks.links, { ...alignment, pairs: alignment.pairs.slice(0, -1), pending: null, refused: true });
      return;
    }
    set([...without(link), link], null);
    const leader = viewportOf(link.slides[0]);
    viewer.use((loaded) => {
      loaded.setSlideLinks(view.getState().slideLinks, leader);
    });
  };

  const markPlaced = (series: SeriesId, point: Point): void => {
    const { alignment, links } = view.getState().slideLinks;
    const side = alignment === null ? null : sideOf(alignment, series);
    if (alignment === null || side === null) return;
    const next = placeMark(alignment, side, point);
    if (next.pairs.length >= next.wanted) finish(next);
    else set(links, next);
  };

  return {
    markPlaced,
    alignSlides() {
      const slides = pairOnScreen();
      if (slides === null) return;
      // What is aligned anew moves on its own meanwhile.
      set(without({ slides }), { slides, pairs: [], pending: null, wanted: NEEDED_PAIRS, refused: false });
    },
    addSlideMark() {
      const pair = slidePair(view.getState());
      const { links } = view.getState().slideLinks;
      const link = pair === null ? null : linkOf(links, pair[0].series, pair[1].series);
      if (link === null) return;
      const { slides, pairs } = link;
      set(links, { slides, pairs, pending: null, wanted: Math.max(pairs.length + 1, NEEDED_PAIRS), refused: false });
    },
    markSlideCenter() {
      const { alignment } = view.getState().slideLinks;
      const series = alignment?.slides[expectedSide(alignment)];
      const viewport = series === undefined ? undefined : viewportOf(series);
      const corners = viewport === undefined ? undefined : view.getState().viewports[viewport].slide?.corners;
      const [a, , c] = corners ?? [];
      if (series !== undefined && a !== undefined && c !== undefined) markPlaced(series, { x: (a.x + c.x) / 2, y: (a.y + c.y) / 2 });
    },
    linkByOneMark() {
      const { alignment } = view.getState().slideLinks;
      if (alignment !== null && alignment.pairs.length > 0) finish({ ...alignment, pairs: alignment.pairs.slice(0, 1) });
    },
    cancelAlignment() {
      set(view.getState().slideLinks.links, null);
    },
    unlinkSlides() {
      const pair = slidePair(view.getState());
      if (pair !== null) set(without({ slides: [pair[0].series, pair[1].series] }), null);
    },
  };
}
