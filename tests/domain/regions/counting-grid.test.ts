import { describe, expect, it } from 'vitest';
import { gridSquares, squareOf } from '../../../src/domain/regions/counting-grid';
import { boxRing } from '../../../src/domain/regions/rings';

describe('a counting grid', () => {
  it('has squares of the size asked for, in µm or in pixels', () => {
    expect(squareOf(100, null)).toEqual([100, 100]);
    const [x, y] = squareOf(100, { row: 0.0005, column: 0.00025, calibration: 'scanner' });
    expect(x).toBeCloseTo(400, 9);
    expect(y).toBeCloseTo(200, 9);
  });

  it('lies fixed on the image, whatever part of it is in view', () => {
    const view = gridSquares([boxRing({ x: 150, y: 90, width: 100, height: 20 })], [100, 100], 'view');
    expect(view).toEqual([
      { x: 100, y: 0, width: 100, height: 100 },
      { x: 200, y: 0, width: 100, height: 100 },
      { x: 100, y: 100, width: 100, height: 100 },
      { x: 200, y: 100, width: 100, height: 100 },
    ]);
  });

  it('covers of a region the squares whose middle lies in it', () => {
    const triangle = [
      [
        { x: 0, y: 0 },
        { x: 400, y: 0 },
        { x: 0, y: 400 },
      ],
    ];
    // Middles at 50, 150, 250, 350: x + y < 400.
    expect(gridSquares(triangle, [100, 100], 'region')).toHaveLength(6);
  });

  it('is not drawn where its squares would be too many to tell apart', () => {
    expect(gridSquares([boxRing({ x: 0, y: 0, width: 1e5, height: 1e5 })], [10, 10], 'view')).toBeNull();
  });
});
