import { labelContours, ringArea, type ContourPolygon, type Ring } from './kernels/masks/contours';
import { croppedMask, labelBoxes } from './kernels/masks/label-boxes';
import type { InstancesOutput } from './result';
import type { Point } from './units';

/** An object of an instance map as an outline on one frame. */
export interface ObjectOutline {
  /** Its value in the map. */
  readonly value: number;
  readonly label: string;
  readonly score: number | null;
  /** The middle slice of the object, null in a frame. */
  readonly slice: number | null;
  readonly rings: readonly (readonly Point[])[];
}

/** The outline of the largest piece of every object, with its holes; of a volume's objects on the slice nearest to their middle. */
export function instanceOutlines({ grid, data, objects }: InstancesOutput): ObjectOutline[] {
  const flat = grid.shape.length === 2;
  const [, rows = 1, columns = 1] = flat ? [1, ...grid.shape] : grid.shape;
  const known = new Map(objects.map((object) => [object.value, object]));
  return labelBoxes({ data, shape: grid.shape }).flatMap((box): ObjectOutline[] => {
    const object = known.get(box.label);
    if (object === undefined) return [];
    for (const slice of fromTheMiddle(box.slices)) {
      const plane = flat ? data : data.subarray(slice * rows * columns, (slice + 1) * rows * columns);
      const mask = croppedMask({ data: plane, shape: [rows, columns] }, { ...box, slices: [0, 0] }, 1);
      const largest = largestPiece(labelContours(mask, 1));
      if (largest === null) continue;
      const points = (ring: Ring): Point[] =>
        Array.from({ length: ring.length / 2 }, (_, i) => ({
          x: (ring[i * 2] ?? 0) + box.columns[0] - 1,
          y: (ring[i * 2 + 1] ?? 0) + box.rows[0] - 1,
        }));
      const { value, label, score } = object;
      return [{ value, label, score, slice: flat ? null : slice, rings: [largest.outer, ...largest.holes].map(points) }];
    }
    return [];
  });
}

/** An object that is bent, or in several pieces, may not be in its middle slice. */
function fromTheMiddle([first, last]: readonly [number, number]): number[] {
  const middle = Math.floor((first + last) / 2);
  return Array.from({ length: last - first + 1 }, (_, i) => first + i).sort((a, b) => Math.abs(a - middle) - Math.abs(b - middle));
}

function largestPiece(pieces: readonly ContourPolygon[]): ContourPolygon | null {
  const area = ({ outer }: ContourPolygon): number => ringArea(outer);
  return pieces.reduce<ContourPolygon | null>((best, piece) => (best === null || area(piece) > area(best) ? piece : best), null);
}
