import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { coverRegion, levelFor, tileBox, tilesIn, wholeSlide, type TilePlace } from '../../../src/domain/geometry/slide-tiles';
import { unvisited, visit } from '../../../src/domain/geometry/visited-area';
import { generatedLevels } from '../../fixtures/generated-tiles';

const pyramid = { levels: generatedLevels(40_003, 30_001, [1, 4, 16, 64]) };

describe('levelFor', () => {
  it.each([
    [1, 0],
    [40, 0],
    [0.5, 0],
    [0.26, 1],
    [0.25, 1],
    [0.0626, 2],
    [1 / 64, 3],
    [0.0001, 3],
  ])('at %d device pixels a pixel draws from level %d', (zoom, level) => {
    expect(levelFor(pyramid, zoom)).toBe(level);
  });
});

describe('tilesIn', () => {
  it('names exactly the tiles that a region touches', () => {
    const region = { x: 256, y: 300, width: 512, height: 10 };
    expect(tilesIn(pyramid, 0, region)).toEqual([
      { level: 0, column: 1, row: 1 },
      { level: 0, column: 2, row: 1 },
    ]);
    expect(tilesIn(pyramid, 0, { x: -500, y: -500, width: 100, height: 100 })).toEqual([]);
    expect(tilesIn(pyramid, 3, wholeSlide(pyramid))).toHaveLength(3 * 2);
  });

  it('keeps to those nearest the middle past its bound, without walking a huge level', () => {
    const huge = { levels: generatedLevels(4_000_000, 4_000_000, [1]) };
    const near = tilesIn(huge, 0, wholeSlide(huge), 16);
    expect(near).toHaveLength(16);
    for (const { column, row } of near) expect(Math.hypot(column - 7812, row - 7812)).toBeLessThan(4);
  });
});

describe('coverRegion', () => {
  const area = (boxes: readonly { width: number; height: number }[]): number =>
    boxes.reduce((sum, { width, height }) => sum + width * height, 0);

  it('draws each place once, whatever tiles are there', () => {
    const place = fc.record({ x: fc.double({ min: 0, max: 35_000, noNaN: true }), y: fc.double({ min: 0, max: 25_000, noNaN: true }) });
    fc.assert(
      fc.property(place, fc.integer({ min: 0, max: 2 }), fc.integer(), (at, level, seed) => {
        const region = { ...at, width: 4000, height: 3000 };
        // The coarsest level is always there, the others as the seed says.
        const has = ({ level: l, column, row }: TilePlace): boolean => l === 3 || ((column * 31 + row * 17 + l * 7 + seed) & 3) === 0;
        const patches = coverRegion(pyramid, level, region, has);
        expect(area(patches.map(({ target }) => target)) / area([region])).toBeCloseTo(1, 9);
        const overlaps = patches.flatMap(({ target: a }, i) =>
          patches.slice(i + 1).filter(({ target: b }) => {
            const width = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
            const height = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
            return Math.min(width, height) > 1e-6;
          }),
        );
        expect(overlaps).toEqual([]);
      }),
      { numRuns: 40 },
    );
  });

  it('takes a complete finer level before a coarser one, so that zooming out does not blur', () => {
    const [, second] = pyramid.levels;
    if (second === undefined) throw new Error('no second level');
    const region = tileBox(second, 3, 3);
    const patches = coverRegion(pyramid, 1, region, ({ level }) => level !== 1);
    expect(new Set(patches.map(({ level }) => level))).toEqual(new Set([0]));
    const gap = coverRegion(pyramid, 1, region, ({ level, column }) => level > 1 || (level === 0 && column !== 13));
    expect(new Set(gap.map(({ level }) => level))).toEqual(new Set([2]));
  });

  it('gives the place within the tile in its own pixels, by factors that are not rounded', () => {
    const [patch] = coverRegion(pyramid, 1, { x: 1100, y: 0, width: 1, height: 1 }, ({ level }) => level === 1);
    expect(patch?.source.x).toBeCloseTo(1100 / (40_003 / 10_000) - 256, 9);
  });
});

describe('visit', () => {
  const boxCorners = (left: number, top: number, right: number, bottom: number) => [
    { x: left, y: top },
    { x: right, y: top },
    { x: right, y: bottom },
    { x: left, y: bottom },
  ];

  it('leaves out the corners around a turned screen', () => {
    const size = { columns: 1000, rows: 1000 };
    const diamond = [
      { x: 500, y: 0 },
      { x: 1000, y: 500 },
      { x: 500, y: 1000 },
      { x: 0, y: 500 },
    ];
    const seen = visit(unvisited(1000, 1000), diamond, size);
    const part = seen.cells.reduce((sum, cell) => sum + cell, 0) / seen.cells.length;
    expect(part).toBeCloseTo(0.5, 1);
    expect([seen.cells[0], seen.cells[32 * 64 + 32]]).toEqual([0, 1]);
  });

  it('marks the cells whose middle was seen, and stays the same where nothing is new', () => {
    const size = { columns: 6400, rows: 3200 };
    const area = unvisited(size.columns, size.rows);
    expect(area).toMatchObject({ columns: 64, rows: 32 });
    const once = visit(area, boxCorners(60, 0, 260, 100), size);
    expect([...once.cells.keys()].filter((at) => once.cells[at] === 1)).toEqual([1, 2]);
    expect(visit(once, boxCorners(100, 0, 200, 100), size)).toBe(once);
  });
});
