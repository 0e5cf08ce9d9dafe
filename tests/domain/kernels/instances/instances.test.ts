import { describe, expect, it } from 'vitest';
import { boundaryInstances } from '../../../../src/domain/kernels/instances/boundary-instances';
import { cellposeInstances } from '../../../../src/domain/kernels/instances/cellpose-flows';
import { flowErrors } from '../../../../src/domain/kernels/instances/flow-error';
import { hoverNetInstances } from '../../../../src/domain/kernels/instances/hover-net';
import { instanceTypes } from '../../../../src/domain/kernels/instances/instance-types';
import { intersectionArea } from '../../../../src/domain/kernels/instances/polygon-overlap';
import { drawPolygons, starDistPolygons, suppressPolygons, type StarPolygon } from '../../../../src/domain/kernels/instances/star-dist';
import { stitchTiles } from '../../../../src/domain/kernels/instances/stitch-tiles';
import {
  bytesOf,
  firstDifference,
  largestDifference,
  mapOf,
  readReference,
  shortsOf,
  type PackedArray,
} from '../../../inference/reference/arrays';

interface Reference {
  readonly hover: readonly (Record<'nuclei' | 'hover' | 'types' | 'labels', PackedArray> & {
    threshold: number | null;
    size: number;
    kinds: [number, number][];
  })[];
  readonly stars: readonly (Record<'prob' | 'dist' | 'labels', PackedArray> & {
    grid: [number, number];
    nms: number;
    places: [number, number][];
  })[];
  readonly overlaps: readonly { a: number[]; b: number[]; area: number }[];
  readonly cellpose: readonly (Record<'flows' | 'prob' | 'sinks' | 'labels', PackedArray> & { errors: number[] })[];
}

const reference = readReference('instances') as Reference;
const scaled = (packed: PackedArray, scale: number): { data: Float64Array; shape: readonly number[] } => ({
  data: Float64Array.from(shortsOf(packed), (value) => value / scale),
  shape: packed.shape,
});

describe('HoVer-Net', () => {
  it.each(reference.hover.map((c) => [c.labels.shape.join('×'), c.size, c.threshold, c] as const))(
    'equals the definition: %s, Sobel %i, threshold %s',
    (_title, sobelKernelSize, threshold, c) => {
      const found = hoverNetInstances(scaled(c.nuclei, 100), scaled(c.hover, 100), {
        sobelKernelSize,
        ...(threshold === null ? {} : { maskThreshold: threshold }),
      });
      expect(firstDifference(found.data, bytesOf(c.labels))).toBe(-1);
      const types = instanceTypes(found, bytesOf(c.types));
      expect(types.map(({ label }) => label)).toEqual(c.kinds.map((_, i) => i + 1));
      expect(types.map(({ type }) => type)).toEqual(c.kinds.map(([type]) => type));
      for (const [i, { probability }] of types.entries()) expect(probability).toBeCloseTo(c.kinds[i]?.[1] ?? NaN, 12);
    },
  );

  it('finds nothing in maps that tell nothing apart', () => {
    const flat = { data: new Float32Array(2 * 64), shape: [2, 8, 8] };
    expect(Math.max(...hoverNetInstances(flat, flat).data)).toBe(0);
    expect(() => hoverNetInstances({ data: new Float32Array(64), shape: [1, 4, 16] }, flat)).toThrow('1×4×16 and 2×8×8');
  });
});

describe('StarDist', () => {
  it('measures overlaps as shapely does, shared corners and edges among them', () => {
    expect(reference.overlaps.length).toBeGreaterThan(40);
    for (const { a, b, area } of reference.overlaps) {
      expect(Math.abs(intersectionArea(a, b) - area)).toBeLessThan(2e-5);
      expect(Math.abs(intersectionArea(b, a) - area)).toBeLessThan(2e-5);
    }
    const square = [0, 0, 4, 0, 4, 4, 0, 4];
    expect(intersectionArea(square, square)).toBeCloseTo(16, 5);
    expect(intersectionArea(square, [4, 0, 8, 0, 8, 4, 4, 4])).toBeCloseTo(0, 5);
  });

  it.each(reference.stars.map((c) => [c.prob.shape.join('×'), c.grid, c] as const))(
    'equals the definition: %s, grid %s',
    (_title, grid, c) => {
      const prob = scaled(c.prob, 200);
      const off = scaled(c.dist, 20);
      const dist = { ...off, data: off.data.map((value) => value + 0.0137) };
      const options = { probThresh: 0.45, nmsThresh: c.nms, grid };
      const polygons = starDistPolygons(prob, dist, false, options);
      expect(polygons.map(({ centre: [x, y] }) => [y / grid[0], x / grid[1]])).toEqual(c.places);
      const [rows = 0, columns = 0] = c.labels.shape;
      expect(firstDifference(drawPolygons(polygons, rows, columns).data, bytesOf(c.labels))).toBe(-1);
      const [rays = 0, h = 0, w = 0] = c.dist.shape;
      const last = new Float64Array(dist.data.length);
      for (let k = 0; k < rays; k++) for (let i = 0; i < h * w; i++) last[i * rays + k] = dist.data[k * h * w + i] ?? 0;
      expect(starDistPolygons(prob, { data: last, shape: [h, w, rays] }, true, options)).toEqual(polygons);
    },
  );

  it('suppresses through buckets what all pairs would', () => {
    const polygons: StarPolygon[] = [];
    for (let i = 0; i < 600; i++) {
      const x = (i * 7919) % 211;
      const y = (i * 104729) % 197;
      const radius = 3 + ((i * 31) % 17);
      const ring = Array.from({ length: 16 }, (_, k) => [
        x + radius * Math.cos((k * Math.PI) / 8),
        y + radius * Math.sin((k * Math.PI) / 8),
      ]).flat();
      polygons.push({ centre: [x, y], score: 1 - i / 600, ring });
    }
    const area = (ring: readonly number[]): number => intersectionArea(ring, ring);
    const cut = (ring: readonly number[]): number[] => ring.map((value) => Math.trunc(value - 0.5));
    const kept: StarPolygon[] = [];
    for (const polygon of polygons) {
      const own = cut(polygon.ring);
      const covered = kept.some(({ ring }) => intersectionArea(cut(ring), own) / Math.min(area(cut(ring)), area(own)) > 0.3);
      if (!covered) kept.push(polygon);
    }
    expect(suppressPolygons(polygons, 0.3)).toEqual(kept);
    expect(kept.length).toBeGreaterThan(30);
  });
});

describe('Cellpose', () => {
  it.each(reference.cellpose.map((c) => [c.prob.shape.join('×'), c] as const))('equals the definition: %s', (_title, c) => {
    const flows = scaled(c.flows, 40);
    const prob = scaled(c.prob, 40);
    const sinks = cellposeInstances(flows, prob, { flowThreshold: 0, minSize: 0 });
    // Without the flow check holes are filled still; the sinks themselves have the errors of the reference.
    expect(sinks.shape).toEqual(c.prob.shape);
    expect(largestDifference(flowErrors(mapOf(c.sinks), flows).subarray(1), c.errors)).toBeLessThan(1e-9);
    expect(firstDifference(cellposeInstances(flows, prob).data, bytesOf(c.labels))).toBe(-1);
  });
});

describe('boundaries', () => {
  it('part two cells that touch', () => {
    const foreground = { data: Float32Array.from({ length: 5 * 11 }, (_, i) => (i % 11 === 0 || i % 11 === 10 ? 0 : 0.9)), shape: [5, 11] };
    const boundary = { data: Float32Array.from({ length: 5 * 11 }, (_, i) => (i % 11 === 5 ? 0.8 : 0.1)), shape: [5, 11] };
    const { data } = boundaryInstances(foreground, boundary);
    expect([...data.subarray(22, 33)]).toEqual([0, 1, 1, 1, 1, 2, 2, 2, 2, 2, 0]);
    expect(Math.max(...boundaryInstances(foreground, boundary, { minObjectSize: 26 }).data)).toBe(0);
  });
});

describe('tiles', () => {
  it('give the whole back, whatever the labels were in each', () => {
    const [rows, columns, side, step] = [64, 56, 24, 16];
    const whole = mapOf(reference.cellpose[1]?.labels ?? { dtype: '', shape: [], zlib: '' });
    const tiles = [];
    for (let y = 0; y < rows; y += step) {
      for (let x = 0; x < columns; x += step) {
        const shape = [Math.min(side, rows - y), Math.min(side, columns - x)] as const;
        const data = new Uint16Array(shape[0] * shape[1]);
        for (let i = 0; i < data.length; i++) {
          const label = whole.data[(y + Math.floor(i / shape[1])) * columns + x + (i % shape[1])] ?? 0;
          data[i] = label === 0 ? 0 : ((label * 37 + y * 3 + x) % 997) + 1;
        }
        tiles.push({ map: { data, shape }, origin: [y, x] });
      }
    }
    expect(firstDifference(stitchTiles(tiles, [rows, columns], 0.5).data, whole.data)).toBe(-1);
  });

  it('keep apart what shares too little', () => {
    const left = { map: { data: Uint8Array.of(0, 1, 1, 0, 0, 0), shape: [1, 6] }, origin: [0, 0] };
    const right = { map: { data: Uint8Array.of(5, 5, 5, 5), shape: [1, 4] }, origin: [0, 2] };
    expect([...stitchTiles([left, right], [1, 6], 0.5).data]).toEqual([0, 1, 1, 2, 2, 2]);
    expect([...stitchTiles([left, right], [1, 6], 0.25).data]).toEqual([0, 1, 1, 1, 1, 1]);
  });
});
