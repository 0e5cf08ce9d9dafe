import { AppError } from '../../../../domain/errors';
import type { AbortLike } from '../../../../domain/ports';
import type { AssociatedImageKind } from '../../../../domain/slide';
import { isColour } from '../picture-format';
import { descriptionOf, type TiffFile } from '../tiff-file';
import { readSubImages, type TiffImage } from '../tiff-image';
import { largestFirst, soundMicrons, soundPower, type FoundPicture, type FoundSlide } from '../tiff-slide';
import { parseXml, type XmlElement } from '../../xml';
import { readOmeImages, type OmeImage, type OmePlane } from './ome-xml';

/** Whether a first description is OME-XML. */
export function isOmeXml(description: string): boolean {
  return /<(?:\w+:)?OME[\s>]/u.test(description.slice(0, 4096));
}

/**
 * OME-TIFF: each image of the XML is a slide, unless its name says that it is a label, a macro or a thumbnail; levels are
 * SubIFDs of each plane.
 * @param siblings other files of the set, opened, by UUID
 * @throws AppError `slide-file-missing` where an image lies in files that are not given; `image-malformed`.
 */
export async function findOme(
  file: TiffFile,
  siblings: ReadonlyMap<string, { readonly file: TiffFile; readonly index: number }>,
  signal?: AbortLike,
): Promise<readonly FoundSlide[] | null> {
  const [first] = file.images;
  const description = first === undefined ? '' : await descriptionOf(first, signal);
  if (!isOmeXml(description)) return null;
  const ome = parseXml(description);
  const images = readOmeImages(ome);
  const slides: FoundSlide[] = [];
  const associated: { kind: AssociatedImageKind; image: TiffImage }[] = [];
  let missing = false;
  for (const image of images) {
    const places = placesOf(image, ome, file, siblings);
    const kind = associatedKind(image.name);
    const lone = places.find((place) => place?.file === 0);
    if (kind !== null && images.length > 1 && lone !== undefined && lone !== null) {
      if (!associated.some((other) => other.kind === kind)) associated.push({ kind, image: lone.image });
    } else if (places.some((place) => place !== null)) {
      slides.push(await describe(image, places, file, siblings, images.length > 1, signal));
    } else missing = true;
  }
  if (slides.length === 0 && missing) throw new AppError('slide-file-missing', 'the pixels of this OME-TIFF are in other files');
  return slides.length === 0 ? null : slides.map((slide, i) => (i === 0 ? { ...slide, associated } : slide));
}

interface Place {
  readonly image: TiffImage;
  readonly file: number;
}

function placesOf(
  { planes }: OmeImage,
  ome: XmlElement,
  file: TiffFile,
  siblings: ReadonlyMap<string, { readonly file: TiffFile; readonly index: number }>,
): (Place | null)[] {
  const own = ome.attributes.get('UUID') ?? null;
  return planes.map((plane) => {
    if (plane === null) return null;
    const isOwn = plane.uuid === null || plane.uuid === own;
    const sibling = isOwn ? { file, index: 0 } : siblings.get(plane.uuid ?? '');
    const image = sibling?.file.images[plane.directory];
    return image === undefined || sibling === undefined ? null : { image, file: sibling.index };
  });
}

async function describe(
  image: OmeImage,
  places: readonly (Place | null)[],
  file: TiffFile,
  siblings: ReadonlyMap<string, { readonly file: TiffFile; readonly index: number }>,
  named: boolean,
  signal?: AbortLike,
): Promise<FoundSlide> {
  const files = new Map([[0, file], ...[...siblings.values()].map((sibling) => [sibling.index, sibling.file] as const)]);
  const base = places.find((place) => place !== null)?.image;
  if (base === undefined) throw new AppError('image-malformed', 'an OME image without planes');
  // One channel of several samples that make no colour is as many channels.
  const split = image.channels.length === 1 && base.samples > 1 && !isColour(base) ? base.samples : 1;
  const colour = image.channels.length === 1 && split === 1 && (image.channels[0]?.samples ?? 1) >= 3;
  const channels = split === 1 ? image.channels : Array.from({ length: split }, () => ({ name: '', colour: null }));
  const levels: (FoundPicture | null)[][] = [];
  for (const [i, place] of places.entries()) {
    const open = place === null ? undefined : files.get(place.file);
    const sub =
      place === null || open === undefined ? [] : largestFirst(await readSubImages(open.reader, open.layout, place.image, signal));
    const own = place === null ? [] : [place.image, ...sub];
    own.forEach((picture, level) => {
      const row = (levels[level] ??= new Array<FoundPicture | null>(places.length * split).fill(null));
      // Split channels lie one picture of each plane after another; there is one channel in the XML then.
      const planeOf = i % image.sizeZ;
      const time = Math.floor(i / (image.sizeZ * image.channels.length));
      for (let s = 0; s < split; s++) {
        const at = split === 1 ? i : (time * split + s) * image.sizeZ + planeOf;
        row[at] = { image: picture, file: place?.file ?? 0, sample: colour ? null : s };
      }
    });
  }
  return {
    format: 'OME-TIFF',
    name: named ? image.name : '',
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

/** Files of the set that its XML names besides this one, each once. */
export function siblingNames(description: string): readonly string[] {
  const ome = parseXml(description);
  const own = ome.attributes.get('UUID') ?? null;
  const others = readOmeImages(ome).flatMap(({ planes }) =>
    planes.filter((plane): plane is OmePlane => plane !== null && plane.uuid !== null && plane.uuid !== own),
  );
  return [...new Set(others.map(({ fileName }) => fileName))].filter((name) => name !== '');
}
