import { isOneOfMany, isOnImage, type Finding } from '../finding';
import type { SeriesId } from '../ids';
import { overlayId, type ModelAnswer } from '../model-answer';
import { centreOf } from '../regions/density';
import type { HeatmapOutput } from '../result';
import { isShown, type Thresholds } from '../review/summary';
import type { SlidePyramid } from '../slide';
import type { Point } from '../units';
import { densityPeaks, type DensityWindow } from './density-peaks';
import { heatPeaks } from './heat-peaks';
import type { HotRegion } from './hot-region';

/** What the regions of a slide can be ranked by. */
export type HotSource =
  | { readonly kind: 'heatmap'; readonly key: string; readonly label: string; readonly modelId: string; readonly output: HeatmapOutput }
  /** `label` null: objects of all classes. */
  | {
      readonly kind: 'objects';
      readonly key: string;
      readonly label: string | null;
      readonly modelId: string;
      readonly centres: readonly Point[];
    };

/** Heatmaps first, then the objects that are shown and not rejected: of all classes where there are several, and of each. */
export function hotSources(
  answers: readonly ModelAnswer[],
  findings: readonly Finding[],
  thresholds: Thresholds,
  series: SeriesId,
): readonly HotSource[] {
  const heatmaps = answers.flatMap((answer) =>
    answer.outputs.flatMap((output): HotSource[] =>
      output.kind === 'heatmap'
        ? [{ kind: 'heatmap', key: overlayId(answer, output), label: output.label, modelId: answer.modelId, output }]
        : [],
    ),
  );
  const byModel = new Map<string, Map<string, Point[]>>();
  for (const finding of findings) {
    const { author, label, status } = finding;
    if (finding.series !== series || author.kind !== 'model' || status === 'rejected') continue;
    if (!isOnImage(finding) || !isOneOfMany(finding) || !isShown(finding, thresholds)) continue;
    const labels = byModel.get(author.modelId) ?? new Map<string, Point[]>();
    byModel.set(author.modelId, labels);
    const centres = labels.get(label);
    if (centres === undefined) labels.set(label, [centreOf(finding)]);
    else centres.push(centreOf(finding));
  }
  const objects = [...byModel].flatMap(([modelId, labels]): HotSource[] => {
    const each = [...labels].map(([label, centres]): HotSource => ({
      kind: 'objects',
      key: `${modelId}/${label}`,
      label,
      modelId,
      centres,
    }));
    if (each.length < 2) return each;
    return [{ kind: 'objects', key: modelId, label: null, modelId, centres: [...labels.values()].flat() }, ...each];
  });
  return [...heatmaps, ...objects];
}

/** A window to look through: of objects by its area, of a heatmap by its side. */
export type HotWindow =
  | { readonly kind: 'area'; readonly window: DensityWindow }
  | { readonly kind: 'side'; readonly length: number; readonly unit: 'um' | 'px' };

/** mm²; 0.2 is a high-power field, 1 and 2 what proliferation and mitoses are counted in. */
const AREAS: readonly DensityWindow[] = [
  { shape: 'square', mm2: 0.01 },
  { shape: 'square', mm2: 0.1 },
  { shape: 'circle', mm2: 0.2 },
  { shape: 'square', mm2: 0.5 },
  { shape: 'circle', mm2: 1 },
  { shape: 'circle', mm2: 2 },
];
const SIDES = { um: [50, 100, 250, 500, 1000], px: [256, 1024, 4096] } as const;

/** Windows that fit in the slide, the smallest first. Densities need a pixel size: without one there is none for objects. */
export function hotWindows({ kind }: HotSource, slide: Pick<SlidePyramid, 'levels' | 'micronsPerPixel'>): readonly HotWindow[] {
  const [full] = slide.levels;
  if (full === undefined) return [];
  const { micronsPerPixel: microns } = slide;
  const shorter = Math.min(full.columns * (microns?.[0] ?? 1), full.rows * (microns?.[1] ?? 1));
  if (kind === 'objects') {
    if (microns === null) return [];
    return AREAS.filter(({ mm2 }) => 1000 * Math.sqrt(mm2) <= shorter).map((window) => ({ kind: 'area', window }));
  }
  const unit = microns === null ? 'px' : 'um';
  return SIDES[unit].filter((length) => 2 * length <= shorter).map((length) => ({ kind: 'side', length, unit }));
}

/** The regions where there is most, by rank. */
export function hotRegions(source: HotSource, window: HotWindow, micronsPerPixel: readonly [number, number] | null): readonly HotRegion[] {
  if (source.kind === 'heatmap')
    return window.kind === 'side' ? heatPeaks(source.output, window.length / (window.unit === 'um' ? (micronsPerPixel?.[0] ?? 1) : 1)) : [];
  return window.kind === 'area' && micronsPerPixel !== null ? densityPeaks(source.centres, window.window, micronsPerPixel) : [];
}
