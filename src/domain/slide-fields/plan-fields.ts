import type { Box } from '../units';
import type { FieldSize, SlideField } from './field';

/**
 * Fields over an area, row by row. Neighbours overlap; between two of them the core's border is in the middle of what they
 * share, and at the border of the area the core reaches it.
 * @param area level-0 pixels
 * @param scale level-0 pixels a pixel of a field, [x, y]
 */
export function planFields(area: Box, field: FieldSize, scale: readonly [number, number]): readonly SlideField[] {
  const across = spans(area.x, area.width, field.columns * scale[0], field.overlap * scale[0]);
  const down = spans(area.y, area.height, field.rows * scale[1], field.overlap * scale[1]);
  return down.flatMap((y) =>
    across.map((x) => ({
      region: { x: x.start, y: y.start, width: x.length, height: y.length },
      core: { x: x.from, y: y.from, width: x.to - x.from, height: y.to - y.from },
    })),
  );
}

interface Span {
  readonly start: number;
  readonly length: number;
  readonly from: number;
  readonly to: number;
}

/** Along one axis: as few as cover it, spread evenly; all of one length, so that every field is of one scale. */
function spans(start: number, total: number, length: number, overlap: number): Span[] {
  const step = length - Math.min(overlap, length / 2);
  const count = Math.max(1, Math.ceil((total - length) / step) + 1);
  const even = count === 1 ? 0 : (total - length) / (count - 1);
  return Array.from({ length: count }, (_, i) => {
    const at = start + i * even;
    const shared = (length - even) / 2;
    return { start: at, length, from: i === 0 ? start : at + shared, to: i === count - 1 ? start + total : at + length - shared };
  });
}
