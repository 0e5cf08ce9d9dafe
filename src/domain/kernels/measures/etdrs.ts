/** Sectors of the ETDRS grid (Early Treatment Diabetic Retinopathy Study 1985), centre, inner and outer ring. */
export const ETDRS_SECTORS = [
  'central',
  'inner_superior',
  'inner_nasal',
  'inner_inferior',
  'inner_temporal',
  'outer_superior',
  'outer_nasal',
  'outer_inferior',
  'outer_temporal',
] as const;
export type EtdrsSector = (typeof ETDRS_SECTORS)[number];

export interface EtdrsGrid {
  /** Of the fovea, in indices, y and x. */
  readonly centre: readonly [number, number];
  /** Millimetres along y and x. */
  readonly spacing: readonly [number, number];
  /** The nose lies at the right of a right eye's map, at the left of a left eye's. */
  readonly laterality: 'R' | 'L';
}

/**
 * Mean of a map seen from the front (superior up) in each sector: a disk of 1 mm, rings to 3 and 6 mm, parted at 45°.
 * Values that are not finite are left out; NaN for a sector without any.
 */
export function etdrsMeans(
  values: ArrayLike<number>,
  shape: readonly [number, number],
  grid: EtdrsGrid,
): Readonly<Record<EtdrsSector, number>> {
  const sums = new Map<EtdrsSector, [number, number]>(ETDRS_SECTORS.map((sector) => [sector, [0, 0]]));
  const [rows, columns] = shape;
  for (let i = 0; i < rows * columns; i++) {
    const value = values[i] ?? Number.NaN;
    if (!Number.isFinite(value)) continue;
    const up = (grid.centre[0] - Math.floor(i / columns)) * grid.spacing[0];
    const right = ((i % columns) - grid.centre[1]) * grid.spacing[1];
    const sector = sectorOf(up, grid.laterality === 'R' ? right : -right);
    const sum = sector === null ? undefined : sums.get(sector);
    if (sum === undefined) continue;
    sum[0] += value;
    sum[1]++;
  }
  const mean = (sector: EtdrsSector): number => {
    const [sum, count] = sums.get(sector) ?? [0, 0];
    return count === 0 ? Number.NaN : sum / count;
  };
  return Object.fromEntries(ETDRS_SECTORS.map((sector) => [sector, mean(sector)])) as Record<EtdrsSector, number>;
}

function sectorOf(up: number, nasal: number): EtdrsSector | null {
  const radius = Math.hypot(up, nasal);
  if (radius <= 0.5) return 'central';
  if (radius > 3) return null;
  const ring = radius <= 1.5 ? 'inner' : 'outer';
  if (Math.abs(up) >= Math.abs(nasal)) return up > 0 ? `${ring}_superior` : `${ring}_inferior`;
  return nasal > 0 ? `${ring}_nasal` : `${ring}_temporal`;
}

/**
 * Thickness of a label along one axis of a volume, in the unit of the step; the map has the other two axes.
 * @param axis of the depth, 0–2
 */
export function thicknessMap(
  data: ArrayLike<number>,
  shape: readonly [number, number, number],
  label: number,
  axis: 0 | 1 | 2,
  step: number,
): { readonly data: Float64Array; readonly shape: readonly [number, number] } {
  const [, rows, columns] = shape;
  const kept = ([0, 1, 2] as const).filter((other) => other !== axis);
  const [first = 0, second = 1] = kept;
  const flat: [number, number] = [shape[first], shape[second]];
  const result = new Float64Array(flat[0] * flat[1]);
  for (let i = 0; i < shape[0] * rows * columns; i++) {
    if (data[i] !== label) continue;
    const at = [Math.floor(i / (rows * columns)), Math.floor((i % (rows * columns)) / columns), i % columns];
    const to = (at[first] ?? 0) * flat[1] + (at[second] ?? 0);
    result[to] = (result[to] ?? 0) + step;
  }
  return { data: result, shape: flat };
}
