import { describe, expect, it } from 'vitest';
import { applyStain, stainSplit } from '../../src/domain/kernels/slide/stain-view';
import {
  channelValue,
  defaultLook,
  isOverZoom,
  lookValue,
  magnificationAt,
  MAGNIFICATIONS,
  zoomAtMagnification,
} from '../../src/domain/slide-view';
import { generatedPyramid } from '../fixtures/generated-tiles';

describe('magnification', () => {
  it('is 40× at 0.25 µm and 20× at 0.5 µm a pixel of the screen', () => {
    expect(magnificationAt({ micronsPerPixel: [0.25, 0.25], objectivePower: null }, 1)).toBe(40);
    expect(magnificationAt({ micronsPerPixel: [0.25, 0.25], objectivePower: null }, 0.5)).toBe(20);
    expect(magnificationAt({ micronsPerPixel: [0.499, 0.499], objectivePower: 20 }, 1)).toBeCloseTo(20.0401, 4);
  });

  it.each(MAGNIFICATIONS)('comes back as %d after its button', (magnification) => {
    for (const microns of [0.499, 0.2273, 0.25, 0.1214, 1.013]) {
      const slide = { micronsPerPixel: [microns, microns * 1.001], objectivePower: 40 } as const;
      const zoom = zoomAtMagnification(slide, magnification);
      expect(zoom === null ? null : magnificationAt(slide, zoom)).toBe(magnification);
    }
  });

  it('follows the objective where no µm are known, and is unknown without either', () => {
    expect(magnificationAt({ micronsPerPixel: null, objectivePower: 20 }, 0.5)).toBe(10);
    expect(magnificationAt({ micronsPerPixel: null, objectivePower: null }, 0.5)).toBeNull();
    expect(zoomAtMagnification({ micronsPerPixel: null, objectivePower: null }, 10)).toBeNull();
  });

  it('is over the scan as soon as a pixel takes more than one of the screen', () => {
    expect(isOverZoom(1)).toBe(false);
    expect(isOverZoom(1.01)).toBe(true);
  });
});

describe('look', () => {
  it('leaves colours alone by default', () => {
    const look = defaultLook(generatedPyramid(10, 10));
    for (const value of [0, 0.1, 0.5, 1]) expect(lookValue(value, look)).toBeCloseTo(value, 12);
    expect(lookValue(0.5, { ...look, gamma: 2 })).toBeCloseTo(Math.SQRT1_2, 12);
    expect(lookValue(0.75, { ...look, contrast: 2 })).toBe(1);
    expect(lookValue(0.5, { ...look, brightness: -0.25 })).toBe(0.25);
  });

  it('spreads a channel over its window', () => {
    expect(channelValue(1500, { minimum: 1000, maximum: 2000 })).toBe(0.5);
    expect(channelValue(500, { minimum: 1000, maximum: 2000 })).toBe(0);
    expect(channelValue(65_535, { minimum: 1000, maximum: 2000 })).toBe(1);
  });
});

describe('stain view', () => {
  // Optical densities of the stains of Ruifrok and Johnston 2001.
  const mix = (h: number, e: number): number[] => [0.65 * h + 0.07 * e, 0.7 * h + 0.99 * e, 0.29 * h + 0.11 * e].map((od) => Math.exp(-od));

  it('finds the haematoxylin in a mixture, and shows it alone', () => {
    const split = stainSplit('hematoxylin');
    const out = new Float64Array(3);
    if (split === null) throw new Error('no split');
    applyStain(split, mix(0.8, 0.5), out);
    mix(0.8, 0).forEach((value, i) => {
      expect(out[i]).toBeCloseTo(value, 9);
    });
    applyStain(split, mix(0, 0.5), out);
    expect(Array.from(out)).toEqual([1, 1, 1].map((value) => expect.closeTo(value, 9) as number));
  });

  it('is off for the colours as they are', () => {
    expect(stainSplit('none')).toBeNull();
  });
});
