import type { HeatmapOutput } from '../result';
import type { FieldPlaces } from './field-pixels';
import type { MapGrid } from './map-grid';

/** Heatmaps of fields as one over the slide: the weighted mean where they overlap, NaN where nothing was said. */
export class JoinedHeat {
  static readonly bytesPerPixel = 12;
  /** Row-major; grows as fields come. */
  readonly data: Float32Array;
  readonly #sum: Float32Array;
  readonly #weight: Float32Array;
  readonly #columns: number;

  constructor({ columns, rows }: MapGrid) {
    this.#columns = columns;
    this.data = new Float32Array(columns * rows).fill(NaN);
    this.#sum = new Float32Array(columns * rows);
    this.#weight = new Float32Array(columns * rows);
  }

  add({ data, grid }: Pick<HeatmapOutput, 'data' | 'grid'>, { across, down }: FieldPlaces): void {
    const width = grid.shape[1] ?? 1;
    for (const row of down) {
      for (const column of across) {
        const value = data[row.from * width + column.from] ?? NaN;
        if (Number.isNaN(value)) continue;
        const at = row.to * this.#columns + column.to;
        const weight = row.weight * column.weight;
        const total = (this.#weight[at] ?? 0) + weight;
        const sum = (this.#sum[at] ?? 0) + weight * value;
        this.#weight[at] = total;
        this.#sum[at] = sum;
        this.data[at] = sum / total;
      }
    }
  }
}
