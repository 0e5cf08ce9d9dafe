import { labelContours } from '../../domain/kernels/masks/contours';
import { croppedMask, labelBoxes } from '../../domain/kernels/masks/label-boxes';
import type { InstancesOutput } from '../../domain/result';
import type { Point } from '../../domain/units';

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

/** The outline of the largest piece of every object, with its holes; of a volume's objects on their middle slice. */
export function instanceOutlines({ grid, data, objects }: InstancesOutput): ObjectOutline[] {
  const flat = grid.shape.length === 2;
  const [, rows = 1, columns = 1] = flat ? [1, ...grid.shape] : grid.shape;
  const known = new Map(objects.map((object) => [object.value, object]));
  return labelBoxes({ data, shape: grid.shape }).flatMap((box): ObjectOutline[] => {
    const object = known.get(box.label);
    if (object === undefined) return [];
    const slice = Math.floor((box.slices[0] + box.slices[1]) / 2);
    const plane = flat ? data : data.subarray(slice * rows * columns, (slice + 1) * rows * columns);
    const mask = croppedMask({ data: plane, shape: [rows, columns] }, { ...box, slices: [0, 0] }, 1);
    const pieces = labelContours(mask, 1);
    const largest = pieces.reduce<(typeof pieces)[number] | null>(
      (best, piece) => (best === null || piece.outer.length > best.outer.length ? piece : best),
      null,
    );
    if (largest === null) return [];
    const points = (ring: readonly number[]): Point[] =>
      Array.from({ length: ring.length / 2 }, (_, i) => ({
        x: (ring[i * 2] ?? 0) + box.columns[0] - 1,
        y: (ring[i * 2 + 1] ?? 0) + box.rows[0] - 1,
      }));
    const rings = [largest.outer, ...largest.holes].map(points);
    return [{ value: object.value, label: object.label, score: object.score, slice: flat ? null : slice, rings }];
  });
}
