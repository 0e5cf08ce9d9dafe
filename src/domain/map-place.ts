import type { ResultGrid } from './result';
import type { Box } from './units';

/** Source pixels a pixel of the grid, [x, y]; [1, 1] but for a map over a slide at a resolution of its own. */
export function gridScale({ region, shape: [rows = 1, columns = 1] }: Pick<ResultGrid, 'region' | 'shape'>): readonly [number, number] {
  return region === undefined ? [1, 1] : [region.width / columns, region.height / rows];
}

/** A box of the grid's pixels in pixels of the source. */
export function imageBox(box: Box, grid: Pick<ResultGrid, 'region' | 'shape'>): Box {
  const { x: left, y: top } = grid.region ?? { x: 0, y: 0 };
  const [across, down] = gridScale(grid);
  return { x: left + box.x * across, y: top + box.y * down, width: box.width * across, height: box.height * down };
}

/** Source pixels that the grid covers. */
export function regionArea({ region, shape }: Pick<ResultGrid, 'region' | 'shape'>): number {
  return region === undefined ? shape.reduce((product, size) => product * size, 1) : region.width * region.height;
}

/** How the files of a map over a slide are told where it lies: level-0 x, y of its corner, and level-0 pixels a pixel. Empty for others. */
export function gridPlace(grid: Pick<ResultGrid, 'region' | 'shape'>): {
  readonly offset?: readonly [number, number];
  readonly scale?: readonly [number, number];
} {
  return grid.region === undefined ? {} : { offset: [grid.region.x, grid.region.y], scale: gridScale(grid) };
}
