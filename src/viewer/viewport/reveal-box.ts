import type { Box } from '../../domain/units';
import type { ViewportView } from './viewport-view';

/** CSS pixels from the border within which a place counts as out of view. */
const BORDER = 20;
/** CSS pixels of a box that is too small to see, and what it is shown at. */
const SMALL = 24;
const SEEN = 64;

/** Centres a box that is out of view, and zooms in when it is too small to see. @returns false where nothing has changed */
export function revealBox(view: ViewportView, box: Box): boolean {
  const { grid, size } = view;
  if (grid === null || size.width === 0) return false;
  const center = { x: box.x + box.width / 2, y: box.y + box.height / 2 };
  const shown = view.toViewport(center);
  const longest = Math.max(box.width, box.height * grid.aspect) * view.transform.zoom;
  const inside = shown !== null && shown.x > BORDER && shown.y > BORDER && shown.x < size.width - BORDER && shown.y < size.height - BORDER;
  const smallest = Math.min(size.width, size.height);
  const wanted = longest < SMALL ? SEEN : longest > smallest ? smallest * 0.8 : longest;
  if (inside && wanted === longest) return false;
  view.fitted = false;
  view.transform = { ...view.transform, center, zoom: (view.transform.zoom * wanted) / longest };
  return true;
}
