import type { SegmentationOutput } from '../result';
import type { FieldPlaces, PixelPlace } from './field-pixels';
import type { MapGrid } from './map-grid';

/**
 * Label maps of fields as one over the slide: each pixel of the map has the label that most of what it covers has, weighted
 * where fields overlap. Areas are counted on the fields themselves, each in its core: what is too small for the map counts too.
 */
export class JoinedLabels {
  /** Row-major; grows as fields come. */
  readonly data: Uint16Array;
  readonly values: SegmentationOutput['values'];
  /** Of each value its area, level-0 pixels. */
  readonly areas = new Map<number, number>();
  readonly #votes: ReadonlyMap<number, Float32Array>;
  readonly #columns: number;

  constructor({ columns, rows }: MapGrid, values: SegmentationOutput['values']) {
    this.#columns = columns;
    this.values = values.filter(({ value }) => value !== 0);
    this.data = new Uint16Array(columns * rows);
    this.#votes = new Map([0, ...this.values.map(({ value }) => value)].map((value) => [value, new Float32Array(columns * rows)]));
    for (const { value } of this.values) this.areas.set(value, 0);
  }

  static bytesPerPixel(values: SegmentationOutput['values']): number {
    return 4 * (1 + values.length) + 2;
  }

  add({ data, grid }: Pick<SegmentationOutput, 'data' | 'grid'>, { across, down, pixelArea }: FieldPlaces): void {
    const width = grid.shape[1] ?? 1;
    for (const row of down) {
      for (const column of across) {
        const value = data[row.from * width + column.from] ?? 0;
        const votes = this.#votes.get(value);
        if (votes === undefined) continue;
        const at = row.to * this.#columns + column.to;
        votes[at] = (votes[at] ?? 0) + row.weight * column.weight;
        if (value !== 0) this.areas.set(value, (this.areas.get(value) ?? 0) + row.core * column.core * pixelArea);
      }
    }
    this.#elect(across, down);
  }

  /** Of labels that are as frequent the first counts, background before all. */
  #elect(across: readonly PixelPlace[], down: readonly PixelPlace[]): void {
    const columns = new Set(across.map(({ to }) => to));
    for (const row of new Set(down.map(({ to }) => to))) {
      for (const column of columns) {
        const at = row * this.#columns + column;
        let [best, most] = [0, 0];
        for (const [value, votes] of this.#votes) {
          const count = votes[at] ?? 0;
          if (count <= most) continue;
          [best, most] = [value, count];
        }
        this.data[at] = best;
      }
    }
  }
}
