import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ModelOutput } from '../../../src/domain/result';
import type { SlideSource } from '../../../src/domain/ports';
import { fieldScale, type FieldSize, type SlideField } from '../../../src/domain/slide-fields/field';
import { planFields } from '../../../src/domain/slide-fields/plan-fields';
import { runFields } from '../../../src/domain/slide-fields/run-fields';
import { SlideObjects } from '../../../src/domain/slide-fields/slide-objects';
import { SlideTally } from '../../../src/domain/slide-fields/slide-tally';
import { fieldsWithTissue } from '../../../src/domain/slide-fields/tissue-fields';
import type { Box } from '../../../src/domain/units';

const SIZE: FieldSize = { columns: 200, rows: 100, micronsPerPixel: null, overlap: 40 };
const AREA: Box = { x: 0, y: 0, width: 1000, height: 700 };

describe('fields of a slide', () => {
  it('have cores that lie side by side, cover the area and lie in what is read', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: 0, max: 60 }),
        (width, height, overlap) => {
          const area = { x: 17, y: -5, width, height };
          const fields = planFields(area, { ...SIZE, overlap }, [1.5, 1.5]);
          const covered = fields.reduce((sum, { core }) => sum + core.width * core.height, 0);
          expect(covered).toBeCloseTo(width * height, 3);
          for (const { core, region } of fields) {
            expect(core.x).toBeGreaterThanOrEqual(region.x - 1e-6);
            expect(core.x + core.width).toBeLessThanOrEqual(region.x + region.width + 1e-6);
            expect(region.width).toBeCloseTo(300, 6);
          }
        },
      ),
    );
  });

  it('are read at the micrometres a pixel that the model states', () => {
    expect(fieldScale({ ...SIZE, micronsPerPixel: 0.5 }, [0.25, 0.2])).toEqual([2, 2.5]);
    expect(fieldScale({ ...SIZE, micronsPerPixel: 0.5 }, null)).toEqual([1, 1]);
  });
});

/** A detector that is always right: every box of the truth that lies wholly in the field, shifted a little by `error`. */
function seen(truth: readonly Box[], { region }: SlideField, error: (i: number) => number): ModelOutput {
  const boxes = truth.flatMap((box, i) => {
    const x = box.x - region.x + error(i);
    const y = box.y - region.y;
    const inside = x >= 0 && y >= 0 && x + box.width <= region.width && y + box.height <= region.height;
    return inside ? [{ label: 'cell', score: 0.9, box: { ...box, x, y } }] : [];
  });
  return { id: 'cells', kind: 'boxes', boxes, threshold: 0.5 };
}

describe('objects of a slide', () => {
  it('are each found once, on borders too, where fields see them a little differently', () => {
    // One every 37 pixels: many lie on the borders of cores, in x, in y and in corners.
    const truth = Array.from({ length: 26 * 18 }, (_, i) => ({
      x: (i % 26) * 37 + 3,
      y: Math.floor(i / 26) * 37 + 2,
      width: 24,
      height: 24,
    }));
    const objects = new SlideObjects([1, 1]);
    const fields = planFields(AREA, SIZE, [1, 1]);
    const found = fields.flatMap((field, at) => objects.add(field, [seen(truth, field, (i) => ((i * 7 + at * 3) % 5) - 2)]));
    const boxes = found.flatMap((output) => (output.kind === 'boxes' ? output.boxes : []));
    expect(boxes).toHaveLength(truth.length);
    for (const { x, y } of truth)
      expect(boxes.filter(({ box }) => Math.abs(box.x - x) <= 2 && Math.abs(box.y - y) <= 1e-6)).toHaveLength(1);
  });

  it('lie in level-0 pixels, whatever scale the fields have', () => {
    const objects = new SlideObjects([2, 4]);
    const field: SlideField = { region: { x: 100, y: 50, width: 400, height: 400 }, core: { x: 100, y: 50, width: 400, height: 400 } };
    const [points, outlines] = objects.add(field, [
      { id: 'p', kind: 'points', threshold: 0.5, points: [{ label: 'a', score: 1, at: { x: 10, y: 20 }, slice: null }] },
      {
        id: 'i',
        kind: 'instances',
        threshold: 0,
        grid: { shape: [100, 200], spacing: null, affine: null },
        data: Uint32Array.from({ length: 20_000 }, (_, i) => (i % 200 >= 50 && i % 200 < 60 && i >= 30 * 200 && i < 40 * 200 ? 7 : 0)),
        objects: [{ value: 7, label: 'a', score: null }],
      },
    ]);
    expect(points).toMatchObject({ kind: 'points', points: [{ at: { x: 120, y: 130 } }] });
    const ring = outlines?.kind === 'polygons' ? (outlines.polygons[0]?.rings[0] ?? []) : [];
    expect(Math.min(...ring.map(({ x }) => x))).toBe(200);
    expect(Math.max(...ring.map(({ y }) => y))).toBe(210);
  });

  it('are counted at the threshold, with densities where pixels have a size', () => {
    const tally = new SlideTally(['a', 'b'], 4, [0.5, 0.5]);
    const box = { x: 0, y: 0, width: 1, height: 1 };
    tally.add([{ id: 'o', kind: 'boxes', threshold: 0.5, boxes: [0.9, 0.6, 0.4].map((score) => ({ label: 'a', score, box })) }], 4_000_000);
    expect(tally.coverage).toBe(0.25);
    expect(tally.measurements().measurements).toEqual([
      { label: 'a', name: 'count', value: 2, unit: '1' },
      { label: 'a', name: 'density', value: 2, unit: '/mm2' },
      { label: 'b', name: 'count', value: 0, unit: '1' },
      { label: 'b', name: 'density', value: 0, unit: '/mm2' },
      { label: null, name: 'tissue_area', value: 1, unit: 'mm2' },
      { label: null, name: 'coverage', value: 25, unit: '%' },
    ]);
    expect(new SlideTally(['a'], 1, null).measurements().measurements.map(({ name }) => name)).toEqual(['count', 'coverage']);
  });
});

/** White glass with a square of stained tissue. */
function drawn(tissue: Box, asked: Box[] = []): SlideSource {
  return {
    ...{ columns: AREA.width, rows: AREA.height, micronsPerPixel: null },
    readRegion: (region, { rows, columns }) => {
      asked.push(region);
      const planes = new Uint8Array(3 * rows * columns).fill(240);
      for (let y = 0; y < rows; y++) {
        for (let x = 0; x < columns; x++) {
          const at = { x: region.x + ((x + 0.5) * region.width) / columns, y: region.y + ((y + 0.5) * region.height) / rows };
          const inside = at.x >= tissue.x && at.x < tissue.x + tissue.width && at.y >= tissue.y && at.y < tissue.y + tissue.height;
          if (inside) planes.set([90], rows * columns + y * columns + x);
        }
      }
      return Promise.resolve(planes);
    },
  };
}

describe('a run over fields', () => {
  it('leaves glass out, and nothing where no tissue is found at all', async () => {
    const fields = planFields(AREA, SIZE, [1, 1]);
    const tissue = { x: 310, y: 220, width: 200, height: 150 };
    const found = await fieldsWithTissue(drawn(tissue), fields, { box: AREA, outline: null });
    const meets = ({ core }: SlideField): boolean =>
      core.x < tissue.x + tissue.width &&
      core.x + core.width > tissue.x &&
      core.y < tissue.y + tissue.height &&
      core.y + core.height > tissue.y;
    expect(found.fields).toEqual(fields.filter(meets));
    expect(found.tissue.reduce((sum, area) => sum + area, 0)).toBeCloseTo(200 * 150, -3);
    expect((await fieldsWithTissue(drawn({ x: 0, y: 0, width: 0, height: 0 }), fields, { box: AREA, outline: null })).fields).toEqual(
      fields,
    );
  });

  it('reads ahead while the model works, in order, and stops on an abort', async () => {
    const asked: Box[] = [];
    const fields = planFields(AREA, SIZE, [1, 1]);
    const controller = new AbortController();
    const seenFields: number[] = [];
    const run = runFields(
      drawn(AREA, asked),
      fields,
      SIZE,
      (frame, _field, index) => {
        expect(frame).toMatchObject({ rows: 100, columns: 200, photometric: 'RGB' });
        expect(frame.pixels).toHaveLength(200 * 100 * 3);
        expect(asked).toHaveLength(Math.min(index + 3, fields.length));
        seenFields.push(index);
        if (index === 4) controller.abort();
        return Promise.resolve();
      },
      controller.signal,
    );
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(seenFields).toEqual([0, 1, 2, 3, 4]);
    expect(asked[3]).toEqual(fields[3]?.region);
  });
});
