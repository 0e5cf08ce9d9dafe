/** Boxes, points and outlines taken back to the pixels of the source. */
import { chainMatrix, transformPoint } from '../../../../domain/kernels/geometry/spatial-transform';
import { boxesToSource } from '../../../../domain/kernels/boxes/box-transform';
import { pickCandidates } from '../../../../domain/kernels/boxes/candidates';
import type { BoxesValue, PointsValue, PolygonsValue, Space } from '../../register';

/** Boxes are cut to the source; those left without area, or whose score is not a number, go. */
export function invertBoxes(boxes: BoxesValue, space: Space): BoxesValue {
  const [rows = 0, columns = 0] = space.source;
  const corners = boxesToSource(boxes.corners, space.transforms).map((value, at) =>
    Math.min(Math.max(value, 0), at % 2 === 0 ? columns : rows),
  );
  const kept = Array.from(boxes.scores.keys()).filter((i) => {
    const [x0 = 0, y0 = 0, x1 = 0, y1 = 0] = corners.subarray(i * 4, i * 4 + 4);
    return x1 > x0 && y1 > y0 && Number.isFinite(boxes.scores[i]);
  });
  return { kind: 'boxes', ...pickCandidates({ ...boxes, corners }, kept) };
}

/** Corner coordinates lie half a pixel from indices, which name centres. */
function toSource(point: readonly number[], matrix: readonly number[]): number[] {
  return transformPoint(
    matrix,
    point.map((value) => value - 0.5),
  ).map((value) => value + 0.5);
}

export function invertPoints(points: PointsValue, space: Space): PointsValue {
  const rank = space.source.length;
  const matrix = chainMatrix(space.transforms, rank);
  const coordinates = new Float64Array(points.coordinates.length);
  for (let i = 0; i < coordinates.length; i += rank)
    coordinates.set(toSource(Array.from(points.coordinates.subarray(i, i + rank)), matrix), i);
  return { ...points, coordinates };
}

export function invertPolygons(value: PolygonsValue, space: Space): PolygonsValue {
  const matrix = chainMatrix(space.transforms, 2);
  const invertRing = (ring: Float64Array): Float64Array => {
    const result = new Float64Array(ring.length);
    for (let i = 0; i < ring.length; i += 2) {
      const [y = 0, x = 0] = toSource([ring[i + 1] ?? 0, ring[i] ?? 0], matrix);
      result.set([x, y], i);
    }
    return result;
  };
  return { ...value, polygons: value.polygons.map((polygon) => ({ ...polygon, rings: polygon.rings.map(invertRing) })) };
}
