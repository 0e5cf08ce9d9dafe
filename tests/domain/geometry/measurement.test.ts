import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { angleDegrees, area, boxOf, distance, measure } from '../../../src/domain/geometry/measurement';
import type { PixelSpacing } from '../../../src/domain/geometry/frame-geometry';

const spacing: PixelSpacing = { row: 0.5, column: 0.25, calibration: 'detector' };
const coordinate = fc.double({ min: -1e4, max: 1e4, noNaN: true });
const point = fc.record({ x: coordinate, y: coordinate });
const step = fc.double({ min: 1e-3, max: 10, noNaN: true });

describe('lengths', () => {
  it('uses the row spacing downwards and the column spacing across', () => {
    expect(distance({ x: 0, y: 0 }, { x: 4, y: 0 }, spacing)).toBe(1);
    expect(distance({ x: 0, y: 0 }, { x: 0, y: 4 }, spacing)).toBe(2);
    expect(distance({ x: 0, y: 0 }, { x: 12, y: 8 }, spacing)).toBe(5);
  });

  it('agrees with the definition to 1e-6 on a thousand random cases with unequal spacing', () => {
    fc.assert(
      fc.property(point, point, step, step, (a, b, row, column) => {
        const expected = Math.sqrt(((b.x - a.x) * column) ** 2 + ((b.y - a.y) * row) ** 2);
        expect(Math.abs(distance(a, b, { row, column }) - expected)).toBeLessThanOrEqual(1e-6 * expected + 1e-12);
      }),
      { numRuns: 1000 },
    );
  });
});

describe('angles', () => {
  it('is a right angle in millimetres, not in pixels', () => {
    // 45° in mm: 2 px across × 0.25 mm and 1 px down × 0.5 mm.
    expect(angleDegrees({ x: 2, y: 0 }, { x: 0, y: 0 }, { x: 2, y: 1 }, spacing)).toBeCloseTo(45, 10);
    expect(angleDegrees({ x: 1, y: 0 }, { x: 0, y: 0 }, { x: 0, y: 1 }, spacing)).toBeCloseTo(90, 10);
    expect(angleDegrees({ x: 1, y: 0 }, { x: 0, y: 0 }, { x: -1, y: 0 }, null)).toBeCloseTo(180, 10);
  });

  it('stays exact for tiny angles', () => {
    expect(angleDegrees({ x: 1e4, y: 0 }, { x: 0, y: 0 }, { x: 1e4, y: 1e-4 }, null) / ((1e-8 * 180) / Math.PI)).toBeCloseTo(1, 9);
  });

  it('does not depend on how the image is turned', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.01, max: 179.99, noNaN: true }), fc.double({ min: 0, max: 6.28, noNaN: true }), (degrees, turn) => {
        const arm = (angle: number) => ({ x: 100 * Math.cos(angle), y: 100 * Math.sin(angle) });
        const found = angleDegrees(arm(turn), { x: 0, y: 0 }, arm(turn + (degrees * Math.PI) / 180), null);
        expect(Math.abs(found - degrees)).toBeLessThanOrEqual(1e-6 * degrees);
      }),
    );
  });
});

describe('areas', () => {
  it('measures rectangles and the ellipses inside them', () => {
    const box = boxOf({ x: 10, y: 30 }, { x: 2, y: 10 });
    expect(box).toEqual({ x: 2, y: 10, width: 8, height: 20 });
    expect(area('rectangle', box, spacing)).toBe(20);
    expect(area('ellipse', box, spacing)).toBeCloseTo((Math.PI / 4) * 20, 12);
    expect(area('rectangle', box, null)).toBe(160);
  });
});

describe('units', () => {
  const two = [
    { x: 0, y: 0 },
    { x: 4, y: 4 },
  ];

  it('never gives millimetres without a spacing, and names the calibration with one', () => {
    expect(measure('length', two, null)).toMatchObject({ unit: 'px', calibration: null });
    expect(measure('ellipse', two, null)).toMatchObject({ unit: 'px²', calibration: null });
    expect(measure('length', two, spacing)).toMatchObject({ unit: 'mm', calibration: 'detector' });
    expect(measure('rectangle', two, spacing)).toEqual({ value: 2, unit: 'mm²', calibration: 'detector' });
  });

  it('gives an arrow no value and an unfinished angle none yet', () => {
    expect(measure('arrow', two, spacing)).toEqual({ value: null, unit: '', calibration: null });
    expect(measure('angle', two, spacing).value).toBeNull();
  });
});
