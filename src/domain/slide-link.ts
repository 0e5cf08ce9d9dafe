import { applySimilarity, fitSimilarity, invertSimilarity, misfit, shiftOnly, type Similarity } from './geometry/similarity';
import { fullTurn, type ViewOrientation, type ViewTransform } from './geometry/view-transform';
import type { SeriesId } from './ids';
import type { SlidePyramid } from './slide';
import type { Point } from './units';

/** The same place on two slides, level-0 pixels of each. */
export type MarkPair = readonly [Point, Point];

/** Marks that are being placed, on two slides in turn. */
export interface Alignment {
  readonly slides: readonly [SeriesId, SeriesId];
  readonly pairs: readonly MarkPair[];
  /** Placed on one slide, not yet on the other. */
  readonly pending: { readonly side: 0 | 1; readonly at: Point } | null;
  /** Pairs after which the slides are linked. */
  readonly wanted: number;
  /** The marks lay in one place: the last pair was taken back. */
  readonly refused: boolean;
}

/** Two slides that move together. */
export interface SlideLink {
  readonly slides: readonly [SeriesId, SeriesId];
  readonly pairs: readonly MarkPair[];
  /** A pixel of each slide in the units of the link: µm where both say, else pixels. */
  readonly units: readonly [PixelSize, PixelSize];
  /** From the first to the second, in those units. */
  readonly similarity: Similarity;
  /** How far partners are from one another, root mean square; null for up to two pairs, which always fit. */
  readonly error: number | null;
  /** Lengths of the link are µm. */
  readonly calibrated: boolean;
}

/** Links of slides, and the marks that are being placed for the next. */
export interface SlideLinks {
  readonly links: readonly SlideLink[];
  readonly alignment: Alignment | null;
}

export const NO_LINKS: SlideLinks = { links: [], alignment: null };

/** [x, y] */
export type PixelSize = readonly [number, number];

/** A slide of the pair, as it hangs. */
export interface HungSlide extends ViewOrientation {
  readonly pyramid: Pick<SlidePyramid, 'micronsPerPixel'>;
  /** CSS pixels a level-0 pixel. */
  readonly zoom: number;
}

export const NEEDED_PAIRS = 2;

/** The slide on which the next mark is expected; either will do. */
export const expectedSide = ({ pending }: Alignment): 0 | 1 => (pending === null ? 0 : pending.side === 0 ? 1 : 0);

/** A mark is placed on a slide: it waits for its partner, takes the place of one that waits there, or completes a pair. */
export function placeMark(alignment: Alignment, side: 0 | 1, at: Point): Alignment {
  const { pending, pairs } = alignment;
  if (pending === null || pending.side === side) return { ...alignment, refused: false, pending: { side, at } };
  return { ...alignment, pending: null, pairs: [...pairs, side === 1 ? [pending.at, at] : [at, pending.at]] };
}

const scaled = ({ x, y }: Point, [across, down]: PixelSize): Point => ({ x: x * across, y: y * down });
const unscaled = ({ x, y }: Point, [across, down]: PixelSize): Point => ({ x: x / across, y: y / down });

/** A mirrored view as one that is mirrored left to right alone: both axes at once are half a turn. */
function oneFlip({ rotation, flipHorizontal, flipVertical }: ViewOrientation): { readonly rotation: number; readonly flipped: boolean } {
  return { rotation: flipVertical ? rotation + 180 : rotation, flipped: flipHorizontal !== flipVertical };
}

/** Of one pair: as the slides lie on screen, at the same magnification, or at that of the screen where none is known. */
function asTheyHang(
  [from, to]: MarkPair,
  [a, b]: readonly [HungSlide, HungSlide],
  units: SlideLink['units'],
  calibrated: boolean,
): Similarity {
  const [one, other] = [oneFlip(a), oneFlip(b)];
  const mirrored = one.flipped !== other.flipped;
  const rotation = fullTurn(mirrored ? -one.rotation - other.rotation : one.rotation - other.rotation);
  const scale = calibrated ? 1 : a.zoom / units[0][0] / (b.zoom / units[1][0]);
  return shiftOnly(scaled(from, units[0]), scaled(to, units[1]), { scale, rotation, mirrored });
}

/**
 * The link that marks make: of one pair a shift, of two a similarity, of more the one that fits best.
 * @param hung both slides, as they lie on screen: whether one is mirrored shows there
 * @returns null without marks, or where those of a side lie in one place
 */
export function linkSlides(
  { slides, pairs }: Pick<Alignment, 'slides' | 'pairs'>,
  hung: readonly [HungSlide, HungSlide],
): SlideLink | null {
  const [first] = pairs;
  if (first === undefined) return null;
  const [a, b] = [hung[0].pyramid.micronsPerPixel, hung[1].pyramid.micronsPerPixel];
  const calibrated = a !== null && b !== null;
  const units: SlideLink['units'] = calibrated ? [a, b] : [shape(a), shape(b)];
  const base = { slides, pairs, units, calibrated };
  if (pairs.length === 1) return { ...base, similarity: asTheyHang(first, hung, units, calibrated), error: null };
  const from = pairs.map(([point]) => scaled(point, units[0]));
  const to = pairs.map(([, point]) => scaled(point, units[1]));
  const mirrored = oneFlip(hung[0]).flipped !== oneFlip(hung[1]).flipped;
  // Two pairs fit a slide and its mirror image alike; more tell them apart.
  const fits = (pairs.length > 2 ? [mirrored, !mirrored] : [mirrored])
    .flatMap((turned) => fitSimilarity(from, to, turned) ?? [])
    .map((similarity) => ({ similarity, error: misfit(similarity, from, to) }));
  const best = fits.reduce<(typeof fits)[number] | null>((kept, fit) => (kept === null || fit.error < kept.error ? fit : kept), null);
  return best === null ? null : { ...base, similarity: best.similarity, error: pairs.length > 2 ? best.error : null };
}

/** Pixels of a slide without a size that the other's lacks too: square, or as high for their width as they are. */
const shape = (microns: PixelSize | null): PixelSize => (microns === null ? [1, 1] : [1, microns[1] / microns[0]]);

/** Where a point of one slide lies on the other. @param side that the point is of */
export function acrossLink({ similarity, units }: SlideLink, side: 0 | 1, point: Point): Point {
  const [own, other] = side === 0 ? units : [units[1], units[0]];
  return unscaled(applySimilarity(side === 0 ? similarity : invertSimilarity(similarity), scaled(point, own)), other);
}

/**
 * How a slide has to lie so that it shows what the other one shows, in the same place and the same way round.
 * @param side of the view that leads
 */
export function followView(link: SlideLink, side: 0 | 1, view: ViewTransform): ViewTransform {
  const { scale, rotation, mirrored } = side === 0 ? link.similarity : invertSimilarity(link.similarity);
  const [own, other] = side === 0 ? link.units : [link.units[1], link.units[0]];
  return {
    center: acrossLink(link, side, view.center),
    zoom: (view.zoom / own[0] / scale) * other[0],
    rotation: fullTurn(mirrored ? -view.rotation - rotation : view.rotation - rotation),
    flipHorizontal: mirrored ? !view.flipHorizontal : view.flipHorizontal,
    flipVertical: view.flipVertical,
  };
}

/** The side of a link that a series is; null where it is none of it. */
export function sideOf({ slides }: Pick<SlideLink, 'slides'>, series: SeriesId | null): 0 | 1 | null {
  return slides[0] === series ? 0 : slides[1] === series ? 1 : null;
}

/** The link of two slides, whichever way round; null where there is none. */
export function linkOf(links: readonly SlideLink[], a: SeriesId, b: SeriesId): SlideLink | null {
  return links.find((link) => a !== b && sideOf(link, a) !== null && sideOf(link, b) !== null) ?? null;
}

/** What of an alignment lies on one slide, in the order of its pairs, that which waits for a partner last; null where it is none of it. */
export function marksOn(alignment: Alignment | null, series: SeriesId): readonly Point[] | null {
  const side = alignment === null ? null : sideOf(alignment, series);
  if (alignment === null || side === null) return null;
  const { pending } = alignment;
  return [...alignment.pairs.map((pair) => pair[side]), ...(pending?.side === side ? [pending.at] : [])];
}
