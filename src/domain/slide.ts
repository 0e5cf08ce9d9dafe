/** One resolution of a slide, cut into tiles. The last tile of a row or column reaches past the image: what lies outside is padding. */
export interface SlideLevel {
  /** Pixels of the whole level. */
  readonly columns: number;
  readonly rows: number;
  readonly tileColumns: number;
  readonly tileRows: number;
  /** Level-0 pixels a pixel of this level, [x, y], as the two grids say: never rounded. */
  readonly downsample: readonly [number, number];
  /** The file does not hold it: each pixel is the mean of four of the level before. */
  readonly derived?: true;
}

/** One optical path (PS3.3 C.8.12.5) or channel of a fluorescence image. */
export interface SlideChannel {
  /** As the file says; empty where it says nothing. */
  readonly name: string;
  /** Colour it is shown in, 8-bit RGB; null: as stored (brightfield) or the app's choice. */
  readonly colour: readonly [number, number, number] | null;
}

/** Pictures beside the specimen. A label carries the patient's name or barcode: hidden unless asked for, never exported. */
export type AssociatedImageKind = 'label' | 'overview' | 'thumbnail';

/**
 * A whole slide: the same picture at falling resolutions (VL Whole Slide Microscopy, PS3.3 A.32.8; Aperio, Hamamatsu, OME
 * and other TIFF). Coordinates on a slide are level-0 pixels.
 */
export interface SlidePyramid {
  /** Finest first; at least one. */
  readonly levels: readonly SlideLevel[];
  /** 3: colour, one channel; 1: one grey picture a channel. */
  readonly samplesPerPixel: 1 | 3;
  readonly bitsAllocated: 8 | 16;
  /** Heights of the focal planes in micrometres, in the file's order; [0] where there is one. */
  readonly planes: readonly number[];
  /** At least one. */
  readonly channels: readonly SlideChannel[];
  /** Time points; 1 for all but live series. */
  readonly times: number;
  /** Micrometres a pixel at level 0, [x, y]; null where the file states none. */
  readonly micronsPerPixel: readonly [number, number] | null;
  /** Of the objective, such as 20 or 40; null where the file states none. */
  readonly objectivePower: number | null;
  /** What absent tiles look like, 8-bit RGB. */
  readonly background: readonly [number, number, number];
  /** ICC profile of the stored colours (PS3.3 C.11.15; TIFF tag 34675). */
  readonly iccProfile: Uint8Array | null;
  readonly associated: readonly { readonly kind: AssociatedImageKind; readonly columns: number; readonly rows: number }[];
  /** Format in the scanner's terms: `DICOM WSI`, `Aperio SVS`, `Hamamatsu NDPI`, `OME-TIFF`, `TIFF` … */
  readonly format: string;
}

/** The plane of a tile address that stands for all of them: each place as sharp as the stack has it (`extendedFocus`). */
export const EXTENDED_FOCUS = -1;

/** All indices from 0; `column` and `row` count tiles. */
export interface TileAddress {
  readonly level: number;
  readonly column: number;
  readonly row: number;
  /** `EXTENDED_FOCUS` on slides of several planes, for the screen alone. */
  readonly plane: number;
  readonly channel: number;
  readonly time: number;
}

/** Stored pixels, before ICC and every display setting: row-major, colour interleaved RGB. */
export interface SlideTile {
  readonly columns: number;
  readonly rows: number;
  readonly samplesPerPixel: 1 | 3;
  readonly pixels: Uint8Array | Uint16Array;
}
