import type { AbortLike } from '../../../../domain/ports';
import type { AssociatedImageKind } from '../../../../domain/slide';
import { resolutionOf } from '../resolution';
import { TIFF_TAG as TAG } from '../tags';
import type { TiffFile } from '../tiff-file';
import type { TiffImage } from '../tiff-image';
import { ONE_CHANNEL, soundPower, whole, type FoundSlide } from '../tiff-slide';

interface Page {
  readonly image: TiffImage;
  /** Of the objective; −1 macro, −2 map. */
  readonly magnification: number;
  /** Focal plane, nanometres. */
  readonly height: number;
}

/** Hamamatsu NDPI: each page states its magnification and the offset of its focal plane; those below 0 are no levels. */
export async function findHamamatsu({ images, layout }: TiffFile, signal?: AbortLike): Promise<FoundSlide | null> {
  const [first] = images;
  if (first === undefined || (layout.variant !== 'ndpi' && !first.directory.has(TAG.ndpiFormat))) return null;
  const pages: Page[] = [];
  for (const image of images) {
    const magnification = await image.directory.number(TAG.ndpiMagnification, 0, signal);
    pages.push({ image, magnification, height: await image.directory.number(TAG.ndpiFocalOffset, 0, signal) });
  }
  const levels = pages.filter(({ magnification }) => magnification > 0);
  const heights = [...new Set(levels.map(({ height }) => height))];
  const magnifications = [...new Set(levels.map(({ magnification }) => magnification))].sort((a, b) => b - a);
  const [base] = levels;
  if (base === undefined) return null;
  const associated: { kind: AssociatedImageKind; image: TiffImage }[] = [];
  const macro = pages.find(({ magnification }) => magnification === -1);
  if (macro !== undefined) associated.push({ kind: 'overview', image: macro.image });
  return {
    format: 'Hamamatsu NDPI',
    name: '',
    levels: magnifications.map((magnification) =>
      heights.map((height) => {
        const page = levels.find((other) => other.magnification === magnification && other.height === height);
        return page === undefined ? null : whole(page.image);
      }),
    ),
    sizes: null,
    planes: heights.length <= 1 ? [0] : heights.map((height) => height / 1000),
    channels: ONE_CHANNEL,
    times: 1,
    micronsPerPixel: await resolutionOf(base.image, signal),
    objectivePower: soundPower(magnifications[0]),
    associated,
  };
}
