import type { Shape3, WindowPlan } from './window-plan';
import type { FinishSlices } from './window-blend';

/** Takes finished slices of the padded image and keeps the part that is the image: all channels, or the best one alone. */
export type SliceSink =
  | { readonly kind: 'channels'; readonly data: Float32Array; readonly take: FinishSlices }
  | { readonly kind: 'labels'; readonly data: Uint8Array | Uint16Array; readonly take: FinishSlices };

export function sliceSink(channels: number, shape: Shape3, plan: WindowPlan, reduce: 'argmax' | undefined): SliceSink {
  const [slices, rows, columns] = shape;
  const plane = plan.padded[1] * plan.padded[2];
  const eachRow = (index: number, visit: (from: number, to: number) => void): void => {
    const slice = index - plan.before[0];
    if (slice < 0 || slice >= slices) return;
    for (let y = 0; y < rows; y++) visit((y + plan.before[1]) * plan.padded[2] + plan.before[2], (slice * rows + y) * columns);
  };
  if (reduce === undefined) {
    const data = new Float32Array(channels * slices * rows * columns);
    const take: FinishSlices = (slice, index) => {
      eachRow(index, (from, to) => {
        for (let c = 0; c < channels; c++) {
          data.set(slice.subarray(c * plane + from, c * plane + from + columns), c * slices * rows * columns + to);
        }
      });
    };
    return { kind: 'channels', data, take };
  }
  const data = channels > 256 ? new Uint16Array(slices * rows * columns) : new Uint8Array(slices * rows * columns);
  const take: FinishSlices = (slice, index) => {
    eachRow(index, (from, to) => {
      for (let x = 0; x < columns; x++) {
        let best = 0;
        let most = slice[from + x] ?? 0;
        for (let c = 1; c < channels; c++) {
          const value = slice[c * plane + from + x] ?? 0;
          // The first of equals wins, as in numpy and torch.
          if (value > most) {
            most = value;
            best = c;
          }
        }
        data[to + x] = best;
      }
    });
  };
  return { kind: 'labels', data, take };
}
