import type { AbortLike } from '../../../../domain/ports';
import { TIFF_TAG as TAG } from '../tags';
import { descriptionOf, type TiffFile } from '../tiff-file';
import { ONE_CHANNEL, soundMicrons, whole, type FoundAssociated, type FoundSlide } from '../tiff-slide';
import { descendants, parseXml, type XmlElement } from '../../xml';
import { embeddedPictures } from './philips-pictures';

/**
 * Philips TIFF: XML in the first description; levels are tiled pages filled up to whole tiles, so that a level's true size
 * follows from its pixel spacing. Label and macro are pages whose description begins with those words, or lie in the XML itself.
 */
export async function findPhilips({ images }: TiffFile, signal?: AbortLike): Promise<FoundSlide | null> {
  const [base] = images;
  if (base?.tiled !== true || !(await base.directory.text(TAG.software, signal)).startsWith('Philips')) return null;
  const description = await descriptionOf(base, signal);
  if (!description.includes('DPUfsImport')) return null;
  const levels = images.filter((image) => image.tiled);
  // [row, column] in millimetres; the first is that of the whole image, the others of its levels.
  const root = parseXml(description);
  const spacings = descendants(root, 'Attribute')
    .filter((attribute) => attribute.attributes.get('Name') === 'DICOM_PIXEL_SPACING')
    .map(readSpacing);
  const own = spacings.length > levels.length ? spacings.slice(-levels.length) : spacings;
  const [first] = own;
  const associated: FoundAssociated[] = [];
  for (const image of images) {
    if (image.tiled) continue;
    const text = await descriptionOf(image, signal);
    if (text.startsWith('Label')) associated.push({ kind: 'label', image });
    else if (text.startsWith('Macro')) associated.push({ kind: 'overview', image });
  }
  for (const { kind, type, columns, rows } of embeddedPictures(root)) {
    if (!associated.some((known) => known.kind === kind)) associated.push({ kind, image: base, embedded: { type, columns, rows } });
  }
  return {
    format: 'Philips TIFF',
    name: '',
    levels: levels.map((image) => [whole(image)]),
    sizes: levels.map((image, i) => {
      const spacing = own[i];
      if (i === 0 || first === undefined || spacing === undefined) return image;
      const columns = Math.floor(base.columns / (spacing[1] / first[1]));
      const rows = Math.floor(base.rows / (spacing[0] / first[0]));
      return columns >= 1 && rows >= 1 && columns <= image.columns && rows <= image.rows ? { columns, rows } : image;
    }),
    planes: [0],
    channels: ONE_CHANNEL,
    times: 1,
    micronsPerPixel: first === undefined ? null : soundMicrons(first[1] * 1000, first[0] * 1000),
    objectivePower: null,
    associated,
  };
}

function readSpacing({ text }: XmlElement): readonly [number, number] {
  const [row = NaN, column = row] = [...text.matchAll(/[\d.]+(?:e[+-]?\d+)?/giu)].map(([value]) => Number(value));
  return [row, column];
}
