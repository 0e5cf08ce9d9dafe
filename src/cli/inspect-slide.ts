import type { SlidePyramid } from '../domain/slide';

/** What `image inspect` says of a slide. */
export interface InspectedSlide {
  readonly format: string;
  /** Micrometres a pixel at level 0, [x, y]. */
  readonly micronsPerPixel: readonly [number, number] | null;
  readonly objectivePower: number | null;
  readonly levels: readonly {
    readonly columns: number;
    readonly rows: number;
    readonly tile: readonly [columns: number, rows: number];
    readonly downsample: readonly [number, number];
    /** The file does not hold it: it is made of the one before. */
    readonly derived: boolean;
  }[];
  /** Heights in micrometres. */
  readonly planes: readonly number[];
  readonly channels: readonly string[];
  readonly times: number;
  readonly associated: readonly { readonly kind: string; readonly columns: number; readonly rows: number }[];
  readonly icc: boolean;
}

export function describeSlide(pyramid: SlidePyramid): InspectedSlide {
  const { format, micronsPerPixel, objectivePower, levels, planes, channels, times, associated, iccProfile } = pyramid;
  return {
    format,
    micronsPerPixel,
    objectivePower,
    levels: levels.map(({ columns, rows, tileColumns, tileRows, downsample, derived = false }) => {
      return { columns, rows, tile: [tileColumns, tileRows], downsample, derived };
    }),
    planes,
    channels: channels.map(({ name }) => name),
    times,
    associated,
    icc: iccProfile !== null,
  };
}
