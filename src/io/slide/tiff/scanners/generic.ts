import { AppError } from '../../../../domain/errors';
import type { AbortLike } from '../../../../domain/ports';
import { resolutionOf } from '../resolution';
import { TIFF_TAG as TAG } from '../tags';
import { isColour } from '../picture-format';
import { readSubImages, type TiffImage } from '../tiff-image';
import { descriptionOf, type TiffFile } from '../tiff-file';
import { isReduced, largestFirst, ONE_CHANNEL, whole, type FoundPicture, type FoundSlide } from '../tiff-slide';

/** Coarser resolutions are those of paper: 72 dots an inch is a default, not a measurement. */
const COARSEST_MICRONS = 50;

/**
 * Any tiled or multi-level TIFF: the largest picture is level 0; levels are its SubIFDs and the smaller pages of the same
 * proportions; pages of the same size are focal planes, whose heights nothing states, so that they are counted.
 * Null: neither tiles nor levels, which is a photo, unless those are wanted too.
 */
export async function findGeneric({ images, reader, layout }: TiffFile, photos: boolean, signal?: AbortLike): Promise<FoundSlide | null> {
  const [base] = largestFirst(images);
  if (base === undefined) return null;
  await refuseOverlaps(base, signal);
  const planes = images.filter((image) => image.columns === base.columns && image.rows === base.rows);
  const subImages = await Promise.all(planes.map((plane) => readSubImages(reader, layout, plane, signal)));
  const reduced = largestFirst(images).filter((image) => isReduced(image, base));
  const thumbnail = images.length === 2 && reduced.length === 1 && Math.max(reduced[0]?.columns ?? 0, reduced[0]?.rows ?? 0) <= 320;
  const tiled = images.some((image) => image.tiled) || subImages.some((levels) => levels.length > 0);
  // A photo with its own small preview is still a photo.
  if (!photos && !tiled && (thumbnail || reduced.length === 0)) return null;
  const levels = [planes, ...(planes.length === 1 ? reduced.map((image) => [image]) : pagesBySize(reduced, planes.length))];
  for (const [i, first] of largestFirst(subImages[0] ?? []).entries()) {
    const place = (subImages[0] ?? []).indexOf(first);
    if (i < 64) levels.push(subImages.flatMap((own) => own[place] ?? []));
  }
  const sound = levels.filter(
    (level) => level.length === planes.length && (level[0] === base || (level[0] !== undefined && isReduced(level[0], base))),
  );
  const microns = await resolutionOf(base, signal);
  const sampled = !isColour(base) && base.samples > 1 ? base.samples : 1;
  return {
    format: 'TIFF',
    name: '',
    levels: sound.sort((a, b) => (b[0]?.columns ?? 0) - (a[0]?.columns ?? 0)).map((level) => channelPictures(level, sampled)),
    sizes: null,
    planes: planes.map((_, i) => i),
    channels: sampled === 1 ? ONE_CHANNEL : Array.from({ length: sampled }, () => ({ name: '', colour: null })),
    times: 1,
    micronsPerPixel: microns !== null && Math.max(...microns) <= COARSEST_MICRONS ? microns : null,
    objectivePower: null,
    associated: [],
  };
}

/** Trestle writes tiled TIFF whose tiles overlap by as much as the description says of each level. */
async function refuseOverlaps(base: TiffImage, signal?: AbortLike): Promise<void> {
  const software = await base.directory.text(TAG.software, signal);
  if (!software.startsWith('MedScan')) return;
  const overlaps = /OverlapsXY=([\d\s]*)/u.exec(await descriptionOf(base, signal))?.[1] ?? '';
  if (/[1-9]/u.test(overlaps)) throw new AppError('slide-tiles-overlap', 'a Trestle slide whose tiles overlap');
}

function pagesBySize(images: readonly TiffImage[], planes: number): TiffImage[][] {
  const sizes = new Map<number, TiffImage[]>();
  for (const image of images) sizes.set(image.columns, [...(sizes.get(image.columns) ?? []), image]);
  return [...sizes.values()].filter((level) => level.length === planes);
}

/** Samples that make no colour are channels of their own. */
export function channelPictures(planes: readonly TiffImage[], channels: number): readonly FoundPicture[] {
  if (channels === 1) return planes.map((image) => (isColour(image) ? whole(image) : { image, sample: 0 }));
  return Array.from({ length: channels }, (_, sample) => planes.map((image) => ({ image, sample }))).flat();
}
