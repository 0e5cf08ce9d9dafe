import { describe, expect, it } from 'vitest';
import { directionLetters, orientationLetters } from '../../../src/domain/geometry/orientation';
import { scaleBar } from '../../../src/domain/geometry/scale-bar';
import type { FrameGeometry } from '../../../src/domain/geometry/frame-geometry';

const plane = (rowDirection: FrameGeometry['rowDirection'], columnDirection: FrameGeometry['columnDirection']): FrameGeometry => ({
  position: [0, 0, 0],
  rowDirection,
  columnDirection,
  frameOfReference: null,
});
const axial = plane([1, 0, 0], [0, 1, 0]);
const upright = { rotation: 0, flipHorizontal: false, flipVertical: false } as const;

describe('orientation letters', () => {
  it.each([
    ['axial', axial, { top: 'A', right: 'L', bottom: 'P', left: 'R' }],
    ['coronal', plane([1, 0, 0], [0, 0, -1]), { top: 'H', right: 'L', bottom: 'F', left: 'R' }],
    ['sagittal', plane([0, 1, 0], [0, 0, -1]), { top: 'H', right: 'P', bottom: 'F', left: 'A' }],
  ] as const)('%s', (_name, geometry, letters) => {
    expect(orientationLetters(geometry, upright)).toEqual(letters);
  });

  it('turns clockwise with the image', () => {
    expect(orientationLetters(axial, { ...upright, rotation: 90 })).toEqual({ top: 'R', right: 'A', bottom: 'L', left: 'P' });
    expect(orientationLetters(axial, { ...upright, rotation: 180 })).toEqual({ top: 'P', right: 'R', bottom: 'A', left: 'L' });
  });

  it('names both directions between which a turned side lies, the nearer first', () => {
    expect(orientationLetters(axial, { ...upright, rotation: 30 })).toEqual({ top: 'AR', right: 'LA', bottom: 'PL', left: 'RP' });
  });

  it('follows flips on the screen, after rotation', () => {
    expect(orientationLetters(axial, { ...upright, flipHorizontal: true })).toEqual({ top: 'A', right: 'R', bottom: 'P', left: 'L' });
    expect(orientationLetters(axial, { rotation: 90, flipHorizontal: true, flipVertical: false })).toEqual({
      top: 'R',
      right: 'P',
      bottom: 'L',
      left: 'A',
    });
    expect(orientationLetters(axial, { ...upright, flipVertical: true })).toEqual({ top: 'P', right: 'L', bottom: 'A', left: 'R' });
  });

  it('names oblique directions by their parts, strongest first', () => {
    expect(directionLetters([-0.8, 0.6, 0])).toBe('RP');
    expect(directionLetters([0.05, -0.99, 0.09])).toBe('A');
    expect(directionLetters([0.3, 0.4, 0.86])).toBe('HPL');
  });
});

describe('scale bar', () => {
  it.each([
    [2, 300, 100, 200],
    [1, 60, 50, 50],
    [10, 300, 20, 200],
    [500, 300, 0.5, 250],
    [0.01, 300, 20_000, 200],
  ])('%d CSS px per mm within %d gives %d mm', (perMm, maximum, lengthMm, cssPixels) => {
    const bar = scaleBar(perMm, maximum);
    expect(bar?.lengthMm).toBeCloseTo(lengthMm, 9);
    expect(bar?.cssPixels).toBeCloseTo(cssPixels, 9);
  });

  it('is absent where it would mean nothing', () => {
    expect(scaleBar(0, 300)).toBeNull();
    expect(scaleBar(Number.NaN, 300)).toBeNull();
    expect(scaleBar(2, 0)).toBeNull();
  });
});
