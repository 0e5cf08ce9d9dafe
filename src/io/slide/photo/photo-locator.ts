import type { SlidePyramid } from '../../../domain/slide';

/** A photo that is drawn by tiles: decoded once, where its tiles are read, and cut there. */
export interface PhotoSlideLocator {
  readonly kind: 'slide';
  readonly format: 'photo';
  readonly coding: 'jpeg' | 'png';
  /** Upright, as are the pyramid's levels. */
  readonly rows: number;
  readonly columns: number;
  readonly pyramid: SlidePyramid;
  /** How the file's own pixels lie, 1–8. */
  readonly exifOrientation: number;
}
