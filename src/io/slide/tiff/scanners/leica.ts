import type { AbortLike } from '../../../../domain/ports';
import type { AssociatedImageKind } from '../../../../domain/slide';
import { descriptionOf, type TiffFile } from '../tiff-file';
import type { TiffImage } from '../tiff-image';
import { soundMicrons, soundPower, whole, type FoundSlide } from '../tiff-slide';
import { childrenOf, descendants, numberOf, parseXml, type XmlElement } from '../../xml';

/**
 * Leica SCN: XML in the first description lists images and, of each, the directory of every resolution. Each scanned area
 * is a slide of its own; the image that covers the whole collection is the overview.
 */
export async function findLeica({ images }: TiffFile, signal?: AbortLike): Promise<readonly FoundSlide[] | null> {
  const [first] = images;
  if (first === undefined) return null;
  const description = await descriptionOf(first, signal);
  if (!/<scn\s[^>]*leica-microsystems/u.test(description)) return null;
  const [collection] = childrenOf(parseXml(description), 'collection');
  const width = numberOf(collection, 'sizeX');
  const height = numberOf(collection, 'sizeY');
  const areas = childrenOf(collection, 'image');
  const covers = (area: XmlElement): boolean => {
    const [view] = childrenOf(area, 'view');
    return numberOf(view, 'sizeX') === width && numberOf(view, 'sizeY') === height;
  };
  const associated: { kind: AssociatedImageKind; image: TiffImage }[] = [];
  const overview = areas.filter(covers).flatMap((area) => picturesOf(area, images))[0];
  const scanned = areas.filter((area) => !covers(area));
  if (overview !== undefined && scanned.length > 0) associated.push({ kind: 'overview', image: overview });
  const slides = (scanned.length > 0 ? scanned : areas).flatMap((area, i, all) => {
    const found = describeArea(area, images, all.length === 1 ? '' : String(i + 1));
    return found === null ? [] : [{ ...found, associated }];
  });
  return slides.length === 0 ? null : slides;
}

function describeArea(area: XmlElement, images: readonly TiffImage[], name: string): FoundSlide | null {
  const dimensions = descendants(area, 'dimension');
  const indices = (attribute: string): number[] =>
    [...new Set(dimensions.map((dimension) => numberOf(dimension, attribute) ?? 0))].sort((a, b) => a - b);
  const [planes, channels] = [indices('z'), indices('c')];
  const levels = indices('r').map((r) =>
    channels
      .flatMap((c) => planes.map((z) => pictureAt(dimensions, images, { r, z, c })))
      .map((image) => (image === null ? null : whole(image))),
  );
  const base = levels[0]?.find((picture) => picture !== null)?.image;
  if (base === undefined) return null;
  const [view] = childrenOf(area, 'view');
  // Nanometres.
  const width = numberOf(view, 'sizeX');
  const height = numberOf(view, 'sizeY');
  return {
    format: 'Leica SCN',
    name,
    levels,
    sizes: null,
    // Nothing states their heights: they are counted.
    planes: planes.map((_, i) => i),
    channels: channels.map(() => ({ name: '', colour: null })),
    times: 1,
    micronsPerPixel: soundMicrons(width === null ? null : width / 1000 / base.columns, height === null ? null : height / 1000 / base.rows),
    objectivePower: soundPower(Number(descendants(area, 'objective')[0]?.text ?? NaN)),
    associated: [],
  };
}

function pictureAt(
  dimensions: readonly XmlElement[],
  images: readonly TiffImage[],
  wanted: { readonly r: number; readonly z: number; readonly c: number },
): TiffImage | null {
  const found = dimensions.find((dimension) =>
    (['r', 'z', 'c'] as const).every((attribute) => (numberOf(dimension, attribute) ?? 0) === wanted[attribute]),
  );
  return images[numberOf(found, 'ifd') ?? -1] ?? null;
}

/** Of the first focal plane and channel, finest first. */
function picturesOf(area: XmlElement, images: readonly TiffImage[]): TiffImage[] {
  const dimensions = descendants(area, 'dimension');
  return dimensions.flatMap((_, r) => pictureAt(dimensions, images, { r, z: 0, c: 0 }) ?? []);
}
