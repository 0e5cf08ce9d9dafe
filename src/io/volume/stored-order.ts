import type { FrameInfo } from '../../domain/study';
import type { PixelLocator } from '../opened';

/**
 * How the array of a volume file runs against the series shown from it: what a label map needs to be written back voxel
 * beside voxel. Null for formats that store frames, not arrays.
 */
export function storedOrder(
  locator: PixelLocator,
  frames: readonly FrameInfo[],
): {
  readonly transposed: boolean;
  readonly columnsReversed: boolean;
  readonly rowsReversed: boolean;
  readonly slicesReversed: boolean;
} | null {
  if (locator.kind !== 'volume') return null;
  const [first, second] = frames;
  return {
    transposed: Math.abs(locator.columnStep) > Math.abs(locator.rowStep),
    columnsReversed: locator.columnStep < 0,
    rowsReversed: locator.rowStep < 0,
    slicesReversed: first !== undefined && second !== undefined && second.frameNumber < first.frameNumber,
  };
}
