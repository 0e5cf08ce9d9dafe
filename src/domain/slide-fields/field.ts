import type { Box } from '../units';

/** How a slide is cut for a model of single images. Lengths are pixels of a field, unless said otherwise. */
export interface FieldSize {
  readonly columns: number;
  readonly rows: number;
  /** Micrometres a pixel the fields are read at; null: level 0 as it is. */
  readonly micronsPerPixel: number | null;
  /** What neighbours share: at least the largest object, or it is cut in both. */
  readonly overlap: number;
}

/** One picture taken of a slide. */
export interface SlideField {
  /** What is read, level-0 pixels; may reach past the slide. */
  readonly region: Box;
  /** What it answers for: the cores of all fields lie side by side and cover the area. */
  readonly core: Box;
}

/** Of packages that state none. */
export const DEFAULT_FIELD: FieldSize = { columns: 1024, rows: 1024, micronsPerPixel: null, overlap: 128 };

/**
 * Level-0 pixels a pixel of a field, [x, y].
 * @param slide micrometres a pixel at level 0; null where not known: fields are then read as they are
 */
export function fieldScale({ micronsPerPixel }: FieldSize, slide: readonly [number, number] | null): readonly [number, number] {
  return micronsPerPixel === null || slide === null ? [1, 1] : [micronsPerPixel / slide[0], micronsPerPixel / slide[1]];
}
