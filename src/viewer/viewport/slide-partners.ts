import { acrossLink, followView, sideOf, type SlideLink } from '../../domain/slide-link';
import type { Point } from '../../domain/units';
import type { ViewportView } from './viewport-view';

/** Another viewport, with a slide that is linked to the one here. */
export interface SlidePartner<Place> {
  readonly place: Place;
  /** Lays its slide as the one here lies. */
  follow(): void;
  /** A point of its slide on the one here, level-0 pixels. */
  toHere(point: Point): Point;
}

/** The other viewports whose slide is linked to the one in a view. */
export function slidePartners<Place extends { readonly view: ViewportView }>(
  view: ViewportView,
  places: readonly Place[],
  links: readonly SlideLink[],
): readonly SlidePartner<Place>[] {
  return links.flatMap((link) => {
    const side = sideOf(link, view.series?.id ?? null);
    if (side === null || view.grid === null) return [];
    const other = side === 0 ? 1 : 0;
    return places
      .filter((place) => place.view.series?.id === link.slides[other] && place.view.grid !== null)
      .map((place) => ({
        place,
        follow: () => {
          place.view.fitted = false;
          place.view.transform = followView(link, side, view.transform);
        },
        toHere: (point) => acrossLink(link, other, point),
      }));
  });
}
