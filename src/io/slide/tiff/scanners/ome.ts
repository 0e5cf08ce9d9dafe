import { AppError } from '../../../../domain/errors';
import type { AbortLike } from '../../../../domain/ports';
import type { AssociatedImageKind } from '../../../../domain/slide';
import { isColour } from '../picture-format';
import { descriptionOf, type TiffFile } from '../tiff-file';
import { readSubImages, type TiffImage } from '../tiff-image';
import { largestFirst, soundMicrons, soundPower, type FoundPicture, type FoundSlide } from '../tiff-slide';
import { parseXml } from '../../xml';
import { readOmeImages, type OmeImage, type OmePlane } from './ome-xml';

/** Whether a first description is OME-XML. */
export function isOmeXml(description: string): boolean {
  return /<(?:\w+:)?OME[\s>]/u.test(description.slice(0, 4096));
}

/**
 * OME-TIFF: each image of the XML is a slide, unless its name says that it is a label, a macro or a thumbnail; levels are
 * SubIFDs of each plane. Of an image that lies in several files, each file opens with the planes it holds; `set` says which belong together.
 * @throws AppError `slide-file-missing` where this file holds none of the planes that its XML lists; `image-malformed`.
 */
export async function findOme(file: TiffFile, signal?: AbortLike): Promise<readonly FoundSlide[] | null> {
  const [page] = file.images;
  const description = page === undefined ? '' : await descriptionOf(page, signal);
  if (!isOmeXml(description)) return null;
  const ome = parseXml(description);
  const images = readOmeImages(ome);
  const slides: FoundSlide[] = [];
  const associated: { kind: AssociatedImageKind; image: TiffImage }[] = [];
  let missing = false;
  const own = ome.attributes.get('UUID') ?? null;
  for (const [i, image] of images.entries()) {
    const pictures = image.planes.map((plane) => (plane === null || !isOwn(plane, own) ? null : (file.images[plane.directory] ?? null)));
    const first = pictures.find((picture) => picture !== null) ?? null;
    const kind = associatedKind(image.name);
    if (first === null) missing = true;
    else if (kind === null || images.length === 1) {
      const found = await describe(image, pictures, first, file, signal);
      slides.push({ ...found, name: images.length > 1 ? image.name : '', set: setOf(image, i) });
    } else if (!associated.some((other) => other.kind === kind)) associated.push({ kind, image: first });
  }
  if (slides.length === 0 && missing) throw new AppError('slide-file-missing', 'the pixels of this OME-TIFF are in other files');
  return slides.length === 0 ? null : slides.map((slide, i) => (i === 0 ? { ...slide, associated } : slide));
}

function isOwn({ uuid }: OmePlane, own: string | null): boolean {
  return uuid === null || uuid === own;
}

/** Null: all in one file. */
function setOf({ planes }: OmeImage, index: number): string | null {
  const uuids = new Set(planes.flatMap((plane) => (plane?.uuid == null ? [] : [plane.uuid])));
  return uuids.size > 1 ? [...[...uuids].sort(), String(index)].join(' ') : null;
}

/** @param pictures of the planes, in their order; null: in another file @param base the first there is */
async function describe(
  image: OmeImage,
  pictures: readonly (TiffImage | null)[],
  base: TiffImage,
  { reader, layout }: TiffFile,
  signal?: AbortLike,
): Promise<FoundSlide> {
  // One channel of several samples that make no colour is as many channels.
  const split = image.channels.length === 1 && base.samples > 1 && !isColour(base) ? base.samples : 1;
  const colour = image.channels.length === 1 && split === 1 && (image.channels[0]?.samples ?? 1) >= 3;
  const channels = split === 1 ? image.channels : Array.from({ length: split }, () => ({ name: '', colour: null }));
  const levels: (FoundPicture | null)[][] = [];
  for (const [i, picture] of pictures.entries()) {
    const own = picture === null ? [] : [picture, ...largestFirst(await readSubImages(reader, layout, picture, signal))];
    own.forEach((each, level) => {
      const row = (levels[level] ??= new Array<FoundPicture | null>(pictures.length * split).fill(null));
      // Split channels lie one picture of each plane after another; there is one channel in the XML then.
      const planeOf = i % image.sizeZ;
      const time = Math.floor(i / (image.sizeZ * image.channels.length));
      for (let s = 0; s < split; s++) {
        const at = split === 1 ? i : (time * split + s) * image.sizeZ + planeOf;
        row[at] = { image: each, sample: colour ? null : s };
      }
    });
  }
  return {
    format: 'OME-TIFF',
    name: '',
    levels,
    sizes: null,
    planes: image.heights,
    channels: channels.map(({ name, colour: shown }) => ({ name, colour: shown })),
    times: image.sizeT,
    micronsPerPixel: soundMicrons(...image.micronsPerPixel),
    objectivePower: soundPower(image.objectivePower),
    associated: [],
  };
}

function associatedKind(name: string): AssociatedImageKind | null {
  const word = name.trim().toLowerCase();
  if (/^label( image)?$/u.test(word)) return 'label';
  if (/^(macro|overview)( image)?$/u.test(word)) return 'overview';
  return /^thumbnail( image)?$/u.test(word) ? 'thumbnail' : null;
}
