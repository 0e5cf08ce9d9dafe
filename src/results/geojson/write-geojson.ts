import type { ImageFinding } from '../../domain/finding';
import type { PixelSpacing } from '../../domain/geometry/frame-geometry';
import type { LabelLook } from '../../domain/label-look';
import { isRegional, measureRegion, ringsOf } from '../../domain/regions/region';
import { ringPieces, type Ring } from '../../domain/regions/rings';
import { labelContours, type ContourPolygon } from '../../domain/kernels/masks/contours';
import { croppedMask, labelBoxes } from '../../domain/kernels/masks/label-boxes';
import type { LabelMap } from '../../domain/kernels/masks/lattice';
import { gridScale } from '../../domain/map-place';
import type { BoxesOutput, InstancesOutput, PointsOutput, PolygonsOutput, SegmentationOutput } from '../../domain/result';

/** RFC 7946 geometry in image pixels, x right and y down, (0, 0) the corner: as QuPath reads and writes annotations. */
interface Feature {
  readonly type: 'Feature';
  readonly geometry:
    | { readonly type: 'Point'; readonly coordinates: readonly number[] }
    | { readonly type: 'Polygon'; readonly coordinates: readonly (readonly (readonly number[])[])[] }
    | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly (readonly (readonly number[])[])[])[] };
  readonly properties: {
    readonly objectType: 'annotation' | 'detection';
    readonly classification: { readonly name: string; readonly color?: readonly number[] };
    readonly measurements?: Readonly<Record<string, number>>;
  };
}

export type OutlinedOutput = BoxesOutput | PointsOutput | PolygonsOutput | InstancesOutput | SegmentationOutput;

/** One feature a box, point, polygon, object or connected outline. Of volumes there is none: GeoJSON is flat. */
export function writeGeoJson(output: OutlinedOutput): string {
  return JSON.stringify({ type: 'FeatureCollection', features: features(output) });
}

/**
 * What a person drew and counted on one frame: regions, boxes and places, each with its class; regions with their area and
 * perimeter.
 * @param spacing of the frame; null where it is not calibrated: sizes are then in pixels
 */
export function writePersonsGeoJson(findings: readonly ImageFinding[], look: LabelLook, spacing: PixelSpacing | null): string {
  const drawn = findings.flatMap(({ label, evidence }): Feature[] => {
    const properties = {
      objectType: 'annotation',
      classification: { name: look.nameOf(label, null), color: rgbOf(look.colourOf(label, null)) },
    } as const;
    if (evidence.kind === 'point')
      return [{ type: 'Feature', geometry: { type: 'Point', coordinates: [evidence.at.x, evidence.at.y] }, properties }];
    if (!isRegional(evidence)) return [];
    const pieces = ringPieces(ringsOf(evidence)).map(({ outer, holes }) => [outer, ...holes].map(closed));
    const [only = []] = pieces;
    const geometry =
      pieces.length === 1 ? ({ type: 'Polygon', coordinates: only } as const) : ({ type: 'MultiPolygon', coordinates: pieces } as const);
    const { area, perimeter, unit } = measureRegion(evidence, spacing);
    return [
      {
        type: 'Feature',
        geometry,
        properties: { ...properties, measurements: { [`area_${unit}2`]: area, [`perimeter_${unit}`]: perimeter } },
      },
    ];
  });
  return JSON.stringify({ type: 'FeatureCollection', features: drawn });
}

/** GeoJSON repeats the first point of a ring. */
function closed(ring: Ring): number[][] {
  return [...ring, ...ring.slice(0, 1)].map(({ x, y }) => [x, y]);
}

function rgbOf(colour: string): number[] {
  return [1, 3, 5].map((at) => parseInt(colour.slice(at, at + 2), 16));
}

function features(output: OutlinedOutput): Feature[] {
  switch (output.kind) {
    case 'boxes':
      return output.boxes.map(({ label, score, box: { x, y, width, height } }) => {
        const ring = [x, y, x + width, y, x + width, y + height, x, y + height];
        return polygon('detection', label, [ring], score);
      });
    case 'points':
      return output.points.map(({ label, score, at }) => ({
        type: 'Feature',
        geometry: { type: 'Point', coordinates: [at.x, at.y] },
        properties: { objectType: 'detection', classification: { name: label }, measurements: { score } },
      }));
    case 'polygons':
      return output.polygons.map(({ label, score, rings }) =>
        polygon(
          'detection',
          label,
          rings.map((ring) => ring.flatMap(({ x, y }) => [x, y])),
          score,
        ),
      );
    case 'instances': {
      const objects = new Map(output.objects.map((object) => [object.value, object]));
      return outlines(output).flatMap(({ value, polygons }) => {
        const object = objects.get(value);
        if (object === undefined) return [];
        return polygons.map(({ outer, holes }) => polygon('detection', object.label, [outer, ...holes], object.score));
      });
    }
    case 'segmentation': {
      const names = new Map(output.values.map(({ value, label }) => [value, label]));
      return outlines(output).flatMap(({ value, polygons }) => {
        const name = names.get(value);
        return name === undefined ? [] : polygons.map(({ outer, holes }) => polygon('annotation', name, [outer, ...holes], null));
      });
    }
  }
}

/** Outlines of every value of a plane in pixels of its source, each looked for in its own box alone: thousands of objects stay cheap. */
function outlines({
  data,
  grid,
}: InstancesOutput | SegmentationOutput): { readonly value: number; readonly polygons: readonly ContourPolygon[] }[] {
  const map: LabelMap = { data, shape: grid.shape };
  if (map.shape.length !== 2) return [];
  const { x, y } = grid.region ?? { x: 0, y: 0 };
  const [across, down] = gridScale(grid);
  return labelBoxes(map).map((box) => {
    const shift = (ring: readonly number[]): number[] =>
      ring.map((value, i) => (i % 2 === 0 ? x + (value + box.columns[0] - 1) * across : y + (value + box.rows[0] - 1) * down));
    const polygons = labelContours(croppedMask(map, box, 1), 1);
    return { value: box.label, polygons: polygons.map(({ outer, holes }) => ({ outer: shift(outer), holes: holes.map(shift) })) };
  });
}

/** Rings are x, y by turns, open; GeoJSON closes them. */
function polygon(
  objectType: 'annotation' | 'detection',
  name: string,
  rings: readonly (readonly number[])[],
  score: number | null,
): Feature {
  const coordinates = rings.map((ring) => {
    const points = Array.from({ length: ring.length / 2 }, (_, i) => [ring[i * 2] ?? 0, ring[i * 2 + 1] ?? 0]);
    return [...points, ...points.slice(0, 1)];
  });
  const measurements = score === null ? {} : { measurements: { score } };
  return {
    type: 'Feature',
    geometry: { type: 'Polygon', coordinates },
    properties: { objectType, classification: { name }, ...measurements },
  };
}
