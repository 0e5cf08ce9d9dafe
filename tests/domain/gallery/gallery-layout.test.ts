import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { extentOf, layOut, moveFrom, partsBetween, placeOf, type GalleryMove } from '../../../src/domain/gallery/gallery-layout';

const METRICS = { columns: 3, rowHeight: 100, headerHeight: 30 };
const GROUPS = [
  { label: 'RBC', count: 7 },
  { label: 'WBC', count: 2 },
  { label: 'Platelets', count: 4 },
];
const LAYOUT = layOut(GROUPS, METRICS);

describe('the layout of the gallery', () => {
  it('puts each class on rows of its own, under its name', () => {
    expect(LAYOUT.groups.map(({ top, height, first }) => [top, height, first])).toEqual([
      [0, 330, 0],
      [330, 130, 7],
      [460, 230, 9],
    ]);
    expect([LAYOUT.height, LAYOUT.count]).toEqual([690, 13]);
    expect(placeOf(LAYOUT, 8)).toMatchObject({ group: { label: 'WBC' }, row: 0, column: 1 });
    expect(placeOf(LAYOUT, 13)).toBeNull();
    expect(extentOf(LAYOUT, 8)).toEqual({ top: 330, bottom: 460 });
    expect(extentOf(LAYOUT, 5)).toEqual({ top: 130, bottom: 230 });
  });

  it('has in the page all that is seen, and no more than a row beyond', () => {
    const sizes = fc.array(fc.integer({ min: 1, max: 2000 }), { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(sizes, fc.integer({ min: 1, max: 12 }), fc.nat(200_000), (counts, columns, top) => {
        const layout = layOut(
          counts.map((count, i) => ({ label: String(i), count })),
          { columns, rowHeight: 100, headerHeight: 30 },
        );
        const bottom = top + 800;
        const parts = partsBetween(layout, top, bottom);
        const inPage = new Set(parts.flatMap(({ group, from, to }) => Array.from({ length: to - from }, (_, i) => group.first + from + i)));
        for (let index = 0; index < layout.count; index += 1) {
          const place = placeOf(layout, index);
          const y = (place?.group.top ?? 0) + 30 + (place?.row ?? 0) * 100;
          if (y < bottom && y + 100 > top) expect(inPage.has(index)).toBe(true);
        }
        expect(inPage.size).toBeLessThanOrEqual(columns * 10);
      }),
      { numRuns: 50 },
    );
  });

  it('is walked by arrows: sideways in order, up and down by rows past the borders of classes', () => {
    const walk = (from: number, ...moves: GalleryMove[]): number => moves.reduce((at, move) => moveFrom(LAYOUT, at, move, 2), from);
    expect(walk(0, 'ArrowLeft')).toBe(0);
    expect(walk(6, 'ArrowRight')).toBe(7);
    expect(walk(12, 'ArrowRight')).toBe(12);
    // From the second column of the second row over the single cell of the third.
    expect(walk(4, 'ArrowDown')).toBe(6);
    expect(walk(6, 'ArrowDown')).toBe(7);
    expect(walk(8, 'ArrowDown')).toBe(10);
    expect(walk(10, 'ArrowUp')).toBe(8);
    expect(walk(1, 'ArrowUp')).toBe(1);
    expect(walk(12, 'ArrowDown')).toBe(12);
    expect(walk(0, 'PageDown')).toBe(6);
    expect(walk(12, 'PageUp')).toBe(7);
    expect([walk(5, 'Home'), walk(5, 'End')]).toEqual([0, 12]);
  });
});
