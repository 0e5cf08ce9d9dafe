import { fitZoom, type ImageGrid, type ViewportSize, type ViewTransform } from './view-transform';

/** One image as it lies in its viewport. */
export interface PlacedView {
  readonly transform: ViewTransform;
  readonly grid: ImageGrid;
  readonly size: ViewportSize;
}

/** Steps smaller than these are none: a view that follows must not set the one that leads going again. */
const SAME_ZOOM = 1e-9;
const SAME_PLACE = 1e-6;

/**
 * The view of one image on the same part of its picture as another's: the middle of the viewport at the same share of width and
 * height, and as many times the size at which the whole fits. Each keeps its own rotation and mirroring.
 * @returns null where it is there already
 */
export function linkedView(leader: PlacedView, follower: PlacedView): ViewTransform | null {
  const fit = ({ grid, size, transform }: PlacedView): number => fitZoom(grid, size, transform.rotation);
  const zoom = (leader.transform.zoom / fit(leader)) * fit(follower);
  const center = {
    x: (leader.transform.center.x / leader.grid.columns) * follower.grid.columns,
    y: (leader.transform.center.y / leader.grid.rows) * follower.grid.rows,
  };
  const { transform: now } = follower;
  const same =
    Math.abs(zoom / now.zoom - 1) < SAME_ZOOM &&
    Math.abs(center.x - now.center.x) < SAME_PLACE &&
    Math.abs(center.y - now.center.y) < SAME_PLACE;
  return same ? null : { ...now, zoom, center };
}
