import { morphology } from '../masks/morphology';
import { fillHoles } from '../masks/fill-holes';
import { removeSmallObjects } from '../masks/remove-small-objects';
import { otsuThreshold } from './otsu';

export interface TissueOptions {
  /** Saturation (0–255) above which a pixel is tissue; by default Otsu's, at least `floor`. */
  readonly threshold?: number;
  /** Lowest threshold that Otsu may give: glass alone has noise, not tissue. Default 12. */
  readonly floor?: number;
  /** Radius in pixels that closes gaps and then opens specks; default 2. */
  readonly radius?: number;
  /** Smaller pieces are dropped, pixels; default 64. */
  readonly minSize?: number;
}

/**
 * Stained tissue of a slide's overview: saturation above Otsu's threshold, closed, opened, holes of the background
 * filled where they are closed in, small pieces dropped.
 * @param rgb planes of 8 bits, `[3, rows, columns]`
 * @returns 1 on tissue
 */
export function tissueMask(rgb: Uint8Array, rows: number, columns: number, options: TissueOptions = {}): Uint8Array {
  const { floor = 12, radius = 2, minSize = 64 } = options;
  const saturation = saturation8(rgb);
  const threshold = options.threshold ?? Math.max(floor, otsuThreshold(saturation));
  const shape = [rows, columns];
  const spacing = [1, 1];
  const raw = { data: saturation.map((value) => (value > threshold ? 1 : 0)), shape };
  const closed = radius === 0 ? raw : morphology(raw, { operation: 'close', radius, spacing });
  const opened = radius === 0 ? closed : morphology(closed, { operation: 'open', radius, spacing });
  return removeSmallObjects(fillHoles(opened, { hops: 1 }), { minSize, hops: 2 }).data;
}

/** Saturation of HSV, (max − min) / max, as whole numbers to 255. */
export function saturation8(rgb: Uint8Array): Uint8Array {
  const size = rgb.length / 3;
  return Uint8Array.from({ length: size }, (_, i) => {
    const red = rgb[i] ?? 0;
    const green = rgb[size + i] ?? 0;
    const blue = rgb[2 * size + i] ?? 0;
    const high = Math.max(red, green, blue);
    return high === 0 ? 0 : Math.round((255 * (high - Math.min(red, green, blue))) / high);
  });
}
