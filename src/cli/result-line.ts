import { gridPlace, gridScale } from '../domain/map-place';
import type { BoxesOutput, ModelOutput, SegmentationOutput } from '../domain/result';

/** One box of a line's `findings`. */
export interface FindingLine {
  readonly label: string;
  readonly score: number;
  /** x, y, width, height in pixels of the image as displayed. */
  readonly box: readonly [number, number, number, number];
  /** In mm where the pixel size is known, else in px. */
  readonly size: { readonly width: number; readonly height: number; readonly unit: 'mm' | 'px' };
}

/** @param spacing [row, column] mm; null where unknown. */
export function findingLines({ boxes }: BoxesOutput, spacing: readonly [number, number] | null): FindingLine[] {
  return boxes.map(({ label, score, box }) => ({
    label,
    score,
    box: [box.x, box.y, box.width, box.height],
    size:
      spacing === null
        ? { width: box.width, height: box.height, unit: 'px' }
        : { width: box.width * spacing[1], height: box.height * spacing[0], unit: 'mm' },
  }));
}

/** An answer as a line of JSON tells it: numbers and words whole, arrays by their sizes and the files they were written to. */
export function outputLine(output: ModelOutput, files: readonly string[]): Record<string, unknown> {
  const line = { id: output.id, kind: output.kind, ...content(output), ...('grid' in output ? gridPlace(output.grid) : {}) };
  return files.length === 0 ? line : { ...line, files };
}

function content(output: ModelOutput): Record<string, unknown> {
  switch (output.kind) {
    case 'boxes':
      return { count: output.boxes.length, threshold: output.threshold };
    case 'segmentation':
      return { shape: output.grid.shape, labels: labelSizes(output) };
    case 'instances': {
      const counts: Record<string, number> = {};
      for (const { label } of output.objects) counts[label] = (counts[label] ?? 0) + 1;
      return { shape: output.grid.shape, count: output.objects.length, counts };
    }
    case 'heatmap':
      return {
        shape: output.grid.shape,
        range: output.range,
        label: output.label,
        explains: output.explains,
        ...(output.method === undefined ? {} : { method: output.method }),
      };
    case 'points':
      return { points: output.points, threshold: output.threshold };
    case 'polygons':
      return { count: output.polygons.length, threshold: output.threshold };
    case 'classification':
      return {
        decision: output.multiLabel ? output.decision : (output.decision[0] ?? null),
        probabilities: Object.fromEntries(output.classes.map(({ label, probability }) => [label, probability])),
        threshold: output.threshold,
        calibrated: output.calibrated,
        ...(output.contributions.length > 0 ? { contributions: output.contributions } : {}),
      };
    case 'score':
      return { label: output.label, value: output.value, unit: output.unit, operatingPoint: output.operatingPoint };
    case 'curve':
      return { label: output.label, x: output.x, y: output.y, xUnit: output.xUnit, yUnit: output.yUnit };
    case 'measurements':
      return { measurements: output.measurements };
    case 'entities':
      return { entities: output.entities };
    case 'codes':
      return { codes: output.codes };
    case 'timeline':
      return { events: output.events };
    case 'text':
      return { text: output.text };
    case 'features':
      return { dims: output.dims };
  }
}

/** Pixels or voxels of each label, and their area or volume where the grid has a size. */
function labelSizes({ data, values, areas, grid }: SegmentationOutput): Record<string, unknown> {
  const { shape, spacing } = grid;
  const counts = new Map<number, number>();
  for (const value of data) counts.set(value, (counts.get(value) ?? 0) + 1);
  const unit = spacing === null ? null : spacing.reduce((product, mm) => product * mm, 1);
  const [across, down] = gridScale(grid);
  const sizes = values.flatMap(({ value, label }): [string, Record<string, number>][] => {
    if (value === 0) return [];
    const count = counts.get(value) ?? 0;
    const filled = (areas?.get(value) ?? count * across * down) / (across * down);
    if (shape.length === 2) return [[label, { pixels: count, ...(unit === null ? {} : { mm2: filled * unit }) }]];
    return [[label, { voxels: count, ...(unit === null ? {} : { ml: (count * unit) / 1000 }) }]];
  });
  return Object.fromEntries(sizes);
}
