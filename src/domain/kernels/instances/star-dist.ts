import { AppError } from '../../errors';
import type { Ring } from '../masks/contours';
import { labelArray, type LabelMap } from '../masks/lattice';
import { rasterizeRings } from '../masks/rasterize';
import type { NdArray } from '../nd-array';
import { intersectionArea, twiceArea } from './polygon-overlap';

export interface StarDistOptions {
  /** Places above this are candidates, 0–1. */
  readonly probThresh: number;
  /** A candidate goes when a better one covers more than this part of the smaller of the two, 0–1. */
  readonly nmsThresh: number;
  /** Pixels of the image for one place of the maps, y and x; default 1 and 1. */
  readonly grid?: readonly [number, number];
  /** Places along the border of the maps that give no candidate; default 2. */
  readonly border?: number;
}

export interface StarPolygon {
  /** Centre in pixels, x and y; a whole number names a pixel centre. */
  readonly centre: readonly [number, number];
  readonly score: number;
  /** Corners x, y, … in pixels whose corner is the origin: pixel x covers x to x + 1. */
  readonly ring: Ring;
}

/**
 * Star-convex objects (Schmidt 2018): polygon corners at `centre · grid + distance · (sin, cos)`, then greedy
 * suppression, best first, by intersection over the smaller area. Overlap is measured between corners cut to whole
 * pixels, as in stardist; a pair may be judged otherwise only within its rounding of crossing points.
 * @param probabilities `[H, W]`
 * @param distances `[rays, H, W]` or `[H, W, rays]` (`raysLast`), pixels
 * @returns kept polygons, best first; of equal scores the later in raster order comes first, as there
 */
export function starDistPolygons(probabilities: NdArray, distances: NdArray, raysLast: boolean, options: StarDistOptions): StarPolygon[] {
  const [rows = 0, columns = 0] = probabilities.shape;
  const rays = (raysLast ? distances.shape[2] : distances.shape[0]) ?? 0;
  if (probabilities.shape.length !== 2 || rays < 3 || distances.data.length !== rays * rows * columns) {
    throw new AppError('inference-failed', `StarDist maps have shapes ${probabilities.shape.join('×')} and ${distances.shape.join('×')}`);
  }
  const { probThresh, border = 2, grid = [1, 1] } = options;
  const places: number[] = [];
  for (let y = border; y < rows - border; y++) {
    for (let x = border; x < columns - border; x++) {
      if ((probabilities.data[y * columns + x] ?? 0) > probThresh) places.push(y * columns + x);
    }
  }
  places.sort((a, b) => (probabilities.data[b] ?? 0) - (probabilities.data[a] ?? 0) || b - a);
  const plane = rows * columns;
  const directions = Array.from(
    { length: rays },
    (_, k) => [Math.cos((2 * Math.PI * k) / rays), Math.sin((2 * Math.PI * k) / rays)] as const,
  );
  const candidates = places.map((place): StarPolygon => {
    const x = (place % columns) * grid[1];
    const y = Math.floor(place / columns) * grid[0];
    const ring: number[] = [];
    for (const [k, [cos, sin]] of directions.entries()) {
      const distance = distances.data[raysLast ? place * rays + k : k * plane + place] ?? 0;
      ring.push(Math.fround(x + distance * cos) + 0.5, Math.fround(y + distance * sin) + 0.5);
    }
    return { centre: [x, y], score: probabilities.data[place] ?? 0, ring };
  });
  return suppressPolygons(candidates, options.nmsThresh);
}

interface Shape {
  readonly ring: Ring;
  readonly area: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Greedy suppression of polygons in the order given, neighbours found through a grid of buckets. */
export function suppressPolygons(polygons: readonly StarPolygon[], threshold: number): StarPolygon[] {
  const shapes = polygons.map(({ ring }) => shapeOf(ring));
  const side = Math.max(8, ...shapes.slice(0, 256).map((s) => Math.max(s.right - s.left, s.bottom - s.top)));
  const buckets = new Map<number, number[]>();
  const kept: StarPolygon[] = [];
  const keyed = (x: number, y: number): number => (y + 0x100000) * 0x200000 + x + 0x100000;
  for (const [index, shape] of shapes.entries()) {
    const columns = [Math.floor(shape.left / side), Math.floor(shape.right / side)] as const;
    const rows = [Math.floor(shape.top / side), Math.floor(shape.bottom / side)] as const;
    if (isCovered(shape, shapes, buckets, keyed, columns, rows, threshold)) continue;
    const polygon = polygons[index];
    if (polygon !== undefined) kept.push(polygon);
    for (let y = rows[0]; y <= rows[1]; y++) {
      for (let x = columns[0]; x <= columns[1]; x++) {
        const bucket = buckets.get(keyed(x, y));
        if (bucket === undefined) buckets.set(keyed(x, y), [index]);
        else bucket.push(index);
      }
    }
  }
  return kept;
}

function isCovered(
  shape: Shape,
  shapes: readonly Shape[],
  buckets: ReadonlyMap<number, readonly number[]>,
  keyed: (x: number, y: number) => number,
  columns: readonly [number, number],
  rows: readonly [number, number],
  threshold: number,
): boolean {
  const tried = new Set<number>();
  for (let y = rows[0]; y <= rows[1]; y++) {
    for (let x = columns[0]; x <= columns[1]; x++) {
      for (const better of buckets.get(keyed(x, y)) ?? []) {
        const other = shapes[better];
        if (other === undefined || tried.has(better)) continue;
        tried.add(better);
        if (other.left > shape.right || other.right < shape.left || other.top > shape.bottom || other.bottom < shape.top) continue;
        const smaller = Math.min(other.area, shape.area) + 1e-10;
        if (intersectionArea(other.ring, shape.ring) / smaller > threshold) return true;
      }
    }
  }
  return false;
}

function shapeOf(ring: Ring): Shape {
  const cut = ring.map((value) => Math.trunc(value - 0.5));
  const xs = cut.filter((_, i) => i % 2 === 0);
  const ys = cut.filter((_, i) => i % 2 === 1);
  return {
    ring: cut,
    area: Math.abs(twiceArea(cut)) / 2,
    left: Math.min(...xs),
    right: Math.max(...xs),
    top: Math.min(...ys),
    bottom: Math.max(...ys),
  };
}

/** Label map of polygons: number by rank (1 = first), better ones drawn over worse. */
export function drawPolygons(polygons: readonly StarPolygon[], rows: number, columns: number): LabelMap {
  const data = labelArray(rows * columns, polygons.length);
  for (let i = polygons.length - 1; i >= 0; i--) {
    const ring = polygons[i]?.ring;
    if (ring !== undefined) rasterizeRings([ring], i + 1, data, rows, columns);
  }
  return { data, shape: [rows, columns] };
}
