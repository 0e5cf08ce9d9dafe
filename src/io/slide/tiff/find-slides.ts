import type { AbortLike } from '../../../domain/ports';
import { findAperio } from './scanners/aperio';
import { findGeneric } from './scanners/generic';
import { findHamamatsu } from './scanners/hamamatsu';
import { findLeica } from './scanners/leica';
import { findOme } from './scanners/ome';
import { findPhilips } from './scanners/philips';
import { findVentana } from './scanners/ventana';
import type { TiffFile } from './tiff-file';
import type { FoundSlide } from './tiff-slide';

/**
 * The slides of a TIFF in the terms of its scanner; none where it is a photo.
 * @param photos whether photos count as slides too
 * @throws AppError of the scanner's reader; AbortError.
 */
export async function findSlides(file: TiffFile, photos: boolean, signal?: AbortLike): Promise<readonly FoundSlide[]> {
  const several = (await findOme(file, signal)) ?? (await findLeica(file, signal));
  if (several !== null) return several;
  const found =
    (await findHamamatsu(file, signal)) ??
    (await findAperio(file, signal)) ??
    (await findPhilips(file, signal)) ??
    (await findVentana(file, signal)) ??
    (await findGeneric(file, photos, signal));
  return found === null ? [] : [found];
}
