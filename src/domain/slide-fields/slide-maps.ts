import type { ClassificationOutput, HeatmapOutput, MeasuredValue, ModelOutput, ScoreOutput, SegmentationOutput } from '../result';
import type { Box } from '../units';
import type { FieldSize, SlideField } from './field';
import { fieldPlaces } from './field-pixels';
import { FieldDecisions, fieldNumbers, FieldNumbers } from './joined-cells';
import { JoinedHeat } from './joined-heat';
import { JoinedLabels } from './joined-labels';
import { planMapGrid, resultGrid, type MapGrid } from './map-grid';

export type MapOutput = HeatmapOutput | SegmentationOutput;

/** Kinds of output of single images that can be joined to a map over a slide. */
export function isOfMaps(kind: ModelOutput['kind']): boolean {
  return kind === 'heatmap' || kind === 'segmentation' || kind === 'classification' || kind === 'score';
}

/** Of a map of one number a field: its pixels across a field's core, so that borders of cells lie right to 1/16 of one. */
const CELLS_PER_FIELD = 8;
/** From this many classes on the decisions are a map of their own; of two, the probability of one says it all. */
const DECIDED_FROM = 3;

type Joined = ClassificationOutput | ScoreOutput | HeatmapOutput | SegmentationOutput;

/** Maps, decisions and scores of fields, joined over the slide at one working resolution that fits in memory. */
export class SlideMaps {
  readonly #heats = new Map<string, { readonly of: HeatmapOutput; readonly joined: JoinedHeat }>();
  readonly #labels = new Map<string, JoinedLabels>();
  readonly #numbers = new Map<string, { readonly of: ClassificationOutput | ScoreOutput; readonly byLabel: Map<string, FieldNumbers> }>();
  readonly #decisions = new Map<string, FieldDecisions>();
  #grid: MapGrid | null = null;

  /**
   * @param area level-0 pixels
   * @param scale level-0 pixels a pixel of a field, [x, y]
   * @param micronsPerPixel of level 0; null where the slide states none
   */
  constructor(
    private readonly area: Box,
    private readonly field: FieldSize,
    private readonly scale: readonly [number, number],
    private readonly micronsPerPixel: readonly [number, number] | null,
  ) {}

  /** @param tissue level-0 pixels of tissue in the field's core */
  add(field: SlideField, outputs: readonly ModelOutput[], tissue: number): void {
    const joined = outputs.filter((output): output is Joined => isOfMaps(output.kind));
    if (joined.length === 0) return;
    const grid = (this.#grid ??= this.#plan(field, joined));
    for (const output of joined) {
      switch (output.kind) {
        case 'heatmap': {
          const own = this.#heats.get(output.id) ?? { of: output, joined: new JoinedHeat(grid) };
          // Where the package states no range, each field comes with its own.
          const range = [Math.min(own.of.range[0], output.range[0]), Math.max(own.of.range[1], output.range[1])] as const;
          this.#heats.set(output.id, { of: { ...own.of, range }, joined: own.joined });
          own.joined.add(output, fieldPlaces(field, output.grid.shape, this.#shared, grid));
          break;
        }
        case 'segmentation': {
          const own = this.#labels.get(output.id) ?? new JoinedLabels(grid, output.values);
          this.#labels.set(output.id, own);
          own.add(output, fieldPlaces(field, output.grid.shape, this.#shared, grid));
          break;
        }
        default:
          this.#addNumbers(grid, field, output, tissue);
      }
    }
  }

  /** As they stand. Their arrays grow in place: what was given before shows what came since. */
  outputs(): readonly MapOutput[] {
    if (this.#grid === null) return [];
    const grid = resultGrid(this.#grid, this.micronsPerPixel);
    const labelMap = (id: string, { data, values, areas }: JoinedLabels | FieldDecisions): MapOutput => ({
      ...{ id, kind: 'segmentation', grid, data, values },
      areas: new Map(areas),
    });
    return [
      ...[...this.#labels].map(([id, joined]) => labelMap(id, joined)),
      ...[...this.#decisions].map(([id, decided]) => labelMap(id, decided)),
      ...[...this.#heats.values()].map(({ of, joined }): MapOutput => ({ ...of, grid, data: joined.data })),
      ...[...this.#numbers].flatMap(([id, { of, byLabel }]) =>
        // The last class first: of two it is the one that is looked for.
        [...byLabel].reverse().map(([label, { data, range }]): MapOutput => ({
          ...{ id: byLabel.size === 1 ? id : `${id}.${nameOf(label)}`, kind: 'heatmap', grid, data, label, explains: null },
          range: of.kind === 'classification' ? [0, 1] : range,
        })),
      ),
    ];
  }

  /**
   * Area of each label in mm² and its share of the tissue covered, and the maps' own resolution.
   * @param tissue level-0 pixels covered so far
   */
  measurements(tissue: number): readonly MeasuredValue[] {
    if (this.#grid === null) return [];
    const microns = this.micronsPerPixel;
    const areas = [...this.#labels.values(), ...this.#decisions.values()].flatMap(({ values, areas: own }) =>
      values.flatMap(({ value, label }): MeasuredValue[] => {
        const pixels = own.get(value) ?? 0;
        return [
          ...(microns === null ? [] : [{ label, name: 'area', value: (pixels * microns[0] * microns[1]) / 1e6, unit: 'mm2' }]),
          ...(tissue === 0 ? [] : [{ label, name: 'tissue_share', value: (100 * pixels) / tissue, unit: '%' }]),
        ];
      }),
    );
    const [across] = this.#grid.cell;
    const resolution = microns === null ? { value: across, unit: 'px' } : { value: across * microns[0], unit: 'um' };
    return [...areas, { label: null, name: 'map_pixel', ...resolution }];
  }

  #addNumbers(grid: MapGrid, field: SlideField, output: ClassificationOutput | ScoreOutput, tissue: number): void {
    const own = this.#numbers.get(output.id) ?? { of: output, byLabel: new Map<string, FieldNumbers>() };
    this.#numbers.set(output.id, own);
    for (const { label, value } of fieldNumbers(output)) {
      const numbers = own.byLabel.get(label) ?? new FieldNumbers(grid);
      own.byLabel.set(label, numbers);
      numbers.add(field, value);
    }
    if (output.kind !== 'classification' || output.multiLabel || output.classes.length < DECIDED_FROM) return;
    const decided = this.#decisions.get(output.id) ?? new FieldDecisions(grid, output);
    this.#decisions.set(output.id, decided);
    decided.add(field, output, tissue);
  }

  /** Part of a field that neighbours share, [x, y]. */
  get #shared(): readonly [number, number] {
    return [this.field.overlap / this.field.columns, this.field.overlap / this.field.rows];
  }

  #plan({ core }: SlideField, outputs: readonly Joined[]): MapGrid {
    const bytes = outputs.reduce((sum, output) => sum + bytesPerPixel(output), 0);
    const drawn = outputs.some(({ kind }) => kind === 'heatmap' || kind === 'segmentation');
    const coarse = [core.width / CELLS_PER_FIELD, core.height / CELLS_PER_FIELD] as const;
    return planMapGrid(this.area, drawn ? this.scale : coarse, bytes);
  }
}

/** As part of an id, and so of the name of a file. */
function nameOf(label: string): string {
  return label.replace(/[^\p{L}\p{N}_-]+/gu, '_');
}

function bytesPerPixel(output: Joined): number {
  switch (output.kind) {
    case 'heatmap':
      return JoinedHeat.bytesPerPixel;
    case 'segmentation':
      return JoinedLabels.bytesPerPixel(output.values);
    case 'score':
      return FieldNumbers.bytesPerPixel;
    case 'classification':
      return FieldNumbers.bytesPerPixel * output.classes.length + FieldDecisions.bytesPerPixel;
  }
}
