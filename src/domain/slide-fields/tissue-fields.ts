import { tissueMask } from '../kernels/checks/tissue-mask';
import type { AbortLike, SlideSource } from '../ports';
import { crossings, type Rings } from '../regions/rings';
import type { Box } from '../units';
import type { SlideField } from './field';
import { sharedArea } from './outline';

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
 * @param area what fields were planned over, and what of it is meant; level-0 pixels
 * @throws AppError as `SlideSource.readRegion`; AbortError.
 */
export async function fieldsWithTissue(
  slide: SlideSource,
  fields: readonly SlideField[],
  { box: area, outline }: { readonly box: Box; readonly outline: Rings | null },
  signal?: AbortLike,
): Promise<TissueFields> {
  const shrink = Math.max(1, Math.max(area.width, area.height) / OVERVIEW);
  const columns = Math.max(1, Math.round(area.width / shrink));
  const rows = Math.max(1, Math.round(area.height / shrink));
  const mask = tissueMask(await slide.readRegion(area, { rows, columns }, signal), rows, columns, { threshold: GLASS, minSize: 16 });
  const pixel = (area.width / columns) * (area.height / rows);
  const meant = outline === null ? mask : maskWithin(mask, outline, { box: area, rows, columns });
  const counted = fields.map(({ core }) => {
    const left = Math.max(0, Math.floor(((core.x - area.x) / area.width) * columns));
    const right = Math.min(columns, Math.ceil(((core.x + core.width - area.x) / area.width) * columns));
    const top = Math.max(0, Math.floor(((core.y - area.y) / area.height) * rows));
    const bottom = Math.min(rows, Math.ceil(((core.y + core.height - area.y) / area.height) * rows));
    let count = 0;
    let within = 0;
    for (let y = top; y < bottom; y++)
      for (let x = left; x < right; x++) {
        count += mask[y * columns + x] ?? 0;
        within += meant[y * columns + x] ?? 0;
      }
    return { count, within };
  });
  const most = ({ core }: SlideField): number => (outline === null ? core.width * core.height : sharedArea(core, outline));
  if (counted.every(({ count }) => count === 0)) return { fields, tissue: fields.map(most) };
  const kept = fields.flatMap((field, i) => {
    const { count = 0, within = 0 } = counted[i] ?? {};
    // A sliver of a region may hold the middle of no pixel of the overview, and still an object.
    return count > 0 ? [{ field, area: Math.min(within * pixel, most(field)) }] : [];
  });
  return { fields: kept.map(({ field }) => field), tissue: kept.map((one) => one.area) };
}

/** The pixels of an overview whose middle lies in a region. */
function maskWithin(
  mask: Uint8Array,
  outline: Rings,
  { box, rows, columns }: { readonly box: Box; readonly rows: number; readonly columns: number },
): Uint8Array {
  const meant = new Uint8Array(mask.length);
  for (let row = 0; row < rows; row++) {
    const borders = crossings(outline, box.y + ((row + 0.5) / rows) * box.height);
    for (let i = 0; i + 1 < borders.length; i += 2) {
      const column = (x: number): number => Math.min(Math.max(Math.ceil(((x - box.x) / box.width) * columns - 0.5), 0), columns);
      const [from, to] = [row * columns + column(borders[i] ?? 0), row * columns + column(borders[i + 1] ?? 0)];
      meant.set(mask.subarray(from, to), from);
    }
  }
  return meant;
}
