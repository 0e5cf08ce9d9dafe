import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { roiStatistics } from '../../../src/domain/kernels/roi-statistics';

const COLUMNS = 40;
const ROWS = 30;
const values = Float32Array.from({ length: COLUMNS * ROWS }, (_, i) => Math.fround(1e5 + Math.sin(i * 1.7) * 50 + i));
const grid = { rows: ROWS, columns: COLUMNS, values, padding: null, unit: 'HU' };

/** The definition, pixel by pixel. */
function naive(inside: (x: number, y: number) => boolean): { count: number; mean: number; sd: number; min: number; max: number } {
  const chosen: number[] = [];
  for (let row = 0; row < ROWS; row += 1)
    for (let column = 0; column < COLUMNS; column += 1)
      if (inside(column + 0.5, row + 0.5)) chosen.push(values[row * COLUMNS + column] ?? 0);
  const mean = chosen.reduce((sum, value) => sum + value, 0) / chosen.length;
  const sd = Math.sqrt(chosen.reduce((sum, value) => sum + (value - mean) ** 2, 0) / chosen.length);
  return { count: chosen.length, mean, sd, min: Math.min(...chosen), max: Math.max(...chosen) };
}

const box = fc.record({
  x: fc.double({ min: -10, max: 45, noNaN: true }),
  y: fc.double({ min: -10, max: 35, noNaN: true }),
  width: fc.double({ min: 0.1, max: 50, noNaN: true }),
  height: fc.double({ min: 0.1, max: 50, noNaN: true }),
});

describe('ROI statistics', () => {
  it.each(['rectangle', 'ellipse'] as const)('equal the definition on random regions: %s', (shape) => {
    fc.assert(
      fc.property(box, (region) => {
        const inside = (x: number, y: number): boolean => {
          if (shape === 'rectangle') return x >= region.x && x <= region.x + region.width && y >= region.y && y <= region.y + region.height;
          const nx = (x - (region.x + region.width / 2)) / (region.width / 2);
          const ny = (y - (region.y + region.height / 2)) / (region.height / 2);
          return nx * nx + ny * ny <= 1;
        };
        const expected = naive(inside);
        const result = roiStatistics(grid, shape, region);
        if (result === null) {
          expect(expected.count).toBe(0);
          return;
        }
        expect(result.count).toBe(expected.count);
        expect(Math.abs(result.mean - expected.mean)).toBeLessThanOrEqual(1e-9 * Math.abs(expected.mean));
        expect(Math.abs(result.standardDeviation - expected.sd)).toBeLessThanOrEqual(1e-9 * Math.abs(expected.mean));
        expect([result.minimum, result.maximum]).toEqual([expected.min, expected.max]);
      }),
    );
  });

  it('gives numpy numbers: mean 5, population SD 2', () => {
    const known = { rows: 2, columns: 4, values: [2, 4, 4, 4, 5, 5, 7, 9], padding: null, unit: '' };
    expect(roiStatistics(known, 'rectangle', { x: 0, y: 0, width: 4, height: 2 })).toEqual({
      count: 8,
      mean: 5,
      standardDeviation: 2,
      minimum: 2,
      maximum: 9,
      unit: '',
    });
  });

  it('leaves out padding and what is no number', () => {
    const holed = { rows: 1, columns: 4, values: [1, 100, Number.NaN, 3], padding: Uint8Array.of(0, 1, 0, 0), unit: '' };
    expect(roiStatistics(holed, 'rectangle', { x: 0, y: 0, width: 4, height: 1 })).toMatchObject({
      count: 2,
      mean: 2,
      minimum: 1,
      maximum: 3,
    });
  });

  it('says so when no pixel centre is inside', () => {
    expect(roiStatistics(grid, 'rectangle', { x: 3.6, y: 3.6, width: 0.3, height: 0.3 })).toBeNull();
    expect(roiStatistics(grid, 'ellipse', { x: 100, y: 100, width: 5, height: 5 })).toBeNull();
  });
});
