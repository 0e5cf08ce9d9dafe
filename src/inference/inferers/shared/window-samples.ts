import type { Shape3, WindowPlan } from './window-plan';

type Planes = Uint8Array | Float32Array;

/** The image with the border that its plan adds, filled with `value`; the image itself where there is none. */
export function padded(data: Planes, channels: number, shape: Shape3, plan: WindowPlan, value: number): Planes {
  if (plan.padded.join() === shape.join()) return data;
  const [slices, rows, columns] = plan.padded;
  const result = allocate(data, channels * slices * rows * columns);
  if (value !== 0) result.fill(value);
  for (let c = 0; c < channels; c++) {
    for (let z = 0; z < shape[0]; z++) {
      for (let y = 0; y < shape[1]; y++) {
        const from = ((c * shape[0] + z) * shape[1] + y) * shape[2];
        const to = ((c * slices + z + plan.before[0]) * rows + y + plan.before[1]) * columns + plan.before[2];
        result.set(data.subarray(from, from + shape[2]), to);
      }
    }
  }
  return result;
}

/** Copies one window out of a padded image. */
export function cutWindow(data: Planes, channels: number, plan: WindowPlan, start: Shape3, target: Planes, offset: number): void {
  const [slices, rows, columns] = plan.padded;
  const { roi } = plan;
  let to = offset;
  for (let c = 0; c < channels; c++) {
    for (let z = 0; z < roi[0]; z++) {
      for (let y = 0; y < roi[1]; y++) {
        const from = ((c * slices + start[0] + z) * rows + start[1] + y) * columns + start[2];
        target.set(data.subarray(from, from + roi[2]), to);
        to += roi[2];
      }
    }
  }
}

/** Turns the axes `axes` (0 slices, 1 rows, 2 columns) of every channel of a window round. */
export function mirrored(data: Float32Array, channels: number, roi: Shape3, axes: readonly number[]): Float32Array;
export function mirrored(data: Planes, channels: number, roi: Shape3, axes: readonly number[]): Planes;
export function mirrored(data: Planes, channels: number, roi: Shape3, axes: readonly number[]): Planes {
  const result = allocate(data, data.length);
  const [slices, rows, columns] = roi;
  const turn = (axis: 0 | 1 | 2, index: number): number => (axes.includes(axis) ? roi[axis] - 1 - index : index);
  for (let c = 0; c < channels; c++) {
    for (let z = 0; z < slices; z++) {
      for (let y = 0; y < rows; y++) {
        const from = ((c * slices + z) * rows + y) * columns;
        const to = ((c * slices + turn(0, z)) * rows + turn(1, y)) * columns;
        if (axes.includes(2)) for (let x = 0; x < columns; x++) result[to + columns - 1 - x] = data[from + x] ?? 0;
        else result.set(data.subarray(from, from + columns), to);
      }
    }
  }
  return result;
}

/** Whether any sample of the first channel of a window reaches `above`. */
export function reaches(data: Planes, plan: WindowPlan, start: Shape3, above: number): boolean {
  const [, rows, columns] = plan.padded;
  for (let z = 0; z < plan.roi[0]; z++) {
    for (let y = 0; y < plan.roi[1]; y++) {
      const from = ((start[0] + z) * rows + start[1] + y) * columns + start[2];
      for (let x = from; x < from + plan.roi[2]; x++) if ((data[x] ?? 0) > above) return true;
    }
  }
  return false;
}

function allocate(data: Planes, length: number): Planes {
  return data instanceof Uint8Array ? new Uint8Array(length) : new Float32Array(length);
}
