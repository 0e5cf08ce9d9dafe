import type { SlidePyramid } from '../../../domain/slide';

/** One picture: a directory (IFD) of one of the files of a slide, or one sample of its pixels. */
export interface TiffPicture {
  /** Index in the sources. */
  readonly file: number;
  /** Byte of the directory. */
  readonly offset: number;
  /** Which sample of each pixel is meant, from 0; null: all colours of it. */
  readonly sample: number | null;
}

/** A picture beside the specimen: a directory, or of that type in the XML of its description (Philips). */
export interface AssociatedPicture extends TiffPicture {
  readonly embedded: string | null;
}

/** A whole slide in TIFF: where the directory of each picture is. Tags and tile index are read when a tile is asked for. */
export interface TiffSlideLocator {
  readonly kind: 'slide';
  readonly format: 'tiff';
  /** Of level 0. */
  readonly rows: number;
  readonly columns: number;
  readonly pyramid: SlidePyramid;
  /** Names a slide that is spread over several files, the same in each of them; null: this file holds all of it. */
  readonly set: string | null;
  /** Of each level, the picture of (plane, channel, time) at `(time · channels + channel) · planes + plane`; null where the file holds none. */
  readonly levels: readonly (readonly (TiffPicture | null)[])[];
  /** In the order of `pyramid.associated`. */
  readonly associated: readonly AssociatedPicture[];
}
