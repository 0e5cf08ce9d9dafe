import type { Shape3, WindowPlan, WindowWeights } from './window-plan';

/**
 * Weighted sums of windows that overlap, float32 as the reference. Only the slices (rows of a 2-D image) that windows still
 * to come may touch are held: those before are finished, divided by their weights and handed to `finish`, slice by slice
 * in order. So the answers of a large volume are never whole in memory, and come out the same as if they were.
 */
export class WindowBlend {
  readonly #channels: number;
  readonly #plan: WindowPlan;
  readonly #weights: WindowWeights;
  readonly #finish: FinishSlices;
  readonly #sums: Float32Array;
  readonly #totals: Float32Array;
  /** First slice held. */
  #first = 0;

  constructor(channels: number, plan: WindowPlan, weights: WindowWeights, finish: FinishSlices) {
    this.#channels = channels;
    this.#plan = plan;
    this.#weights = weights;
    this.#finish = finish;
    const plane = plan.padded[1] * plan.padded[2];
    this.#sums = new Float32Array(channels * plan.roi[0] * plane);
    this.#totals = new Float32Array(plan.roi[0] * plane);
  }

  /** Bytes held at most. */
  static bytes(channels: number, plan: WindowPlan): number {
    return (channels + 1) * plan.roi[0] * plan.padded[1] * plan.padded[2] * 4;
  }

  /** Adds one window's answer, `channels` × roi. Windows come by growing first axis. */
  add(answer: Float32Array, start: Shape3): void {
    if (start[0] > this.#first) this.#advance(start[0]);
    const weights = this.#weights(start);
    const { roi, padded } = this.#plan;
    const plane = padded[1] * padded[2];
    let at = 0;
    for (let z = 0; z < roi[0]; z++) {
      for (let y = 0; y < roi[1]; y++) {
        const to = z * plane + (start[1] + y) * padded[2] + start[2];
        for (let x = 0; x < roi[2]; x++) this.#totals[to + x] = (this.#totals[to + x] ?? 0) + (weights[at++] ?? 0);
      }
    }
    let from = 0;
    for (let c = 0; c < this.#channels; c++) {
      let weight = 0;
      for (let z = 0; z < roi[0]; z++) {
        for (let y = 0; y < roi[1]; y++) {
          const to = (c * roi[0] + z) * plane + (start[1] + y) * padded[2] + start[2];
          for (let x = 0; x < roi[2]; x++) {
            this.#sums[to + x] = (this.#sums[to + x] ?? 0) + Math.fround((answer[from++] ?? 0) * (weights[weight++] ?? 0));
          }
        }
      }
    }
  }

  /** Finishes all that is left. */
  end(): void {
    this.#advance(this.#plan.padded[0]);
  }

  #advance(to: number): void {
    const { roi, padded } = this.#plan;
    const plane = padded[1] * padded[2];
    const done = Math.min(to - this.#first, roi[0]);
    const slice = new Float32Array(this.#channels * plane);
    for (let z = 0; z < done; z++) {
      for (let c = 0; c < this.#channels; c++) {
        const from = (c * roi[0] + z) * plane;
        for (let i = 0; i < plane; i++) slice[c * plane + i] = (this.#sums[from + i] ?? 0) / (this.#totals[z * plane + i] ?? 1);
      }
      this.#finish(slice, this.#first + z);
    }
    for (let c = 0; c < this.#channels; c++) {
      const block = this.#sums.subarray(c * roi[0] * plane, (c + 1) * roi[0] * plane);
      block.copyWithin(0, done * plane);
      block.fill(0, (roi[0] - done) * plane);
    }
    this.#totals.copyWithin(0, done * plane);
    this.#totals.fill(0, (roi[0] - done) * plane);
    this.#first = to;
  }
}

/** One finished slice of the padded image: `channels` × rows × columns; the array is used again after the call. */
export type FinishSlices = (slice: Float32Array, index: number) => void;
