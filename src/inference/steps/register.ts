import type { Corners } from '../../domain/kernels/box';
import type { SuvFactors } from '../../domain/kernels/intensity/suv';
import type { DecodedFrame, ModalityLut } from '../../domain/pixels';
import type { MeasuredValue } from '../../domain/result';
import type { SlideSource, VoxelSource } from '../../domain/ports';
import type { SpatialTransform } from '../../domain/kernels/geometry/spatial-transform';
import type { VoxelAffine } from '../../domain/volume';
import type { NetworkTensor, TensorDtype } from '../runtime/network-tensor';

/**
 * What flows between steps. Each register has a static type, known before any weight is read, and at run time a value of
 * that type. `dims` is the number of spatial axes: 2 (rows, columns) or 3 (slices, rows, columns), always slowest first.
 * `space` says where coordinates are measured: in the pixels of the source, or in those of an array derived from it
 * (resized, cropped, padded …) that `InvertTransforms` must take back before anything can be an output.
 */
export type RegisterType =
  | SourceType
  /** Channels first, row-major. */
  | { readonly kind: 'image'; readonly dtype: ImageDtype; readonly channels: number; readonly dims: SpatialRank; readonly space: SpaceType }
  /** One class a pixel, 0 background. */
  | { readonly kind: 'labels'; readonly dims: SpatialRank; readonly space: SpaceType }
  /** One value an object, 0 background. */
  | { readonly kind: 'instances'; readonly dims: SpatialRank; readonly space: SpaceType }
  /** Numbers without a place: logits, features, token ids. */
  | { readonly kind: 'tensor'; readonly dtype: TensorDtype; readonly rank: number }
  | { readonly kind: 'boxes'; readonly space: SpaceType }
  | { readonly kind: 'points'; readonly dims: SpatialRank; readonly space: SpaceType }
  | { readonly kind: 'polygons'; readonly space: SpaceType }
  | { readonly kind: 'measurements' }
  | { readonly kind: 'tokens' }
  | { readonly kind: 'spans' }
  | { readonly kind: 'codes' }
  | { readonly kind: 'timeline' };

/** What the host gives: the sources of the manifest. */
export type SourceType =
  /** One frame, as decoded. */
  | { readonly kind: 'frame' }
  /** Frames that belong together without being a volume: focus planes, a cine. */
  | { readonly kind: 'stack' }
  /** A regular volume of voxels. */
  | { readonly kind: 'volume' }
  /** A pyramid read by regions. */
  | { readonly kind: 'slide' }
  /** One row of a table. */
  | { readonly kind: 'row' }
  /** Rows of one subject over time. */
  | { readonly kind: 'rows' }
  | { readonly kind: 'text' };

export type ImageDtype = 'uint8' | 'float32';
export type SpatialRank = 2 | 3;
export type SpaceType = 'source' | 'derived';

/** Where an array lies: the grid it came from and what was done since, in order. Without transforms it lies on the source grid itself. */
export interface Space {
  /** Spatial shape of the source, slowest axis first. */
  readonly source: readonly number[];
  /** Millimetres along each axis of the source; null where unknown. */
  readonly spacing: readonly number[] | null;
  /** Of the source volume; null for frames. */
  readonly affine: VoxelAffine | null;
  readonly transforms: readonly SpatialTransform[];
}

export interface FrameValue {
  readonly kind: 'frame';
  readonly frame: DecodedFrame;
  /** Millimetres [row, column]; null where unknown. */
  readonly spacing: readonly [number, number] | null;
  /** Stored value → modality value; null for photos. */
  readonly modalityLut: ModalityLut | null;
  /** PET in Bq/ml, where the header allows it. */
  readonly suv?: SuvFactors;
}

export interface StackValue {
  readonly kind: 'stack';
  readonly count: number;
  /** From 0. */
  read(index: number): Promise<FrameValue>;
}

export interface VolumeValue {
  readonly kind: 'volume';
  readonly voxels: VoxelSource;
  /** PET in Bq/ml, where the header allows it. */
  readonly suv?: SuvFactors;
}

export interface SlideValue {
  readonly kind: 'slide';
  readonly slide: SlideSource;
}

/** A cell of a table: null where empty. */
export type Cell = number | string | boolean | null;

export interface RowValue {
  readonly kind: 'row';
  readonly cells: ReadonlyMap<string, Cell>;
}

export interface RowsValue {
  readonly kind: 'rows';
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

export interface TextValue {
  readonly kind: 'text';
  readonly text: string;
  /** Set where the text has been rewritten: the way back, so that whatever is found lies in the text as it was given. */
  readonly origin?: TextOrigin | undefined;
}

/** Code unit i of a rewritten text came from `[starts[i], ends[i])` of `text`. */
export interface TextOrigin {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export interface ImageValue {
  readonly kind: 'image';
  readonly channels: number;
  /** Spatial, slowest axis first. */
  readonly shape: readonly number[];
  /** channels × shape. */
  readonly data: Uint8Array | Float32Array;
  readonly space: Space;
}

export interface LabelsValue {
  readonly kind: 'labels';
  readonly shape: readonly number[];
  readonly data: Uint8Array | Uint16Array;
  readonly space: Space;
}

export interface InstancesValue {
  readonly kind: 'instances';
  readonly shape: readonly number[];
  /** 0 background, else 1 … n. */
  readonly data: Uint32Array;
  /** Class of object i + 1, as in the output's labels; 1 for all where the method tells no classes. */
  readonly classes: Int32Array;
  /** 0–1 of object i + 1; null where the method gives none. */
  readonly scores: Float64Array | null;
  readonly space: Space;
}

export type TensorValue = NetworkTensor & { readonly kind: 'tensor' };

export interface BoxesValue {
  readonly kind: 'boxes';
  readonly corners: Corners;
  /** 0–1. */
  readonly scores: Float64Array;
  /** Class index, from 0. */
  readonly labels: Int32Array;
}

export interface PointsValue {
  readonly kind: 'points';
  /** `dims` numbers a point, in the order of the axes (y, x or z, y, x); (0, 0) is the corner of the first pixel. */
  readonly coordinates: Float64Array;
  readonly scores: Float64Array;
  readonly labels: Int32Array;
}

export interface PolygonsValue {
  readonly kind: 'polygons';
  /** Rings x, y by turns: the outline, then holes. */
  readonly polygons: readonly { readonly rings: readonly Float64Array[]; readonly label: number; readonly score: number | null }[];
}

export interface MeasurementsValue {
  readonly kind: 'measurements';
  /** `label` is the class number here, null for the whole; the output names it. */
  readonly values: readonly (Omit<MeasuredValue, 'label'> & { readonly label: number | null })[];
}

/** Tokens of a text in windows of equal length, with the way back to its characters. */
export interface TokensValue {
  readonly kind: 'tokens';
  readonly text: string;
  /** `[windows, length]`, padded. */
  readonly ids: Int32Array;
  readonly mask: Uint8Array;
  readonly windows: number;
  readonly length: number;
  /** Start and end in the text of every token, two by two; −1, −1 for those of no character. */
  readonly offsets: Int32Array;
  /** The word that each token belongs to, counted through the text; −1 for those of no character. */
  readonly words: Int32Array;
}

export interface SpansValue {
  readonly kind: 'spans';
  readonly text: string;
  readonly spans: readonly {
    readonly start: number;
    readonly end: number;
    readonly label: string;
    readonly score: number;
    /** What it means where it is written another way: the ISO 8601 date of `hier`. */
    readonly value?: string | undefined;
  }[];
}

export interface CodesValue {
  readonly kind: 'codes';
  readonly codes: readonly {
    readonly scheme: string;
    readonly value: string;
    readonly meaning: string;
    readonly score: number;
    readonly start: number | null;
    readonly end: number | null;
  }[];
}

export interface TimelineValue {
  readonly kind: 'timeline';
  readonly events: readonly {
    readonly date: string | null;
    readonly label: string;
    readonly text: string;
    readonly start: number | null;
    readonly end: number | null;
  }[];
}

export type SourceValue = FrameValue | StackValue | VolumeValue | SlideValue | RowValue | RowsValue | TextValue | PointsValue;

export type RegisterValue =
  | SourceValue
  | ImageValue
  | LabelsValue
  | InstancesValue
  | TensorValue
  | BoxesValue
  | PointsValue
  | PolygonsValue
  | MeasurementsValue
  | TokensValue
  | SpansValue
  | CodesValue
  | TimelineValue;

const WORDS: Record<RegisterType['kind'], string> = {
  frame: 'a source image',
  stack: 'a stack of source images',
  volume: 'a source volume',
  slide: 'a source slide',
  row: 'a table row',
  rows: 'table rows over time',
  text: 'a text',
  image: 'an image',
  labels: 'a label map',
  instances: 'an instance map',
  tensor: 'a tensor',
  boxes: 'boxes',
  points: 'points',
  polygons: 'polygons',
  measurements: 'measurements',
  tokens: 'tokens',
  spans: 'text spans',
  codes: 'codes',
  timeline: 'a timeline',
};

export function describeType(type: RegisterType): string {
  const words = WORDS[type.kind];
  switch (type.kind) {
    case 'image':
      return `a ${type.dtype} image of ${String(type.channels)} channels and ${String(type.dims)} dimensions, in ${type.space} pixels`;
    case 'tensor':
      return `a ${type.dtype} tensor of ${String(type.rank)} axes`;
    case 'labels':
    case 'instances':
    case 'boxes':
    case 'points':
    case 'polygons':
      return `${words} in ${type.space} pixels`;
    default:
      return words;
  }
}
