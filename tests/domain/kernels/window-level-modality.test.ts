import { describe, expect, it } from 'vitest';
import { applyModalityLut, modalityUnit, modalityValue, paddingMask } from '../../../src/domain/kernels/window-level-modality';

const linear = (slope: number, intercept: number) => ({ kind: 'linear', slope, intercept, unit: 'HU' }) as const;

describe('modality LUT', () => {
  it('leaves values alone, without a copy, where it changes nothing', () => {
    const pixels = Int16Array.of(-5, 0, 7);
    expect(applyModalityLut(pixels, linear(1, 0))).toBe(pixels);
  });

  it('is exact on every 16-bit input and picks an array that holds the result', () => {
    const stored = Uint16Array.from({ length: 65_536 }, (_, i) => i);
    const shifted = applyModalityLut(stored, linear(1, -1024));
    expect(shifted).toBeInstanceOf(Float32Array);
    expect(Array.from(shifted)).toEqual(Array.from(stored, (x) => x - 1024));
    const ct = applyModalityLut(stored.subarray(0, 4096), linear(1, -1024));
    expect(ct).toBeInstanceOf(Int16Array);
    expect(ct[0]).toBe(-1024);
    expect(ct[4095]).toBe(3071);
  });

  it('keeps fractions', () => {
    const pet = applyModalityLut(Int16Array.of(1, 2, 3), linear(0.25, 0.5));
    expect(Array.from(pet)).toEqual([0.75, 1, 1.25]);
  });

  it('handles a negative slope', () => {
    expect(Array.from(applyModalityLut(Uint8Array.of(0, 255), linear(-1, 10)))).toEqual([10, -245]);
  });

  it('reads tables and holds their ends', () => {
    const lut = { kind: 'table', firstMapped: 10, values: Uint16Array.of(100, 200, 65_535), unit: 'US' } as const;
    expect(Array.from(applyModalityLut(Uint16Array.of(0, 10, 11, 12, 500), lut))).toEqual([100, 100, 200, 65_535, 65_535]);
    expect(modalityValue(11, lut)).toBe(200);
    expect(modalityUnit(lut)).toBe('');
    expect(modalityUnit(linear(1, 0))).toBe('HU');
  });
});

describe('padding', () => {
  it('marks the inclusive range given either way round', () => {
    const pixels = Int16Array.of(-2000, -1999, 0, -2001, -2000);
    expect(paddingMask(pixels, { from: -2001, to: -2000 })).toEqual(Uint8Array.of(1, 0, 0, 1, 1));
    expect(paddingMask(pixels, { from: -2000, to: -2001 })).toEqual(Uint8Array.of(1, 0, 0, 1, 1));
  });

  it('costs nothing where there is none', () => {
    expect(paddingMask(Int16Array.of(1, 2), { from: -1, to: -1 })).toBeNull();
    expect(paddingMask(Int16Array.of(1, 2), null)).toBeNull();
  });
});
