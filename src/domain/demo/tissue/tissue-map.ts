import { noiseAt } from './lattice-noise';

/** Of the drawn slide, micrometres. */
export const TISSUE_WIDTH = 4096;
export const TISSUE_HEIGHT = 3072;

export type TissueKind = 'glass' | 'stroma' | 'nest' | 'lumen';

/** Half the extent of the section. */
const [RADIUS_X, RADIUS_Y] = [1720, 1240];
/** How far nests of cells and the glands' lumens lie apart, and how large a part they are. */
const NESTS = 190;
const NEST_FROM = 0.53;
const LUMEN_FROM = 0.72;

/** What lies at a place, micrometres from the slide's corner: a section with nests of epithelial cells, some around a lumen, in stroma. */
export function tissueAt(seed: number, x: number, y: number): TissueKind {
  const [dx, dy] = [(x - TISSUE_WIDTH / 2) / RADIUS_X, (y - TISSUE_HEIGHT / 2) / RADIUS_Y];
  const radius = Math.sqrt(dx * dx + dy * dy);
  if (radius > 1.3) return 'glass';
  const ragged = 0.3 * (noiseAt(seed + 1, x / 700, y / 700) - 0.5) + 0.05 * (noiseAt(seed + 2, x / 90, y / 90) - 0.5);
  if (radius + ragged > 1) return 'glass';
  const crowd = 0.75 * noiseAt(seed + 3, x / NESTS, y / NESTS) + 0.25 * noiseAt(seed + 4, x / (NESTS / 3), y / (NESTS / 3));
  if (crowd > LUMEN_FROM) return 'lumen';
  return crowd > NEST_FROM ? 'nest' : 'stroma';
}

/** How many lymphocytes lie in the stroma here, 0–1: a few crowds of them. */
export function inflammationAt(seed: number, x: number, y: number): number {
  return Math.max(0, (noiseAt(seed + 5, x / 420, y / 420) - 0.68) / 0.32);
}

/** Height across the fibres, micrometres: they run along its level lines. */
export function acrossFibres(seed: number, x: number, y: number): number {
  return y + 190 * noiseAt(seed + 6, x / 310, y / 420) + 22 * noiseAt(seed + 10, x / 60, y / 90);
}

/** Direction of the fibres, radians. */
export function fibreAt(seed: number, x: number, y: number): number {
  const here = acrossFibres(seed, x, y);
  return Math.atan2(here - acrossFibres(seed, x + 4, y), acrossFibres(seed, x, y + 4) - here);
}
