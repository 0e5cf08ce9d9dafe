import { imageBox, regionArea } from '../../domain/map-place';
import type { ResultGrid, SegmentationOutput } from '../../domain/result';
import type { Box } from '../../domain/units';

/** One label of a label map as a finding shows it. */
export interface LabelledRegion {
  readonly label: string;
  readonly value: number;
  /** The slice with most of it, null in a frame. */
  readonly slice: number | null;
  /** What it spans on that slice, in pixels. */
  readonly box: Box;
  readonly amount: { readonly value: number; readonly unit: 'mL' | 'mm2' | 'px' };
}

interface SliceExtent {
  count: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

/** Every label that occurs, by rising value, with its volume or area and where to look for it. */
export function regionsOf({ grid, data, values, areas }: SegmentationOutput): LabelledRegion[] {
  const flat = grid.shape.length === 2;
  const [slices = 1, rows = 1, columns = 1] = flat ? [1, ...grid.shape] : grid.shape;
  const extents = new Map<number, { total: number; bySlice: (SliceExtent | undefined)[] }>();
  let at = 0;
  for (let z = 0; z < slices; z++) {
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++, at++) {
        const value = data[at] ?? 0;
        if (value === 0) continue;
        let own = extents.get(value);
        if (own === undefined) extents.set(value, (own = { total: 0, bySlice: [] }));
        own.total++;
        const extent = (own.bySlice[z] ??= { count: 0, left: x, right: x, top: y, bottom: y });
        extent.count++;
        if (x < extent.left) extent.left = x;
        if (x > extent.right) extent.right = x;
        extent.bottom = y;
      }
    }
  }
  return values.flatMap(({ value, label }): LabelledRegion[] => {
    const own = extents.get(value);
    if (value === 0 || own === undefined) return [];
    let best = 0;
    for (const [z, extent] of own.bySlice.entries()) if ((extent?.count ?? 0) > (own.bySlice[best]?.count ?? 0)) best = z;
    const { left = 0, right = 0, top = 0, bottom = 0 } = own.bySlice[best] ?? {};
    const box = imageBox({ x: left, y: top, width: right - left + 1, height: bottom - top + 1 }, grid);
    // Level-0 pixels, as many of the map's as they would fill.
    const counted = areas?.get(value);
    const total = counted === undefined ? own.total : (counted * rows * columns) / regionArea(grid);
    return [{ label, value, slice: flat ? null : best, box, amount: amountOf(total, grid, flat) }];
  });
}

function amountOf(count: number, grid: ResultGrid, flat: boolean): LabelledRegion['amount'] {
  const { spacing, shape } = grid;
  if (spacing === null) return { value: (count * regionArea(grid)) / shape.reduce((product, size) => product * size, 1), unit: 'px' };
  const each = spacing.reduce((product, mm) => product * mm, 1);
  return flat ? { value: count * each, unit: 'mm2' } : { value: (count * each) / 1000, unit: 'mL' };
}
