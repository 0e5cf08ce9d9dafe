import type { ColourTable } from '../../domain/kernels/slide/colour-table';
import { iccTable } from '../../domain/kernels/slide/icc-profile';
import type { SlidePyramid } from '../../domain/slide';

/** Points a side: between them colours are interpolated, to less than a step of 8 bits for the profiles of scanners. */
const SIZE = 33;
const tables = new WeakMap<Uint8Array, ColourTable | null>();

/** The table that brings a slide's stored colours to the screen's; null where it has no profile, or one that cannot be applied. */
export function colourTableOf({ iccProfile, samplesPerPixel }: SlidePyramid): ColourTable | null {
  if (iccProfile === null || samplesPerPixel !== 3) return null;
  const known = tables.get(iccProfile);
  if (known !== undefined) return known;
  const table = iccTable(iccProfile, SIZE);
  tables.set(iccProfile, table);
  return table;
}
