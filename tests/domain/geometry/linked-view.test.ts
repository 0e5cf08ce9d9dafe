import { describe, expect, it } from 'vitest';
import { linkedView, type PlacedView } from '../../../src/domain/geometry/linked-view';
import { fitView, imageToViewport, applyAffine, type ImageGrid } from '../../../src/domain/geometry/view-transform';

const UPRIGHT = { rotation: 0, flipHorizontal: false, flipVertical: false };
const placed = (grid: ImageGrid, width = 800, height = 600, orientation = UPRIGHT): PlacedView => {
  const size = { width, height };
  return { grid, size, transform: fitView(grid, size, orientation) };
};
const small = { rows: 300, columns: 400, aspect: 1 };
const large = { rows: 3000, columns: 4000, aspect: 1 };

describe('linked views', () => {
  it('show the same part of two pictures, whatever their numbers of pixels', () => {
    const start = placed(small);
    const leader = { ...start, transform: { ...start.transform, zoom: 7, center: { x: 100, y: 75 } } };
    const follower = placed(large);
    const next = linkedView(leader, follower);
    if (next === null) throw new Error('nothing followed');
    const there = imageToViewport(leader.transform, small, leader.size);
    const here = imageToViewport(next, large, follower.size);
    for (const [x, y] of [
      [0, 0],
      [0.25, 0.25],
      [0.9, 0.4],
    ] as const) {
      const a = applyAffine(there, { x: x * 400, y: y * 300 });
      const b = applyAffine(here, { x: x * 4000, y: y * 3000 });
      expect(b.x).toBeCloseTo(a.x, 6);
      expect(b.y).toBeCloseTo(a.y, 6);
    }
  });

  it('both show the whole when one does, in viewports and pictures of other proportions', () => {
    const follower = placed({ rows: 900, columns: 500, aspect: 1 }, 300, 700);
    expect(linkedView(placed(small), follower)).toBeNull();
  });

  it('come to rest: the one that leads has nothing to follow back', () => {
    const start = placed(large);
    const leader = { ...start, transform: { ...start.transform, zoom: 0.777, center: { x: 1234.5, y: 17 } } };
    const follower = placed(small, 500, 700);
    const moved = linkedView(leader, follower);
    if (moved === null) throw new Error('nothing followed');
    expect(linkedView({ ...follower, transform: moved }, leader)).toBeNull();
  });

  it('keep their own rotation and mirroring', () => {
    const follower = placed(small, 800, 600, { rotation: 90, flipHorizontal: true, flipVertical: false });
    const leader = placed(large);
    const next = linkedView({ ...leader, transform: { ...leader.transform, zoom: 5 } }, follower);
    expect(next).toMatchObject({ rotation: 90, flipHorizontal: true });
  });
});
