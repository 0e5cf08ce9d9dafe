import type { KnownTruth } from '../review/known-truth';

/** 8-bit samples, row-major from the top-left: one a pixel, or red, green and blue interleaved. */
export interface DrawnPicture {
  readonly width: number;
  readonly height: number;
  readonly colour: 'grey' | 'rgb';
  readonly samples: Uint8Array;
}

export interface DemoFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** A case as it would come from a disc, and what is known of it; null where nothing is to be compared. */
export interface DrawnCase {
  readonly files: readonly DemoFile[];
  readonly truth: KnownTruth | null;
}

/** One way of drawing, for the case itself and for the small picture that offers it. */
export interface CaseDrawing {
  draw(): DrawnCase;
  /** Null where there is no picture: a table, a text. */
  readonly preview: (() => DrawnPicture) | null;
}
