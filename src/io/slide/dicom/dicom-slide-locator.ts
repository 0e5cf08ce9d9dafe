import type { AssociatedImageKind, SlideChannel, SlidePyramid } from '../../../domain/slide';
import type { PixelLocator } from '../../opened';

/** Where the tiles of one file lie on its total pixel matrix (PS3.3 C.7.6.17.3, C.8.12.14). Frames are counted from 0 within the file. */
export type TilePlaces =
  /**
   * In order: column, row, focal plane, optical path (TILED_FULL). `skipped` frames of that order lie in earlier parts of
   * the concatenation.
   */
  | { readonly kind: 'full'; readonly skipped: number }
  /**
   * Wherever they have been put. Cell `((path · planes + plane) · rows + row) · columns + column` holds the frames whose
   * entries in `cells` (ascending) are equal to it: one as a rule, several where frames do not lie on the grid.
   */
  | {
      readonly kind: 'sparse';
      readonly cells: Float64Array;
      readonly frames: Uint32Array;
      /** Top left pixel of each entry's frame, from 0; null where all lie on the grid. */
      readonly corners: { readonly columns: Float64Array; readonly rows: Float64Array } | null;
    };

/** One optical path as a file describes it. */
export interface OpticalPath extends SlideChannel {
  readonly identifier: string;
}

/** One instance of VL Whole Slide Microscopy: a level, a part of one, or a picture beside the specimen. */
export interface DicomSlideFile {
  readonly pixels: Extract<PixelLocator, { kind: 'dicom' }>;
  readonly role: 'volume' | AssociatedImageKind;
  /** Total pixel matrix. */
  readonly columns: number;
  readonly rows: number;
  readonly tiles: TilePlaces;
  /** Heights of its focal planes, micrometres. */
  readonly planes: readonly number[];
  readonly paths: readonly OpticalPath[];
  /** [x, y]; null where the file states none. */
  readonly micronsPerPixel: readonly [number, number] | null;
  readonly objectivePower: number | null;
  readonly background: readonly [number, number, number];
  readonly iccProfile: Uint8Array | null;
  /** Tells pyramids of one series apart; empty where the file does not. */
  readonly pyramidUid: string;
  /** Slide and coordinate system, the same in all series that a scanner has made of one scan; empty where not stated. */
  readonly container: string;
  readonly frameOfReference: string;
  readonly concatenation: { readonly uid: string; readonly number: number; readonly offsetStated: boolean } | null;
}

/** A whole slide in DICOM. File `i` is in source `i`. */
export interface DicomSlideLocator {
  readonly kind: 'slide';
  readonly format: 'dicom';
  /** Of level 0. */
  readonly rows: number;
  readonly columns: number;
  readonly pyramid: SlidePyramid;
  readonly files: readonly DicomSlideFile[];
}
