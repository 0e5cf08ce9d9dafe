import { describe, expect, it } from 'vitest';
import {
  dragWindow,
  voiTableValue,
  windowFraction,
  windowFromRange,
  windowOfTable,
  windowRange,
  windowValue,
} from '../../../src/domain/kernels/window-level';

const ALL = Array.from({ length: 65_536 }, (_, i) => i - 32_768);

/** PS3.3 C.11.2.1.2.1, written out as in the standard. */
function linear(x: number, c: number, w: number): number {
  if (x <= c - 0.5 - (w - 1) / 2) return 0;
  if (x > c - 0.5 + (w - 1) / 2) return 255;
  return ((x - (c - 0.5)) / (w - 1) + 0.5) * 255;
}

describe('LINEAR', () => {
  it.each([
    [40, 400],
    [-600, 1500],
    [0, 1],
    [0.5, 2],
    [300.25, 79.5],
    [0, 65_536],
    [32_767, 10],
    [-32_768, 4096],
  ])('equals the formula on all 65,536 inputs, centre %d width %d', (center, width) => {
    const wrong = ALL.filter((x) => windowFraction(x, { center, width }) * 255 !== linear(x, center, width));
    expect(wrong).toEqual([]);
  });

  it('maps the example of the standard: c = 2048, w = 4096 covers 0 to 4095', () => {
    const window = { center: 2048, width: 4096 };
    expect(windowValue(0, window)).toBe(0);
    expect(windowValue(4095, window)).toBe(255);
    expect(windowRange(window)).toEqual({ lower: 0, upper: 4095 });
  });

  it('is a threshold at width 1', () => {
    const window = { center: 2048, width: 1 };
    expect(windowValue(2047, window)).toBe(0);
    expect(windowValue(2047.5, window)).toBe(0);
    expect(windowValue(2048, window)).toBe(255);
  });

  it('never falls', () => {
    const levels = ALL.map((x) => windowFraction(x, { center: 40.3, width: 401.7 }));
    expect(levels.every((level, i) => i === 0 || level >= (levels[i - 1] ?? 0))).toBe(true);
  });
});

describe('LINEAR_EXACT', () => {
  it.each([
    [40, 400],
    [0.5, 0.25],
    [-100, 1],
  ])('equals the formula on all 65,536 inputs, centre %d width %d', (c, w) => {
    const expected = (x: number): number => (x <= c - w / 2 ? 0 : x > c + w / 2 ? 1 : (x - c) / w + 0.5);
    expect(ALL.filter((x) => windowFraction(x, { center: c, width: w }, 'LINEAR_EXACT') !== expected(x))).toEqual([]);
  });

  it('stands in for LINEAR below a width of one', () => {
    expect(windowFraction(0.25, { center: 0.5, width: 0.5 }, 'LINEAR')).toBe(0);
    expect(windowFraction(0.5, { center: 0.5, width: 0.5 }, 'LINEAR')).toBe(0.5);
    expect(windowFraction(0.76, { center: 0.5, width: 0.5 }, 'LINEAR')).toBe(1);
  });
});

describe('SIGMOID', () => {
  it('equals the formula on all 65,536 inputs', () => {
    const expected = (x: number): number => 1 / (1 + Math.exp((-4 * (x - 40)) / 400));
    expect(ALL.filter((x) => windowFraction(x, { center: 40, width: 400 }, 'SIGMOID') !== expected(x))).toEqual([]);
    expect(windowFraction(40, { center: 40, width: 400 }, 'SIGMOID')).toBe(0.5);
  });
});

describe('VOI tables', () => {
  const lut = { kind: 'table', firstMapped: -100, bits: 12, values: Uint16Array.of(0, 7, 4095), explanation: '' } as const;

  it('looks up and holds the ends', () => {
    expect([-5000, -101, -100, -99, -98, -97, 5000].map((x) => voiTableValue(x, lut))).toEqual([0, 0, 0, 7, 4095, 4095, 4095]);
  });

  it('gives dragging a window that spans the inputs', () => {
    expect(windowRange(windowOfTable(lut))).toEqual({ lower: -100, upper: -98 });
  });
});

describe('ranges and dragging', () => {
  it('goes from a range to a window and back', () => {
    expect(windowRange(windowFromRange(-1024, 3071))).toEqual({ lower: -1024, upper: 3071 });
  });

  it('widens to the right, brightens upwards, in steps of the present width', () => {
    const window = { center: 40, width: 400 };
    expect(dragWindow(window, 10, 0).width).toBeGreaterThan(400);
    expect(dragWindow(window, -10, 0).width).toBeLessThan(400);
    expect(dragWindow(window, 0, -10).center).toBeLessThan(40);
    expect(dragWindow(window, 0, -10, true).center).toBeGreaterThan(40);
    const small = 40 - dragWindow({ center: 40, width: 80 }, 0, -10).center;
    const large = 40 - dragWindow({ center: 40, width: 2000 }, 0, -10).center;
    expect(large / small).toBeCloseTo(25, 9);
  });

  it('never reaches a width below 1 from above, nor zero', () => {
    expect(dragWindow({ center: 0, width: 2 }, -10_000, 0).width).toBe(1);
    expect(dragWindow({ center: 0, width: 0.5 }, -10_000, 0).width).toBeGreaterThan(0);
  });
});
