import type { MeasuredValue, MeasurementsOutput } from '../result';
import type { ObjectsOutput } from './slide-objects';

/** Id of the measurements that stand beside the objects of a slide. */
export const SLIDE_TALLY = 'slide-tally';

/** Counts what a run over a slide finds, at the decision threshold of each output, and over how much tissue. */
export class SlideTally {
  readonly #counts = new Map<string, number>();
  #tissue = 0;
  #done = 0;
  #refused = 0;

  /**
   * @param labels keys told even where nothing is found
   * @param total fields to be covered
   * @param micronsPerPixel of level 0; null: no areas, no densities
   */
  constructor(
    labels: readonly string[],
    private readonly total: number,
    private readonly micronsPerPixel: readonly [number, number] | null,
  ) {
    for (const label of labels) this.#counts.set(label, 0);
  }

  /** Share of the fields that were answered for, 0–1: those refused are not. */
  get coverage(): number {
    return this.total === 0 ? 1 : this.#done / this.total;
  }

  /** Level-0 pixels of tissue answered for. */
  get tissue(): number {
    return this.#tissue;
  }

  /** Fields that the model's own checks let nothing be said of. */
  get refused(): number {
    return this.#refused;
  }

  /** A field that a rule which blocks refused: it is not covered. */
  refuse(): void {
    this.#refused += 1;
  }

  /** @param tissue level-0 pixels of tissue in the field's core */
  add(outputs: readonly ObjectsOutput[], tissue: number): void {
    this.#done += 1;
    this.#tissue += tissue;
    for (const output of outputs) {
      const found = output.kind === 'boxes' ? output.boxes : output.kind === 'points' ? output.points : output.polygons;
      for (const { label, score } of found)
        if (score === null || score >= output.threshold) this.#counts.set(label, (this.#counts.get(label) ?? 0) + 1);
    }
  }

  /**
   * Counts by label, and where pixels have a size the tissue covered in mm² and densities per mm².
   * @param ofMaps what was measured on joined maps, told beside them
   */
  measurements(ofMaps: readonly MeasuredValue[] = []): MeasurementsOutput {
    const area = this.micronsPerPixel === null ? null : (this.#tissue * this.micronsPerPixel[0] * this.micronsPerPixel[1]) / 1e6;
    const measurements: MeasuredValue[] = [...this.#counts].flatMap(([label, count]): MeasuredValue[] => [
      { label, name: 'count', value: count, unit: '1' },
      ...(area === null || area === 0 ? [] : [{ label, name: 'density', value: count / area, unit: '/mm2' }]),
    ]);
    measurements.push(...ofMaps);
    if (area !== null) measurements.push({ label: null, name: 'tissue_area', value: area, unit: 'mm2' });
    measurements.push({ label: null, name: 'coverage', value: this.coverage * 100, unit: '%' });
    if (this.#refused > 0) measurements.push({ label: null, name: 'refused_fields', value: this.#refused, unit: '1' });
    return { id: SLIDE_TALLY, kind: 'measurements', measurements };
  }
}
