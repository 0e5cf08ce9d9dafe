import type { AbortLike } from '../../../domain/ports';
import { TIFF_TAG as TAG } from './tags';
import type { TiffImage } from './tiff-image';

/** Micrometres of an inch and a centimetre, by ResolutionUnit. */
const UNITS: Readonly<Record<number, number>> = { 2: 25_400, 3: 10_000 };

/** Micrometres a pixel, [x, y], as the resolution tags say; null where they say nothing of length. */
export async function resolutionOf({ directory }: TiffImage, signal?: AbortLike): Promise<readonly [number, number] | null> {
  const unit = UNITS[await directory.number(TAG.resolutionUnit, 2, signal)];
  const x = await directory.number(TAG.xResolution, 0, signal);
  const y = await directory.number(TAG.yResolution, 0, signal);
  return unit === undefined || !(x > 0) || !(y > 0) ? null : [unit / x, unit / y];
}
