import { AppError, isAbort } from '../../../domain/errors';
import { withDerivedLevels } from '../../../domain/kernels/slide/derived-levels';
import type { AbortLike } from '../../../domain/ports';
import type { SlideLevel, SlidePyramid } from '../../../domain/slide';
import type { SeriesIssue } from '../../../domain/study';
import type { OpenedInstance } from '../../opened';
import { slideInstance } from '../slide-instance';
import { isLossy } from './decompress';
import { findSlides } from './find-slides';
import { openPieces } from './open-pieces';
import { pictureFormat, type PictureFormat } from './picture-format';
import { tileSizeOf } from './pieces';
import { TIFF_TAG as TAG } from './tags';
import type { TiffFile } from './tiff-file';
import type { TiffPicture, TiffSlideLocator } from './tiff-locator';
import type { FoundPicture, FoundSlide } from './tiff-slide';

const WHITE = [255, 255, 255] as const;
const BLACK = [0, 0, 0] as const;

/**
 * The slides of a TIFF; none where it is a photo. Directories are read, no tile is.
 * @param photos whether photos count as slides too: those too large to be held
 * @throws AppError `slide-compression-unsupported`, `slide-samples-unsupported`, `slide-tiles-overlap`, `slide-file-missing`,
 *   `image-malformed`, `truncated`; AbortError.
 */
export async function openTiffSlides(file: TiffFile, photos: boolean, signal?: AbortLike): Promise<readonly OpenedInstance[]> {
  const parts: OpenedInstance[] = [];
  for (const found of await findSlides(file, photos, signal)) parts.push(await openFound(file, found, signal));
  return parts;
}

async function openFound(file: TiffFile, found: FoundSlide, signal?: AbortLike): Promise<OpenedInstance> {
  const base = firstOf(found.levels[0] ?? []);
  if (base === null) throw new AppError('image-malformed', 'a level without pictures');
  const format = pictureFormat(base.image, base.sample);
  const kept: { readonly pictures: readonly (FoundPicture | null)[]; readonly size: Omit<SlideLevel, 'downsample'> }[] = [];
  let lost = file.fault !== null || found.levels.some((pictures) => pictures.includes(null));
  for (const [i, pictures] of found.levels.entries()) {
    const size = await sizeOf(file, found, i, format, signal);
    if (size === null) lost = true;
    else kept.push({ pictures, size });
  }
  const full = kept[0]?.size;
  if (full === undefined) throw new AppError('image-malformed', 'a slide without level 0');
  const pyramid: SlidePyramid = {
    levels: withDerivedLevels(kept.map(({ size }) => ({ ...size, downsample: [full.columns / size.columns, full.rows / size.rows] }))),
    samplesPerPixel: format.samplesPerPixel,
    bitsAllocated: format.bitsAllocated,
    planes: found.planes,
    channels: found.channels,
    times: found.times,
    micronsPerPixel: found.micronsPerPixel,
    objectivePower: found.objectivePower,
    background: format.samplesPerPixel === 3 ? WHITE : BLACK,
    iccProfile: await iccProfile(base, signal),
    associated: found.associated.map(({ kind, image, embedded = image }) => ({ kind, columns: embedded.columns, rows: embedded.rows })),
    format: found.format,
  };
  const locator: TiffSlideLocator = {
    kind: 'slide',
    format: 'tiff',
    rows: full.rows,
    columns: full.columns,
    pyramid,
    set: found.set ?? null,
    levels: kept.map(({ pictures }) => pictures.map((picture) => (picture === null ? null : placeOf(picture)))),
    associated: found.associated.map(({ image, embedded }) => ({
      file: 0,
      offset: image.directory.offset,
      sample: null,
      embedded: embedded?.type ?? null,
    })),
  };
  const issues: SeriesIssue[] = [];
  if (lost) issues.push('slide-levels-missing');
  if (isLossy(base.image.compression)) issues.push('lossy');
  return slideInstance(locator, { name: found.name, set: locator.set, lossy: isLossy(base.image.compression), issues });
}

/** Null where the level's pictures are not of the kind of level 0, or cannot be read. Level 0 must. */
async function sizeOf(
  file: TiffFile,
  found: FoundSlide,
  level: number,
  format: PictureFormat,
  signal?: AbortLike,
): Promise<Omit<SlideLevel, 'downsample'> | null> {
  const picture = firstOf(found.levels[level] ?? []);
  if (picture === null) return null;
  try {
    const own = pictureFormat(picture.image, picture.sample);
    if (own.samplesPerPixel !== format.samplesPerPixel || own.bitsAllocated !== format.bitsAllocated) return null;
    const pieces = await openPieces(file.reader, file.layout, picture.image, picture.sample, signal);
    const { columns, rows } = found.sizes?.[level] ?? picture.image;
    return { columns, rows, ...tileSizeOf(pieces) };
  } catch (error) {
    if (isAbort(error) || level === 0) throw error;
    return null;
  }
}

function firstOf(pictures: readonly (FoundPicture | null)[]): FoundPicture | null {
  return pictures.find((picture) => picture !== null) ?? null;
}

function placeOf({ image, sample }: FoundPicture): TiffPicture {
  return { file: 0, offset: image.directory.offset, sample };
}

async function iccProfile({ image }: FoundPicture, signal?: AbortLike): Promise<Uint8Array | null> {
  const profile = await image.directory.bytes(TAG.iccProfile, signal).catch((error: unknown) => {
    if (isAbort(error)) throw error;
    return new Uint8Array();
  });
  return profile.byteLength === 0 ? null : profile.slice();
}
