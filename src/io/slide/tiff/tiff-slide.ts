import type { AssociatedImageKind, SlideChannel } from '../../../domain/slide';
import type { TiffImage } from './tiff-image';

/** One picture of a slide as its scanner's reader finds it. */
export interface FoundPicture {
  readonly image: TiffImage;
  /** Which sample of each pixel is meant; null: all that make its colour. */
  readonly sample: number | null;
}

/** A slide in the terms of its scanner's format, before its tiles are known to be readable. */
export interface FoundSlide {
  readonly format: string;
  /** Tells it from other slides of the same file; empty where it is the only one. */
  readonly name: string;
  /** As in `TiffSlideLocator`; OME-TIFF alone has such. */
  readonly set?: string | null;
  /** Finest first; of each, the picture of (plane, channel, time) at `(time · channels + channel) · planes + plane`. */
  readonly levels: readonly (readonly (FoundPicture | null)[])[];
  /** Sizes of the levels where they are not those of the pictures, which are then padded. */
  readonly sizes: readonly { readonly columns: number; readonly rows: number }[] | null;
  /** As in `SlidePyramid`. */
  readonly planes: readonly number[];
  readonly channels: readonly SlideChannel[];
  readonly times: number;
  readonly micronsPerPixel: readonly [number, number] | null;
  readonly objectivePower: number | null;
  readonly associated: readonly FoundAssociated[];
}

/** A picture beside the specimen. */
export interface FoundAssociated {
  readonly kind: AssociatedImageKind;
  readonly image: TiffImage;
  /** It lies in the XML of that image's description (Philips), not in the image. */
  readonly embedded?: { readonly type: string; readonly columns: number; readonly rows: number };
}

export const ONE_CHANNEL: readonly SlideChannel[] = [{ name: '', colour: null }];

/** All colours of a picture of the file itself. */
export function whole(image: TiffImage): FoundPicture {
  return { image, sample: null };
}

/** Both above 0 and finite, else null. */
export function soundMicrons(x: number | null | undefined, y: number | null | undefined): readonly [number, number] | null {
  const sound = (value: number | null | undefined): value is number =>
    value !== null && value !== undefined && Number.isFinite(value) && value > 0;
  return sound(x) && sound(y) ? [x, y] : null;
}

export function soundPower(value: number | null | undefined): number | null {
  return value !== null && value !== undefined && Number.isFinite(value) && value > 0 ? value : null;
}

/** Larger first; of equal ones the first in the file. */
export function largestFirst(images: readonly TiffImage[]): TiffImage[] {
  return [...images].sort((a, b) => b.columns * b.rows - a.columns * a.rows);
}

/** Pictures by size, largest first, each group in file order. */
export function groupBySize(images: readonly TiffImage[]): TiffImage[][] {
  const groups = new Map<string, TiffImage[]>();
  for (const image of largestFirst(images)) {
    const key = `${String(image.columns)}×${String(image.rows)}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [image]);
    else group.push(image);
  }
  return [...groups.values()];
}

/** Whether one size is the other at a lower resolution: one factor explains both sides within a pixel. */
export function isReduced(image: TiffImage, base: TiffImage): boolean {
  if (image.columns >= base.columns || image.rows >= base.rows)
    return image.columns === base.columns && image.rows < base.rows && base.columns === 1;
  const [least, most] = factors(base.columns, image.columns);
  const [leastDown, mostDown] = factors(base.rows, image.rows);
  return least <= mostDown && leastDown <= most;
}

function factors(large: number, small: number): readonly [number, number] {
  return [large / (small + 1), small > 1 ? large / (small - 1) : Infinity];
}
