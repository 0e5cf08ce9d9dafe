import { describe, expect, it } from 'vitest';
import { frameTiles } from '../../../src/domain/kernels/slide/frame-tiles';
import { combineRings } from '../../../src/domain/regions/combine-rings';
import { boxRing, ellipseRing, isInside, type Rings } from '../../../src/domain/regions/rings';
import type { ModelOutput } from '../../../src/domain/result';
import { fieldsWithin, objectsWithin, sharedArea } from '../../../src/domain/slide-fields/outline';
import { planFields } from '../../../src/domain/slide-fields/plan-fields';
import { runSlide, type SlideProgress } from '../../../src/domain/slide-fields/run-slide';
import type { ObjectsOutput } from '../../../src/domain/slide-fields/slide-objects';
import { frameWithCells } from '../../inference/fixtures/tiny-package';

const FIELD = { columns: 64, rows: 64, micronsPerPixel: null, overlap: 16 };
const triangle: Rings = [
  [
    { x: 0, y: 0 },
    { x: 600, y: 0 },
    { x: 0, y: 600 },
  ],
];

describe('a region of a slide', () => {
  it('is covered by the fields that share something with it, and by no others', () => {
    const all = planFields({ x: 0, y: 0, width: 600, height: 600 }, FIELD, [1, 1]);
    const within = fieldsWithin(all, triangle);
    expect(within.length).toBeLessThan(all.length * 0.62);
    // On a diagonal a field counts as soon as its near corner lies inside.
    expect(within).toEqual(all.filter(({ core }) => core.x + core.y < 600));
    expect(within.reduce((sum, { core }) => sum + sharedArea(core, triangle), 0)).toBeCloseTo(180_000, 0);
  });

  it('keeps what has its centre in it: boxes, places and outlines', () => {
    const ring = combineRings(
      [ellipseRing({ x: 0, y: 0, width: 100, height: 100 })],
      [ellipseRing({ x: 40, y: 40, width: 20, height: 20 })],
      'difference',
    );
    const centres = [
      { x: 50, y: 20 },
      { x: 50, y: 50 },
      { x: 2, y: 2 },
    ];
    const box = ({ x, y }: { x: number; y: number }) => ({ x: x - 30, y: y - 30, width: 60, height: 60 });
    const outputs: ObjectsOutput[] = [
      { id: 'b', kind: 'boxes', threshold: 0.5, boxes: centres.map((at) => ({ label: 'A', score: 1, box: box(at) })) },
      { id: 'p', kind: 'points', threshold: 0.5, points: centres.map((at) => ({ label: 'A', score: 1, at, slice: null })) },
      { id: 'o', kind: 'polygons', threshold: 0.5, polygons: centres.map((at) => ({ label: 'A', score: 1, rings: [boxRing(box(at))] })) },
    ];
    const kept = objectsWithin(outputs, ring).map((output) =>
      output.kind === 'boxes' ? output.boxes.length : output.kind === 'points' ? output.points.length : output.polygons.length,
    );
    expect(kept).toEqual([1, 1, 1]);
  });

  it('limits a run: fields, objects and the tissue that densities are told for', async () => {
    // One object in the middle of each field; the frame is a single tissue.
    const cells: ModelOutput = {
      id: 'cells',
      kind: 'boxes',
      threshold: 0.5,
      boxes: [{ label: 'A', score: 0.9, box: { x: 28, y: 28, width: 8, height: 8 } }],
    };
    const run = async (area: { x: number; y: number; width: number; height: number } | null, outline: Rings | null) => {
      const told: SlideProgress[] = [];
      await runSlide(
        { tiles: frameTiles(frameWithCells(480, 480, []), [0.5, 0.5]), plane: 0, area, outline, field: FIELD, labels: ['A'] },
        () => Promise.resolve({ outputs: [cells], checks: [] }),
        (progress) => told.push(progress),
      );
      const boxes = told.flatMap(({ fresh }) => fresh.flatMap((output) => (output.kind === 'boxes' ? output.boxes : [])));
      const value = (name: string) => told.at(-1)?.tally.measurements.find((one) => one.name === name)?.value ?? NaN;
      return { boxes, fields: told.length, count: value('count'), area: value('tissue_area') };
    };
    const half: Rings = [
      [
        { x: 0, y: 0 },
        { x: 480, y: 0 },
        { x: 0, y: 480 },
      ],
    ];
    const square = { x: 0, y: 0, width: 480, height: 480 };
    const all = await run(square, null);
    const some = await run(square, half);
    expect(some.fields).toBeLessThan(all.fields);
    expect(some.fields).toBeGreaterThan(all.fields / 2 - 1);
    expect(some.boxes.length).toBe(some.count);
    const expected = all.boxes.filter(({ box }) => isInside(half, { x: box.x + box.width / 2, y: box.y + box.height / 2 }));
    expect(some.boxes).toEqual(expected);
    expect(expected.length).toBeGreaterThan(0);
    // Half of the square, at 0.5 µm.
    expect(some.area / all.area).toBeCloseTo(0.5, 2);
  });
});
