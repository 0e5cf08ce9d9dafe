import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuarterTurn, ViewTransform } from '../../../src/domain/geometry/view-transform';
import {
  applyAffine,
  fitView,
  fitZoom,
  flipView,
  imageToViewport,
  invertAffine,
  panBy,
  rotateView,
  zoomAt,
} from '../../../src/domain/geometry/view-transform';

const size = { width: 800, height: 600 };
const grid = { rows: 200, columns: 400, aspect: 2 };
const turns: readonly QuarterTurn[] = [0, 90, 180, 270];
const anyView = fc.record({
  rotation: fc.constantFrom(...turns),
  flipHorizontal: fc.boolean(),
  flipVertical: fc.boolean(),
  center: fc.record({ x: fc.double({ min: 0, max: 400, noNaN: true }), y: fc.double({ min: 0, max: 200, noNaN: true }) }),
  zoom: fc.double({ min: 0.2, max: 20, noNaN: true }),
});
const anyPoint = fc.record({ x: fc.double({ min: 0, max: 800, noNaN: true }), y: fc.double({ min: 0, max: 600, noNaN: true }) });

function shown(view: ViewTransform, x: number, y: number): readonly [number, number] {
  const point = applyAffine(imageToViewport(view, grid, size), { x, y });
  return [point.x, point.y];
}

describe('view transform', () => {
  it('fits the whole image, centred, pixel aspect respected', () => {
    const view = fitView(grid, size, { rotation: 0, flipHorizontal: false, flipVertical: false });
    expect(view.zoom).toBe(1.5);
    expect(shown(view, 0, 0)).toEqual([100, 0]);
    expect(shown(view, 400, 200)).toEqual([700, 600]);
    expect(fitZoom({ rows: 100, columns: 400, aspect: 1 }, size, 90)).toBe(1.5);
  });

  it.each([
    [90, false, false, [700, 0]],
    [180, false, false, [700, 600]],
    [270, false, false, [100, 600]],
    [0, true, false, [700, 0]],
    [0, false, true, [100, 600]],
    [90, true, false, [100, 0]],
  ] as const)('puts the top-left corner where it belongs: rotation %d, flips %s %s', (rotation, flipHorizontal, flipVertical, corner) => {
    const view = fitView(grid, size, { rotation, flipHorizontal, flipVertical });
    const [x, y] = shown(view, 0, 0);
    expect(x).toBeCloseTo(corner[0], 9);
    expect(y).toBeCloseTo(corner[1], 9);
  });

  it('goes to the screen and back', () => {
    fc.assert(
      fc.property(anyView, anyPoint, (view, at) => {
        const affine = imageToViewport(view, grid, size);
        const back = applyAffine(affine, applyAffine(invertAffine(affine), at));
        expect(back.x).toBeCloseTo(at.x, 6);
        expect(back.y).toBeCloseTo(at.y, 6);
      }),
    );
  });

  it('keeps the point under the pointer while zooming', () => {
    fc.assert(
      fc.property(anyView, anyPoint, fc.double({ min: 0.3, max: 3, noNaN: true }), (view, at, factor) => {
        const under = applyAffine(invertAffine(imageToViewport(view, grid, size)), at);
        const after = applyAffine(imageToViewport(zoomAt(view, grid, size, factor, at), grid, size), under);
        expect(after.x).toBeCloseTo(at.x, 5);
        expect(after.y).toBeCloseTo(at.y, 5);
      }),
    );
  });

  it('moves the picture by what was dragged, however it lies', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const before = shown(view, 50, 60);
        const after = shown(panBy(view, grid, 30, -20), 50, 60);
        expect(after[0] - before[0]).toBeCloseTo(30, 6);
        expect(after[1] - before[1]).toBeCloseTo(-20, 6);
      }),
    );
  });

  it('turns the picture clockwise as seen, also when mirrored', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const [x, y] = shown(view, 50, 60);
        const [x2, y2] = shown(rotateView(view, 90), 50, 60);
        // Clockwise on a screen whose y points down: (dx, dy) → (−dy, dx).
        expect(x2 - size.width / 2).toBeCloseTo(-(y - size.height / 2), 6);
        expect(y2 - size.height / 2).toBeCloseTo(x - size.width / 2, 6);
      }),
    );
  });

  it('mirrors on the screen, also when turned', () => {
    fc.assert(
      fc.property(anyView, (view) => {
        const [x, y] = shown(view, 50, 60);
        const [x2, y2] = shown(flipView(view, 'horizontal'), 50, 60);
        expect(x2).toBeCloseTo(size.width - x, 6);
        expect(y2).toBeCloseTo(y, 6);
      }),
    );
  });

  it('comes back after four quarter turns', () => {
    const view = fitView(grid, size, { rotation: 90, flipHorizontal: true, flipVertical: false });
    expect([1, 2, 3, 4].reduce((turned) => rotateView(turned, -90), view)).toEqual(view);
  });
});
