import type { ClassificationOutput, ScoreOutput, SegmentationOutput } from '../result';
import type { SlideField } from './field';
import { cellsOf, type MapGrid } from './map-grid';

/** A value of an area, level-0 pixels. */
type Areas = Map<number, number>;

/** One number a field over the slide: every field's core is a cell of the map. NaN where nothing was said. */
export class FieldNumbers {
  static readonly bytesPerPixel = 4;
  readonly data: Float32Array;
  #low = Infinity;
  #high = -Infinity;

  constructor(private readonly grid: MapGrid) {
    this.data = new Float32Array(grid.columns * grid.rows).fill(NaN);
  }

  /** Lowest and highest so far; 0 and 1 before the first. */
  get range(): readonly [number, number] {
    return this.#low > this.#high ? [0, 1] : [this.#low, this.#high];
  }

  add(field: SlideField, value: number): void {
    this.#low = Math.min(this.#low, value);
    this.#high = Math.max(this.#high, value);
    fillCore(this.grid, field, this.data, value);
  }
}

/** What was decided for each field, as a label map over the slide; the areas are those of the tissue in the fields. */
export class FieldDecisions {
  static readonly bytesPerPixel = 2;
  readonly data: Uint16Array;
  readonly values: SegmentationOutput['values'];
  readonly areas: Areas = new Map();

  constructor(
    private readonly grid: MapGrid,
    { classes }: ClassificationOutput,
  ) {
    this.data = new Uint16Array(grid.columns * grid.rows);
    this.values = classes.map(({ label }, i) => ({ value: i + 1, label }));
    for (const { value } of this.values) this.areas.set(value, 0);
  }

  /** @param tissue level-0 pixels of tissue in the field's core */
  add(field: SlideField, { decision: [label] }: ClassificationOutput, tissue: number): void {
    const value = this.values.find((one) => one.label === label)?.value ?? 0;
    fillCore(this.grid, field, this.data, value);
    if (value !== 0) this.areas.set(value, (this.areas.get(value) ?? 0) + tissue);
  }
}

function fillCore(grid: MapGrid, { core }: SlideField, data: Float32Array | Uint16Array, value: number): void {
  const { left, right, top, bottom } = cellsOf(grid, core);
  for (let row = top; row < bottom; row++) data.fill(value, row * grid.columns + left, row * grid.columns + right);
}

/** The numbers that one field's decision or score is worth, by label. */
export function fieldNumbers(output: ClassificationOutput | ScoreOutput): readonly { readonly label: string; readonly value: number }[] {
  if (output.kind === 'score') return [{ label: output.label, value: output.value }];
  return output.classes.map(({ label, probability }) => ({ label, value: probability }));
}
