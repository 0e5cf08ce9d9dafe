import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ViewTransform } from '../../../src/domain/geometry/view-transform';
import {
  applyAffine,
  fitView,
  fitZoom,
  flipView,
  imageToViewport,
  invertAffine,
  panBy,
  rotateView,
  viewCorners,
  zoomAt,
} from '../../../src/domain/geometry/view-transform';

const size = { width: 800, height: 600 };
const grid = { rows: 200, columns: 400, aspect: 2 };
const anyView = fc.record({
  rotation: fc.oneof(fc.constantFrom(0, 90, 180, 270), fc.double({ min: 0, max: 359.9, noNaN: true })),
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

  // Worked out by hand: the offset from the middle, (30, 2 × 10) image pixels at 1.5, turned clockwise.
  it.each([
    [0, 445, 330],
    [37, 400 + 45 * 0.798_635_5 - 30 * 0.601_815, 300 + 45 * 0.601_815 + 30 * 0.798_635_5],
    [90, 370, 345],
    [200, 400 - 45 * 0.939_692_6 + 30 * 0.342_020_1, 300 - 45 * 0.342_020_1 - 30 * 0.939_692_6],
  ])('puts a known point where it belongs at %d degrees', (rotation, x, y) => {
    const view = { rotation, flipHorizontal: false, flipVertical: false, center: { x: 100, y: 50 }, zoom: 1.5 };
    const [shownX, shownY] = shown(view, 130, 60);
    expect(shownX).toBeCloseTo(x, 4);
    expect(shownY).toBeCloseTo(y, 4);
  });

  it('keeps the whole image in view at any angle, touching a side', () => {
    fc.assert(
      fc.property(anyView, (orientation) => {
        const view = fitView(grid, size, orientation);
        const reach = [0, 400].flatMap((x) => [0, 200].map((y) => shown(view, x, y)));
        const across = Math.max(...reach.map(([x]) => Math.abs(x - size.width / 2))) / (size.width / 2);
        const down = Math.max(...reach.map(([, y]) => Math.abs(y - size.height / 2))) / (size.height / 2);
        expect(Math.max(across, down)).toBeCloseTo(1, 9);
      }),
    );
  });

  it('knows the corners of the screen on the image', () => {
    const view = { rotation: 90, flipHorizontal: false, flipVertical: false, center: { x: 200, y: 100 }, zoom: 2 };
    const [a, b, c, d] = viewCorners(view, grid, size);
    expect([a, b, c, d].map(({ x, y }) => [Math.round(x), Math.round(y)])).toEqual([
      [50, 200],
      [50, 0],
      [350, 0],
      [350, 200],
    ]);
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
        // Clockwise on a screen whose y points down: (dx, dy) → (−dy, dx), at any angle it had before.
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

  it('turns by any angle, and back', () => {
    fc.assert(
      fc.property(anyView, fc.double({ min: -720, max: 720, noNaN: true }), (view, degrees) => {
        const turned = rotateView(view, degrees);
        expect(turned.rotation).toBeGreaterThanOrEqual(0);
        expect(turned.rotation).toBeLessThan(360);
        const [x, y] = shown(rotateView(turned, -degrees), 50, 60);
        const [x0, y0] = shown(view, 50, 60);
        expect(Math.hypot(x - x0, y - y0)).toBeLessThan(1e-6);
      }),
    );
  });

  it('comes back after four quarter turns', () => {
    const view = fitView(grid, size, { rotation: 90, flipHorizontal: true, flipVertical: false });
    expect([1, 2, 3, 4].reduce((turned) => rotateView(turned, -90), view)).toEqual(view);
  });
});
