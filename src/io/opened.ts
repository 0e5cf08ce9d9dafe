import type { OpenDocument } from '../domain/text-document';
import type { ErrorCode, ErrorContext } from '../domain/errors';
import type { SlidePyramid } from '../domain/slide';
import type { PaletteLut, PhotometricInterpretation } from '../domain/pixels';
import type { AcquisitionText, FrameInfo, ImageInstance, PatientIdentity, SeriesIssue, SeriesKind } from '../domain/study';
import type { SlideLocator } from './slide/slide-locator';
import type { VoxelType } from './volume/voxel-type';

/** The grid of one DICOM pixel data element as its header describes it (PS3.3 C.7.6.3). */
export interface PixelLayout {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: 1 | 3 | 4;
  readonly bitsAllocated: 1 | 8 | 16 | 32 | 64;
  readonly bitsStored: number;
  readonly signed: boolean;
  readonly sample: 'integer' | 'float';
  readonly photometric: PhotometricInterpretation;
  readonly planar: boolean;
  readonly frameCount: number;
}

/** Where the coded bytes of every frame are. Offsets are absolute in the locator's source; a slide has hundreds of thousands. */
export type FramePlaces =
  /** Frames one after another, without gaps (1-bit frames not even byte-aligned). */
  | {
      readonly kind: 'native';
      readonly offset: number;
      readonly length: number;
      /** Samples of 8 bits or 1 lie in big-endian words of 16 (PS3.5 8.1.2): each pair of bytes is the wrong way round. */
      readonly swapped: boolean;
    }
  /** Each frame is fragments `first[i]` up to, not including, `first[i + 1]`; null: one fragment a frame. */
  | {
      readonly kind: 'fragments';
      readonly offsets: Float64Array;
      readonly lengths: Uint32Array;
      readonly first: Uint32Array | null;
    }
  /** Frame i's items start at `starts[i]` and end before `starts[i + 1]` (Basic Offset Table); `first` is item 0 and `end` the end of the element. */
  | { readonly kind: 'table'; readonly starts: Float64Array; readonly end: number };

/** All that decoding needs besides the bytes; plain data, so that it crosses to any worker. */
export type PixelLocator =
  | {
      readonly kind: 'dicom';
      readonly transferSyntax: string;
      readonly layout: PixelLayout;
      readonly palette: PaletteLut | null;
      readonly places: FramePlaces;
    }
  | VolumeLocator
  | SlideLocator
  | { readonly kind: 'jpeg' | 'png' | 'tiff'; readonly rows: number; readonly columns: number; readonly exifOrientation: number };

/** Frames of a volume file: any slice of the stored array, turned as it is shown. Steps are in samples. */
export interface VolumeLocator {
  readonly kind: 'volume';
  /** As shown. */
  readonly rows: number;
  readonly columns: number;
  /** Samples shown of each voxel; alpha is left out. */
  readonly samplesPerPixel: 1 | 3;
  readonly type: VoxelType;
  readonly bigEndian: boolean;
  /** Byte of the array's first sample. */
  readonly offset: number;
  readonly slices: number;
  /** Sample of the first column and row shown of slice 0, phase 0. */
  readonly first: number;
  readonly columnStep: number;
  readonly rowStep: number;
  readonly sliceStep: number;
  /** Frame number − 1 = phase · slices + slice. */
  readonly phaseStep: number;
  readonly sampleStep: number;
}

/** Attributes that tell series apart (PS3.3 C.7.2, C.7.3, C.7.6.1). Patient data: memory only. */
export interface SeriesAttributes {
  readonly patient: PatientIdentity | null;
  readonly studyUid: string | null;
  readonly studyDate: string | null;
  readonly studyDescription: string;
  readonly institution: string;
  readonly accessionNumber: string;
  readonly seriesUid: string | null;
  readonly seriesNumber: number | null;
  readonly seriesDescription: string;
  readonly modality: string;
  readonly acquisition: AcquisitionText;
  /** Milliseconds per frame of a cine, null when unknown. */
  readonly frameTime: number | null;
}

/** What orders and splits frames of one series, besides geometry. */
export interface FrameOrder {
  readonly instanceNumber: number | null;
  /** Values that may tell phases of a 4-D series apart, by attribute. */
  readonly phase: Readonly<Partial<Record<PhaseAttribute, number>>>;
}
export const PHASE_ATTRIBUTES = ['temporalPosition', 'echo', 'bValue', 'imageType', 'acquisition', 'trigger', 'time'] as const;
export type PhaseAttribute = (typeof PHASE_ATTRIBUTES)[number];

export interface OpenedFrame extends Omit<FrameInfo, 'instance'> {
  readonly phase: FrameOrder['phase'];
}

/** One image instance found in a file, before it is grouped. Structured-cloneable. */
export interface OpenedInstance {
  readonly kind: SeriesKind;
  readonly series: SeriesAttributes;
  readonly image: Omit<ImageInstance, 'id' | 'provenance'>;
  readonly frames: readonly OpenedFrame[];
  /** Of a series of kind `slide`. */
  readonly slide?: SlidePyramid;
  /** Joins the parts of one concatenation (PS3.3 C.7.6.16.2.2.4). */
  readonly concatenationUid: string | null;
  readonly localizer: boolean;
  readonly locator: PixelLocator;
  /** The bytes the locator refers to where they are not the given file (deflated data sets, packed members). */
  readonly source: Blob | null;
  readonly issues: readonly SeriesIssue[];
}

/** One member of an archive, or one file a DICOMDIR refers to. */
export interface ExpandedMember {
  /** Within the archive. Only ever shown: nothing is written, so a name cannot escape anywhere. */
  readonly path: string;
  /** The member's bytes as stored, a slice of the archive. */
  readonly blob: Blob;
  /** How those bytes are packed; null when they are the file itself. */
  readonly packed: PackedMember | null;
  /** Set where the member cannot be opened at all. */
  readonly refused: { readonly reason: ErrorCode; readonly context: ErrorContext } | null;
}

export interface PackedMember {
  /** Zip method: 0 stored, 8 deflated. */
  readonly method: 0 | 8;
  /** Bytes as stored; they follow the member's local header, with which `blob` begins. */
  readonly storedSize: number;
  /** Bytes once inflated, as the archive states. */
  readonly size: number;
}

/** The file that holds the samples a header names. */
export interface CompanionFile {
  readonly blob: Blob;
  readonly packed: PackedMember | null;
}

export type SourceOutcome =
  | {
      readonly kind: 'parts';
      readonly parts: readonly OpenedInstance[];
      readonly remark: ErrorCode | null;
      /** Of the given file (`headHash`), where its bytes are read as they are. */
      readonly head?: string;
    }
  /** A table or a text: small, so that it comes whole. */
  | { readonly kind: 'document'; readonly document: OpenDocument; readonly remark: ErrorCode | null }
  /** A header whose samples are in a file beside it: to be opened again with that file as `companion`. `name` is relative to the header's folder. */
  | { readonly kind: 'detached'; readonly name: string }
  | { readonly kind: 'expand'; readonly members: readonly ExpandedMember[] }
  /** Paths relative to the DICOMDIR's folder, `/`-separated, each once, in directory order. */
  | { readonly kind: 'directory'; readonly references: readonly string[] }
  | { readonly kind: 'skipped' | 'failed'; readonly reason: ErrorCode; readonly context: ErrorContext };
