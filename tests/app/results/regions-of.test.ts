import { describe, expect, it } from 'vitest';
import { instanceOutlines } from '../../../src/domain/instance-outlines';
import { regionsOf } from '../../../src/app/results/regions-of';
import { digits, instances, plane, segmentation } from './answers';

describe('labels of a map', () => {
  it('as areas where a frame has a pixel size', () => {
    const regions = regionsOf({ ...segmentation, grid: plane(3, 4, [0.5, 0.25]) });
    expect(regions).toEqual([
      { label: 'ell', value: 1, slice: null, box: { x: 0, y: 0, width: 2, height: 3 }, amount: { value: 0.5, unit: 'mm2' } },
      { label: 'dot', value: 3, slice: null, box: { x: 3, y: 1, width: 1, height: 1 }, amount: { value: 0.125, unit: 'mm2' } },
    ]);
  });

  it('of a volume in millilitres, looked at where there is most of them', () => {
    const data = digits('00', '01', '11', '01', '10', '00');
    const regions = regionsOf({ ...segmentation, data, grid: { shape: [3, 2, 2], spacing: [5, 2, 2], affine: null } });
    expect(regions).toEqual([
      { label: 'ell', value: 1, slice: 1, box: { x: 0, y: 0, width: 2, height: 2 }, amount: { value: 0.1, unit: 'mL' } },
    ]);
  });

  it('of a map over a slide in level-0 pixels, by the area that was counted', () => {
    const grid = { ...plane(3, 4, [0.5, 0.25]), region: { x: 100, y: 20, width: 40, height: 60 } };
    const [ell] = regionsOf({ ...segmentation, grid });
    expect(ell).toMatchObject({ box: { x: 100, y: 20, width: 20, height: 60 }, amount: { value: 0.5, unit: 'mm2' } });
    // 4 pixels of 10 × 20 were drawn; 5 were counted.
    const counted = new Map([[1, 1000]]);
    expect(regionsOf({ ...segmentation, grid, areas: counted })[0]?.amount).toEqual({ value: 0.625, unit: 'mm2' });
    expect(regionsOf({ ...segmentation, grid: { ...grid, spacing: null }, areas: counted })[0]?.amount).toEqual({
      value: 1000,
      unit: 'px',
    });
  });

  it('none where the background has a name, and none that does not occur', () => {
    expect(regionsOf({ ...segmentation, data: new Uint8Array(12) })).toEqual([]);
  });
});

describe('objects of a map', () => {
  const area = (ring: readonly { readonly x: number; readonly y: number }[]): number =>
    Math.abs(
      ring.reduce((sum, { x, y }, i) => {
        const next = ring[(i + 1) % ring.length] ?? { x, y };
        return sum + (x * next.y - next.x * y) / 2;
      }, 0),
    );

  it('are outlined along the edges of their pixels', () => {
    const [block, ring] = instanceOutlines(instances);
    expect(block).toMatchObject({ value: 2, label: 'block', score: null, slice: null });
    expect(block?.rings.map(area)).toEqual([4]);
    expect(ring).toMatchObject({ value: 7, label: 'ring', score: 0.75 });
    expect(ring?.rings.map(area)).toEqual([9, 1]);
    const xs = ring?.rings[0]?.map(({ x }) => x) ?? [];
    expect([Math.min(...xs), Math.max(...xs)]).toEqual([0, 3]);
  });

  it('of a volume on their middle slice, the largest piece alone; one nobody names not at all', () => {
    const data = Uint32Array.from(digits('1000', '0000', '1011', '0011', '5000', '1000'));
    const outlines = instanceOutlines({
      ...instances,
      data,
      grid: { shape: [3, 2, 4], spacing: null, affine: null },
      objects: [{ value: 1, label: 'A', score: 1 }],
    });
    expect(outlines).toHaveLength(1);
    expect(outlines[0]).toMatchObject({ label: 'A', slice: 1 });
    expect(outlines[0]?.rings.map(area)).toEqual([4]);
  });

  it('one that is not in its middle slice is outlined in the nearest', () => {
    const data = Uint32Array.from(digits('11', '00', '00', '00', '10'));
    const grid = { shape: [5, 1, 2], spacing: null, affine: null };
    const [outline] = instanceOutlines({ ...instances, data, grid, objects: [{ value: 1, label: 'A', score: 1 }] });
    expect(outline?.slice).toBe(0);
    expect(outline?.rings.map(area)).toEqual([2]);
  });
});
