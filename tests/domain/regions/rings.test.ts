import { describe, expect, it } from 'vitest';
import { cleanRings, combineRings } from '../../../src/domain/regions/combine-rings';
import { measureRegion } from '../../../src/domain/regions/region';
import {
  boxRing,
  ellipseRing,
  isInside,
  ringArea,
  ringLength,
  ringPieces,
  simplifyRing,
  type Ring,
  type Rings,
} from '../../../src/domain/regions/rings';
import type { Point } from '../../../src/domain/units';

const ring = (...xy: readonly (readonly [number, number])[]): Ring => xy.map(([x, y]) => ({ x, y }));
const box = (x: number, y: number, width: number, height: number): Ring => boxRing({ x, y, width, height });
const area = (rings: Rings): number => rings.reduce((sum, one) => sum + ringArea(one), 0);

/** Truth by counting: a fine lattice of places, each asked on its own. */
function sampledArea(inside: (at: Point) => boolean, size: number, step: number): number {
  let count = 0;
  for (let y = step / 2; y < size; y += step) for (let x = step / 2; x < size; x += step) if (inside({ x, y })) count += 1;
  return count * step * step;
}

function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

describe('a ring', () => {
  it('has the area and length of known figures', () => {
    expect(ringArea(box(2, 3, 4, 5))).toBe(20);
    expect(ringArea([...box(2, 3, 4, 5)].reverse())).toBe(-20);
    // Right triangle of legs 3 and 4.
    const triangle = ring([0, 0], [3, 0], [0, 4]);
    expect(Math.abs(ringArea(triangle))).toBe(6);
    expect(ringLength(triangle)).toBe(12);
    // Hexagon of side 1.
    const hexagon = Array.from({ length: 6 }, (_, i) => ({ x: Math.cos((i * Math.PI) / 3), y: Math.sin((i * Math.PI) / 3) }));
    expect(ringArea(hexagon)).toBeCloseTo((3 * Math.sqrt(3)) / 2, 12);
    expect(ringLength(hexagon)).toBeCloseTo(6, 12);
  });

  it('is as long as its pixels are large', () => {
    expect(ringLength(box(0, 0, 10, 10), { row: 0.5, column: 0.25 })).toBeCloseTo(2 * (10 * 0.25) + 2 * (10 * 0.5), 12);
  });

  it('encloses its left and top border and not the others, so that neighbours share nothing', () => {
    const square = [box(0, 0, 10, 10)];
    expect(isInside(square, { x: 0, y: 0 })).toBe(true);
    expect(isInside(square, { x: 0, y: 5 })).toBe(true);
    expect(isInside(square, { x: 10, y: 5 })).toBe(false);
    expect(isInside(square, { x: 5, y: 10 })).toBe(false);
    expect(isInside([box(10, 0, 10, 10)], { x: 10, y: 5 })).toBe(true);
  });

  it('leaves out what lies in a hole', () => {
    const frame = [box(0, 0, 10, 10), box(3, 3, 4, 4)];
    expect(isInside(frame, { x: 5, y: 5 })).toBe(false);
    expect(isInside(frame, { x: 1, y: 5 })).toBe(true);
  });

  it('is simplified to its corners, and no point that was left out lies farther than asked', () => {
    const jagged = Array.from({ length: 400 }, (_, i) => {
      const [side, at] = [Math.floor(i / 100), i % 100];
      const wave = 0.3 * Math.sin(i);
      return [
        { x: at, y: wave },
        { x: 100 + wave, y: at },
        { x: 100 - at, y: 100 + wave },
        { x: wave, y: 100 - at },
      ][side] as Point;
    });
    const simple = simplifyRing(jagged, 1);
    expect(simple.length).toBeLessThan(12);
    expect(Math.abs(ringArea(simple) - ringArea(jagged))).toBeLessThan(100);
    expect(simplifyRing(box(0, 0, 5, 5), 100)).toHaveLength(4);
  });
});

describe('regions put together', () => {
  it('count what they share once', () => {
    const union = combineRings([box(0, 0, 10, 10)], [box(5, 5, 10, 10)], 'union');
    expect(union).toHaveLength(1);
    expect(union[0]).toHaveLength(8);
    expect(area(union)).toBe(175);
    expect(area(combineRings([box(0, 0, 10, 10)], [box(5, 5, 10, 10)], 'intersection'))).toBe(25);
  });

  it('are two pieces where they lie apart, and one where they touch along a side', () => {
    expect(combineRings([box(0, 0, 10, 10)], [box(20, 0, 10, 10)], 'union')).toHaveLength(2);
    const beside = combineRings([box(0, 0, 10, 10)], [box(10, 0, 10, 10)], 'union');
    expect(beside).toHaveLength(1);
    expect(beside[0]).toHaveLength(4);
    expect(area(beside)).toBe(200);
  });

  it('stay two pieces where they touch in one point', () => {
    const corner = combineRings([box(0, 0, 10, 10)], [box(10, 10, 10, 10)], 'union');
    expect(corner).toHaveLength(2);
    expect(area(corner)).toBe(200);
  });

  it('are cut, pierced and parted', () => {
    const square = [box(0, 0, 30, 30)];
    const pierced = combineRings(square, [box(10, 10, 10, 10)], 'difference');
    expect(pierced).toHaveLength(2);
    expect(area(pierced)).toBe(800);
    expect(ringPieces(pierced)).toEqual([{ outer: expect.any(Array), holes: [expect.any(Array)] }]);
    const parted = combineRings(square, [box(10, -5, 10, 40)], 'difference');
    expect(parted).toHaveLength(2);
    expect(area(parted)).toBe(600);
    expect(ringPieces(parted).map(({ holes }) => holes)).toEqual([[], []]);
    expect(combineRings(square, [box(-5, -5, 50, 50)], 'difference')).toEqual([]);
    expect(area(combineRings(pierced, [box(10, 10, 10, 10)], 'union'))).toBe(900);
    expect(area(combineRings(square, square, 'union'))).toBe(900);
    expect(combineRings(square, square, 'difference')).toEqual([]);
  });

  it('are outlines clockwise and holes the other way round, whichever way they were drawn', () => {
    for (const outer of [box(0, 0, 30, 30), [...box(0, 0, 30, 30)].reverse()]) {
      const [first, second] = combineRings([outer], [box(10, 10, 5, 5)], 'difference')
        .map(ringArea)
        .sort((a, b) => b - a);
      expect([first, second]).toEqual([900, -25]);
    }
  });

  it('uncross a figure of eight', () => {
    const eight = ring([0, 0], [10, 10], [10, 0], [0, 10]);
    expect(ringArea(eight)).toBe(0);
    const clean = cleanRings([eight]);
    expect(clean).toHaveLength(2);
    // Two triangles of base 10 and height 5.
    expect(area(clean)).toBeCloseTo(50, 6);
  });

  it('agree with places asked one by one, for 40 pairs of stars that cross themselves', () => {
    const random = seeded(7);
    const star = (): Ring => Array.from({ length: 9 }, () => ({ x: random() * 40, y: random() * 40 }));
    for (let i = 0; i < 40; i++) {
      const [a, b] = [[star()], [star()]];
      const union = combineRings(a, b, 'union');
      const rest = combineRings(a, b, 'difference');
      const both = sampledArea((at) => isInside(a, at) || isInside(b, at), 40, 0.25);
      const first = sampledArea((at) => isInside(a, at) && !isInside(b, at), 40, 0.25);
      expect(Math.abs(area(union) - both)).toBeLessThan(12);
      expect(Math.abs(area(rest) - first)).toBeLessThan(12);
      const probe = { x: random() * 40, y: random() * 40 };
      expect(isInside(union, probe)).toBe(isInside(a, probe) || isInside(b, probe));
      expect(isInside(rest, probe)).toBe(isInside(a, probe) && !isInside(b, probe));
    }
  });

  it('of a brush drawn on and on keep the area of the path', () => {
    // Discs of radius 20 along 400 pixels: a rectangle and two half discs.
    let painted: Rings = [];
    for (let x = 0; x <= 400; x += 3)
      painted = combineRings(painted, [ellipseRing({ x: x - 20, y: -20, width: 40, height: 40 }, 48)], 'union');
    expect(painted).toHaveLength(1);
    const truth = 399 * 40 + Math.PI * 400;
    expect(Math.abs(area(painted) / truth - 1)).toBeLessThan(0.01);
  });
});

describe('the size of a region', () => {
  const spacing = { row: 0.0005, column: 0.00025, calibration: 'scanner' } as const;

  it('of an ellipse follows the formulas', () => {
    const circle = measureRegion({ kind: 'ellipse', box: { x: 0, y: 0, width: 200, height: 200 } }, null);
    expect(circle.area).toBeCloseTo(Math.PI * 100 ** 2, 8);
    expect(circle.perimeter).toBeCloseTo(2 * Math.PI * 100, 8);
    expect(circle.unit).toBe('px');
    // Half axes 5 and 3: complete elliptic integral of the second kind, 25.526998863.
    expect(measureRegion({ kind: 'ellipse', box: { x: 0, y: 0, width: 10, height: 6 } }, null).perimeter).toBeCloseTo(25.526998863, 5);
  });

  it('is in millimetres where pixels have a size, and leaves out holes but not their borders', () => {
    const rings = combineRings([box(0, 0, 3000, 3000)], [box(1000, 1000, 1000, 1000)], 'difference');
    const size = measureRegion({ kind: 'polygon', rings }, spacing);
    expect(size.area).toBeCloseTo(8e6 * 0.0005 * 0.00025, 9);
    expect(size.perimeter).toBeCloseTo(2 * 3000 * (0.0005 + 0.00025) + 2 * 1000 * (0.0005 + 0.00025), 9);
    expect(size.unit).toBe('mm');
    expect(size.calibration).toBe('scanner');
  });
});
