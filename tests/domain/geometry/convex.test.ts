import { describe, expect, it } from 'vitest';
import { boundsOf, inConvex, rectangleMeets } from '../../../src/domain/geometry/convex';

const diamond = [
  { x: 10, y: 0 },
  { x: 20, y: 10 },
  { x: 10, y: 20 },
  { x: 0, y: 10 },
] as const;

describe('a convex polygon', () => {
  it('holds its inside and its border, whichever way round', () => {
    for (const polygon of [diamond, [...diamond].reverse()]) {
      expect(inConvex(polygon, { x: 10, y: 10 })).toBe(true);
      expect(inConvex(polygon, { x: 5, y: 5 })).toBe(true);
      expect(inConvex(polygon, { x: 4.9, y: 4.9 })).toBe(false);
      expect(inConvex(polygon, { x: 25, y: 10 })).toBe(false);
    }
  });

  it('has an upright box around it', () => {
    expect(boundsOf(diamond)).toEqual({ x: 0, y: 0, width: 20, height: 20 });
  });
});

describe('a turned rectangle and a box', () => {
  it.each([
    ['in its corner alone', { x: 0, y: 0, width: 4.9, height: 4.9 }, false],
    ['over its side', { x: 0, y: 0, width: 5.1, height: 5.1 }, true],
    ['around it', { x: -5, y: -5, width: 40, height: 40 }, true],
    ['within it', { x: 9, y: 9, width: 1, height: 1 }, true],
    ['beside it', { x: 20, y: 0, width: 5, height: 20 }, false],
  ] as const)('%s', (_name, box, meets) => {
    expect(rectangleMeets(diamond, box)).toBe(meets);
  });
});
