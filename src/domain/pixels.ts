/** Photometric Interpretation (PS3.3 C.7.6.3.1.2); photos are `RGB` or `MONOCHROME2`. */
export type PhotometricInterpretation =
  | 'MONOCHROME1'
  | 'MONOCHROME2'
  | 'PALETTE COLOR'
  | 'RGB'
  | 'YBR_FULL'
  | 'YBR_FULL_422'
  | 'YBR_PARTIAL_422'
  | 'YBR_PARTIAL_420'
  | 'YBR_ICT'
  | 'YBR_RCT';

export type StoredPixels = Uint8Array | Int8Array | Uint16Array | Int16Array | Uint32Array | Int32Array | Float32Array | Float64Array;

/** PALETTE COLOR lookup tables (PS3.3 C.7.6.3.1.5, .6). */
export interface PaletteLut {
  /** First stored value mapped; lower values take the first entry, higher ones the last. */
  readonly firstMapped: number;
  readonly bits: 8 | 16;
  readonly red: Uint8Array | Uint16Array;
  readonly green: Uint8Array | Uint16Array;
  readonly blue: Uint8Array | Uint16Array;
}

/**
 * Stored values of one frame, decoded, before modality LUT and before any colour change
 * (YBR stays YBR where the codec does not undo it itself, palette indices stay indices).
 * Every reader (display, inference, command line) gets its pixels as this: the one decode path.
 */
export interface DecodedFrame {
  readonly rows: number;
  readonly columns: number;
  readonly samplesPerPixel: 1 | 3 | 4;
  readonly bitsAllocated: number;
  readonly bitsStored: number;
  readonly signed: boolean;
  /** Of `pixels` as they are now (a codec that undoes YBR says RGB here). */
  readonly photometric: PhotometricInterpretation;
  /** rows × columns × samplesPerPixel, row-major from the top-left, colour interleaved; already turned by EXIF orientation. */
  readonly pixels: StoredPixels;
  readonly palette: PaletteLut | null;
}

/** Stored value → modality value (PS3.3 C.11.1): linear, or a table. */
export type ModalityLut =
  | { readonly kind: 'linear'; readonly slope: number; readonly intercept: number; readonly unit: string }
  | { readonly kind: 'table'; readonly firstMapped: number; readonly values: Uint16Array; readonly unit: string };

/** Modality value → display value (PS3.3 C.11.2). */
export type VoiLut =
  | {
      readonly kind: 'window';
      readonly center: number;
      readonly width: number;
      readonly shape: 'LINEAR' | 'LINEAR_EXACT' | 'SIGMOID';
      readonly explanation: string;
    }
  | {
      readonly kind: 'table';
      readonly firstMapped: number;
      readonly bits: number;
      readonly values: Uint16Array;
      readonly explanation: string;
    };
