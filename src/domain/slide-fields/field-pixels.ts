import type { Box } from '../units';
import type { SlideField } from './field';
import type { MapGrid } from './map-grid';

/** Where one row or column of a field's answer goes. */
export interface PixelPlace {
  /** Row or column of the answer. */
  readonly from: number;
  /** Row or column of the map. */
  readonly to: number;
  /** Over 0–1: what lies near the field's border, where the network sees less around it, counts less than the neighbour's middle. */
  readonly weight: number;
  /** Part of it that lies in the core, which the field answers for, 0–1. */
  readonly core: number;
}

export interface FieldPlaces {
  readonly across: readonly PixelPlace[];
  readonly down: readonly PixelPlace[];
  /** Level-0 pixels, squared, of a pixel of the answer. */
  readonly pixelArea: number;
}

/**
 * Where the pixels of a field's answer go on a map.
 * @param shape `[rows, columns]` of the answer, which covers the field
 * @param shared part of the field that it shares with a neighbour, [x, y], 0–1
 */
export function fieldPlaces(
  { region, core }: SlideField,
  [rows = 1, columns = 1]: readonly number[],
  shared: readonly [number, number],
  map: MapGrid,
): FieldPlaces {
  return {
    across: places(columns, span(region, 'x'), span(core, 'x'), shared[0], { start: map.region.x, cell: map.cell[0], count: map.columns }),
    down: places(rows, span(region, 'y'), span(core, 'y'), shared[1], { start: map.region.y, cell: map.cell[1], count: map.rows }),
    pixelArea: (region.width / columns) * (region.height / rows),
  };
}

interface Span {
  readonly start: number;
  readonly length: number;
}

function span(box: Box, axis: 'x' | 'y'): Span {
  return axis === 'x' ? { start: box.x, length: box.width } : { start: box.y, length: box.height };
}

function places(
  count: number,
  field: Span,
  core: Span,
  shared: number,
  map: { readonly start: number; readonly cell: number; readonly count: number },
): PixelPlace[] {
  const ramp = Math.max(1, shared * count);
  const step = field.length / count;
  const inCore = (start: number): number =>
    Math.max(0, Math.min(start + step, core.start + core.length) - Math.max(start, core.start)) / step;
  return Array.from({ length: count }, (_, from) => {
    const middle = field.start + (from + 0.5) * step;
    return {
      from,
      // A little more: of middles on a border of the map's pixels, rounding must not take some to the left and some to the right.
      to: Math.floor((middle - map.start) / map.cell + 1e-6),
      weight: Math.min(1, (Math.min(from, count - 1 - from) + 0.5) / ramp),
      core: inCore(field.start + from * step),
    };
  }).filter(({ to }) => to >= 0 && to < map.count);
}
