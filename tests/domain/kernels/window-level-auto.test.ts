import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowRange } from '../../../src/domain/kernels/window-level';
import { autoWindow, finiteRange } from '../../../src/domain/kernels/window-level-auto';
import { defaultWindow, windowPreset } from '../../../src/domain/kernels/window-level-presets';

describe('automatic window', () => {
  it('takes the 1st and the 99th percentile of integers exactly', () => {
    const values = Uint16Array.from({ length: 1000 }, (_, i) => i);
    expect(windowRange(autoWindow(values, null))).toEqual({ lower: 9, upper: 989 });
  });

  it('leaves padding out', () => {
    const values = Int16Array.of(-2000, -2000, -2000, 0, 50, 100);
    expect(windowRange(autoWindow(values, Uint8Array.of(1, 1, 1, 0, 0, 0)))).toEqual({ lower: 0, upper: 100 });
  });

  it('lies within the values whatever they are', () => {
    fc.assert(
      fc.property(fc.array(fc.float({ noNaN: true, min: -1e6, max: 1e6 }), { minLength: 2, maxLength: 200 }), (numbers) => {
        const values = Float32Array.from(numbers);
        const range = finiteRange(values, null);
        const { width, center } = autoWindow(values, null);
        expect(width).toBeGreaterThan(0);
        if (range === null) return;
        expect(center).toBeGreaterThanOrEqual(range.minimum - 1);
        expect(center).toBeLessThanOrEqual(range.maximum + 1);
      }),
    );
  });

  it('survives constant, non-finite and fully padded frames', () => {
    expect(autoWindow(new Uint8Array(4).fill(7), null).width).toBeGreaterThan(0);
    expect(autoWindow(Float32Array.of(Number.NaN, Infinity), null)).toEqual({ center: 128, width: 256 });
    expect(autoWindow(Uint8Array.of(1, 2), Uint8Array.of(1, 1))).toEqual({ center: 128, width: 256 });
  });
});

describe('presets', () => {
  it.each([
    [3, 80, 40],
    [4, 400, 40],
    [5, 400, 80],
    [6, 2000, 350],
    [7, 1500, -600],
    [8, 150, 90],
    [9, 600, 300],
  ])('CT key %d is %d/%d', (digit, width, center) => {
    expect(windowPreset(digit, 'CT', 'HU', 0)).toMatchObject({ kind: 'fixed', window: { width, center } });
  });

  it('gives 1 and 2 to the file, where it has them', () => {
    expect(windowPreset(1, 'CT', 'HU', 2)).toEqual({ kind: 'file', item: 0 });
    expect(windowPreset(2, 'CT', 'HU', 1)).toBeNull();
    expect(windowPreset(0, 'US', '', 0)).toEqual({ kind: 'auto', low: 0.01, high: 0.99 });
  });

  it('refuses SUV windows where values are not SUV', () => {
    expect(windowPreset(1, 'PT', 'BQML', 0)).toBeNull();
    expect(windowPreset(1, 'PT', 'SUVbw', 0)).toMatchObject({ window: { center: 2.5, width: 5 } });
  });

  it('starts with the file, never stretches a photo, else takes the percentiles', () => {
    const base = { values: Uint8Array.of(100, 110, 120), padding: null, bitsStored: 8 };
    const voi = [{ kind: 'window', center: 5, width: 6, shape: 'LINEAR', explanation: '' }] as const;
    expect(defaultWindow({ ...base, voi, keepRange: true })).toEqual({ center: 5, width: 6 });
    expect(defaultWindow({ ...base, voi: [], keepRange: true })).toEqual({ center: 128, width: 256 });
    expect(windowRange(defaultWindow({ ...base, voi: [], keepRange: false }))).toEqual({ lower: 100, upper: 120 });
  });
});
