import type { SlideSource, TileSource } from '../../ports';
import type { SlideLevel, SlideTile } from '../../slide';
import { resizePillow } from '../geometry/pillow-resize';
import { readLevelRegion } from './read-region';

const WHITE = 255;
/** A level this much coarser than what is asked for still serves: grids of levels are rounded to whole pixels. */
const SLACK = 1.01;

/** Which picture of a slide is read. */
export interface SlideView {
  readonly plane: number;
  readonly channel: number;
  readonly time: number;
}

/**
 * One picture of a slide read by regions: from the coarsest level that is fine enough, in whole pixels of it, then resized
 * as Pillow does (antialiased bilinear). Grey is repeated, samples of 16 bits are cut to their 8 highest.
 */
export function slideSource(tiles: TileSource, view: SlideView = { plane: 0, channel: 0, time: 0 }): SlideSource {
  const { levels, micronsPerPixel } = tiles.pyramid;
  const [full] = levels;
  if (full === undefined) throw new RangeError('a slide without levels');
  return {
    columns: full.columns,
    rows: full.rows,
    micronsPerPixel,
    readRegion: async (region, size, signal) => {
      const index = levelFor(levels, Math.min(region.width / size.columns, region.height / size.rows));
      const level = levels[index] ?? full;
      const [across, down] = level.downsample;
      const left = Math.round(region.x / across);
      const top = Math.round(region.y / down);
      const width = Math.max(1, Math.round((region.x + region.width) / across) - left);
      const height = Math.max(1, Math.round((region.y + region.height) / down) - top);
      const x = Math.max(0, left);
      const y = Math.max(0, top);
      const inside = { x, y, width: Math.min(level.columns, left + width) - x, height: Math.min(level.rows, top + height) - y };
      const count = size.rows * size.columns;
      const result = new Uint8Array(3 * count).fill(WHITE);
      if (inside.width <= 0 || inside.height <= 0) return result;
      const part = await readLevelRegion(tiles, { level: index, ...inside, ...view }, signal);
      const same = width === size.columns && height === size.rows;
      for (let c = 0; c < part.samplesPerPixel; c++) {
        const plane = onWhite(part, c, { left: x - left, top: y - top, width, height });
        result.set(same ? plane : resizePillow(plane, height, width, size.rows, size.columns, 'bilinear'), c * count);
      }
      if (part.samplesPerPixel === 1) {
        result.copyWithin(count, 0, count);
        result.copyWithin(2 * count, 0, count);
      }
      return result;
    },
  };
}

/** @param scale level-0 pixels a pixel asked for */
export function levelFor(levels: readonly SlideLevel[], scale: number): number {
  let best = 0;
  levels.forEach(({ downsample }, i) => {
    if (Math.max(...downsample) <= scale * SLACK && Math.max(...downsample) >= Math.max(...(levels[best]?.downsample ?? [1, 1]))) best = i;
  });
  return best;
}

/** One colour of a part, as it lies in the rectangle asked for. */
function onWhite(
  part: SlideTile,
  colour: number,
  { left, top, width, height }: { readonly left: number; readonly top: number; readonly width: number; readonly height: number },
): Uint8Array {
  const { columns, rows, samplesPerPixel, pixels } = part;
  const shift = pixels instanceof Uint8Array ? 0 : 8;
  const out = new Uint8Array(width * height).fill(WHITE);
  for (let y = 0; y < rows; y++) {
    let to = (top + y) * width + left;
    for (let x = 0, from = y * columns * samplesPerPixel + colour; x < columns; x++, from += samplesPerPixel)
      out[to++] = (pixels[from] ?? 0) >> shift;
  }
  return out;
}
