import { tissueMask } from '../kernels/checks/tissue-mask';
import type { AbortLike, SlideSource } from '../ports';
import type { Box } from '../units';
import type { SlideField } from './field';

/** Longer side of the overview that tissue is looked for on, pixels. */
const OVERVIEW = 1024;

/**
 * Saturation (0–255) up to which a pixel is glass. Fixed and low: a threshold found between two kinds of colour (Otsu's)
 * takes the pale red cells of a smear for glass, beside the dark nuclei.
 */
const GLASS = 12;

export interface TissueFields {
  /** Those whose core has tissue; all of them where none is found at all. */
  readonly fields: readonly SlideField[];
  /** Level-0 pixels of tissue within each core, in the order of `fields`; of an area without any found, the whole core. */
  readonly tissue: readonly number[];
}

/**
 * Leaves out the fields that are glass.
 * @throws AppError as `SlideSource.readRegion`; AbortError.
 */
export async function fieldsWithTissue(
  slide: SlideSource,
  fields: readonly SlideField[],
  area: Box,
  signal?: AbortLike,
): Promise<TissueFields> {
  const shrink = Math.max(1, Math.max(area.width, area.height) / OVERVIEW);
  const columns = Math.max(1, Math.round(area.width / shrink));
  const rows = Math.max(1, Math.round(area.height / shrink));
  const mask = tissueMask(await slide.readRegion(area, { rows, columns }, signal), rows, columns, { threshold: GLASS, minSize: 16 });
  const pixel = (area.width / columns) * (area.height / rows);
  const counted = fields.map(({ core }) => {
    const left = Math.max(0, Math.floor(((core.x - area.x) / area.width) * columns));
    const right = Math.min(columns, Math.ceil(((core.x + core.width - area.x) / area.width) * columns));
    const top = Math.max(0, Math.floor(((core.y - area.y) / area.height) * rows));
    const bottom = Math.min(rows, Math.ceil(((core.y + core.height - area.y) / area.height) * rows));
    let count = 0;
    for (let y = top; y < bottom; y++) for (let x = left; x < right; x++) count += mask[y * columns + x] ?? 0;
    return count;
  });
  if (counted.every((count) => count === 0)) return { fields, tissue: fields.map(({ core }) => core.width * core.height) };
  const kept = fields.flatMap((field, i) => {
    const count = counted[i] ?? 0;
    return count > 0 ? [{ field, area: Math.min(count * pixel, field.core.width * field.core.height) }] : [];
  });
  return { fields: kept.map(({ field }) => field), tissue: kept.map((one) => one.area) };
}
