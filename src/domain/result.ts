import type { CheckMeasure } from './check-measure';
import type { ExecutionProvider } from './job';
import type { Box, Point } from './units';
import type { VoxelAffine } from './volume';

/**
 * What a model answers, drawn and exported alike whatever package said it. Arrays lie on the grid of the source: a frame
 * (`[rows, columns]`, EXIF turned, as displayed) or a volume (`[slices, rows, columns]`, the order of its series). Label
 * keys are the package's own data (`RBC`), translated only on screen.
 */
export type ModelOutput =
  | BoxesOutput
  | SegmentationOutput
  | InstancesOutput
  | HeatmapOutput
  | PointsOutput
  | PolygonsOutput
  | ClassificationOutput
  | ScoreOutput
  | CurveOutput
  | MeasurementsOutput
  | EntitiesOutput
  | CodesOutput
  | TimelineOutput
  | TextOutput
  | FeaturesOutput;

export type OutputKind = ModelOutput['kind'];

/** The grid an array lies on. */
export interface ResultGrid {
  /** `[rows, columns]` or `[slices, rows, columns]`. */
  readonly shape: readonly number[];
  /** Millimetres along each axis of `shape`; null where the source states none: sizes are then in pixels. */
  readonly spacing: readonly number[] | null;
  /** Of a volume, else null. */
  readonly affine: VoxelAffine | null;
  /** Of a map over a slide at a resolution of its own: the level-0 pixels that it covers. Absent: the pixels are the source's. */
  readonly region?: Box;
}

interface Output<Kind extends string> {
  /** As the package names it. */
  readonly id: string;
  readonly kind: Kind;
}

/** One box, in pixels of the source frame as displayed. */
export interface DetectedBox {
  readonly label: string;
  /** 0–1. */
  readonly score: number;
  readonly box: Box;
}

/** Every box above the package's floor, by falling score; `threshold` is the decision threshold, applied by nobody here. */
export interface BoxesOutput extends Output<'boxes'> {
  readonly boxes: readonly DetectedBox[];
  readonly threshold: number;
}

/** One value a pixel or voxel: 0 is background, the others are named by `values`. */
export interface SegmentationOutput extends Output<'segmentation'> {
  readonly grid: ResultGrid;
  readonly data: Uint8Array | Uint16Array;
  readonly values: readonly { readonly value: number; readonly label: string }[];
  /** Of a map over a slide the area of each value as it was counted at the model's own resolution, level-0 pixels. */
  readonly areas?: ReadonlyMap<number, number>;
}

/** One object of an instance map. */
export interface SegmentedObject {
  /** Its value in the map, from 1. */
  readonly value: number;
  readonly label: string;
  /** 0–1; null where the method gives none. */
  readonly score: number | null;
}

/** Objects apart from one another: 0 is background, each object has a value of its own. */
export interface InstancesOutput extends Output<'instances'> {
  readonly grid: ResultGrid;
  readonly data: Uint32Array;
  readonly objects: readonly SegmentedObject[];
  readonly threshold: number;
}

/** A quantity over the image: a probability, an attention, a class activation. */
export interface HeatmapOutput extends Output<'heatmap'> {
  readonly grid: ResultGrid;
  readonly data: Float32Array;
  /** What the colour scale spans. */
  readonly range: readonly [low: number, high: number];
  readonly label: string;
  /** It explains another output rather than finding anything itself: shown under its own caveat. */
  readonly explains: string | null;
  /** How the engine found it; absent where the package gave it itself. */
  readonly method?: OcclusionMethod;
}

/** Parts of the image hidden in turn, and how much the probability of the label fell. */
export interface OcclusionMethod {
  readonly name: 'occlusion';
  /** Of the label, 0–1, with nothing hidden. */
  readonly probability: number;
  /** Of that probability, by hiding one window; negative where hiding any raised it. */
  readonly largestDrop: number;
  /** Rows and columns that the network takes. */
  readonly input: readonly [rows: number, columns: number];
  /** Rows and columns that were hidden at a time, and how far they moved. */
  readonly window: readonly [rows: number, columns: number];
  readonly stride: readonly [rows: number, columns: number];
  /** By the mean of each channel of the image. */
  readonly fill: 'mean';
}

export interface PointsOutput extends Output<'points'> {
  /** Coordinates in pixels or voxels of the source, (0, 0) the corner of the first; slice only in volumes. */
  readonly points: readonly { readonly label: string; readonly score: number; readonly at: Point; readonly slice: number | null }[];
  readonly threshold: number;
}

export interface PolygonsOutput extends Output<'polygons'> {
  /** Rings in pixels of the source frame: the outline, then its holes. */
  readonly polygons: readonly { readonly label: string; readonly score: number | null; readonly rings: readonly (readonly Point[])[] }[];
  readonly threshold: number;
}

/** Probabilities of all classes beside the decision. */
export interface ClassificationOutput extends Output<'classification'> {
  readonly classes: readonly { readonly label: string; readonly probability: number }[];
  /** The label decided for; of a multi-label output all those at or above their threshold, possibly none. */
  readonly decision: readonly string[];
  readonly multiLabel: boolean;
  readonly threshold: number;
  readonly calibrated: boolean;
  /** What spoke for or against, strongest first, where the package says so. */
  readonly contributions: readonly Contribution[];
}

/** How much one input spoke for (positive) or against a class, in the package's own unit (log-odds where it is a linear model). */
export interface Contribution {
  readonly label: string;
  readonly name: string;
  /** The input's value as read, in words. */
  readonly value: string;
  readonly weight: number;
}

export interface ScoreOutput extends Output<'score'> {
  readonly label: string;
  readonly value: number;
  readonly unit: string;
  readonly operatingPoint: number | null;
  readonly calibrated: boolean;
}

export interface CurveOutput extends Output<'curve'> {
  readonly label: string;
  readonly x: readonly number[];
  readonly y: readonly number[];
  readonly xUnit: string;
  readonly yUnit: string;
}

/** One number about a structure, an object or the whole image. */
export interface MeasuredValue {
  /** Label key of the structure; null for the whole. */
  readonly label: string | null;
  /** `volume`, `area`, `max_diameter`, `count`, `density`, `mean` … */
  readonly name: string;
  readonly value: number;
  /** UCUM: `mL`, `mm`, `mm2`, `px`, `1`, `/mm2`, `%`. */
  readonly unit: string;
}

export interface MeasurementsOutput extends Output<'measurements'> {
  readonly measurements: readonly MeasuredValue[];
}

/** A stretch of the source text, in UTF-16 code units. */
export interface TextSpan {
  readonly start: number;
  readonly end: number;
}

export interface EntitiesOutput extends Output<'entities'> {
  readonly entities: readonly (TextSpan & { readonly label: string; readonly score: number; readonly text: string })[];
}

export interface CodesOutput extends Output<'codes'> {
  readonly codes: readonly {
    readonly scheme: string;
    readonly value: string;
    readonly meaning: string;
    readonly score: number;
    readonly span: TextSpan | null;
  }[];
}

export interface TimelineOutput extends Output<'timeline'> {
  /** By time; an event whose date is not known comes last. Dates are ISO 8601, as precise as the text is. */
  readonly events: readonly {
    readonly date: string | null;
    readonly label: string;
    readonly text: string;
    readonly span: TextSpan | null;
  }[];
}

export interface TextOutput extends Output<'text'> {
  readonly text: string;
}

/** An embedding, for a second package or an export; nothing to look at. */
export interface FeaturesOutput extends Output<'features'> {
  /** `[n, dimensions]`. */
  readonly dims: readonly number[];
  readonly data: Float32Array;
}

/** What the gate found, before or after a run; kept with the result. */
export interface CheckOutcome {
  readonly rule: string;
  readonly when: 'before' | 'after';
  readonly severity: 'block' | 'warn' | 'info';
  readonly satisfied: boolean;
  readonly message: { readonly fr: string; readonly en: string };
  readonly measured: CheckMeasure;
}

export interface ModelResult {
  readonly outputs: readonly ModelOutput[];
  readonly checks: readonly CheckOutcome[];
  readonly provider: ExecutionProvider;
  /** Milliseconds: before the first network, in networks, after. */
  readonly timing: { readonly pre: number; readonly run: number; readonly post: number };
}

/** The first rule that blocks and is broken; null where the answer stands. */
export function blockingCheck(checks: readonly CheckOutcome[]): CheckOutcome | null {
  return checks.find(({ severity, satisfied }) => severity === 'block' && !satisfied) ?? null;
}

/** Whether a rule that blocks is broken. */
export function isBlocked(checks: readonly CheckOutcome[]): boolean {
  return blockingCheck(checks) !== null;
}
