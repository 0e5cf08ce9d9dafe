import type { AbortLike } from '../../../../domain/ports';
import type { AssociatedImageKind } from '../../../../domain/slide';
import { TIFF_TAG as TAG } from '../tags';
import { descriptionOf, type TiffFile } from '../tiff-file';
import type { TiffImage } from '../tiff-image';
import { ONE_CHANNEL, soundMicrons, whole, type FoundSlide } from '../tiff-slide';
import { descendants, parseXml, type XmlElement } from '../../xml';

/**
 * Philips TIFF: XML in the first description; levels are tiled pages filled up to whole tiles, so that a level's true size
 * follows from its pixel spacing. Label and macro are pages whose description begins with those words.
 */
export async function findPhilips({ images }: TiffFile, signal?: AbortLike): Promise<FoundSlide | null> {
  const [base] = images;
  if (base?.tiled !== true || !(await base.directory.text(TAG.software, signal)).startsWith('Philips')) return null;
  const description = await descriptionOf(base, signal);
  if (!description.includes('DPUfsImport')) return null;
  const levels = images.filter((image) => image.tiled);
  // [row, column] in millimetres; the first is that of the whole image, the others of its levels.
  const spacings = descendants(parseXml(description), 'Attribute')
    .filter((attribute) => attribute.attributes.get('Name') === 'DICOM_PIXEL_SPACING')
    .map(readSpacing);
  const own = spacings.length > levels.length ? spacings.slice(-levels.length) : spacings;
  const [first] = own;
  const associated: { kind: AssociatedImageKind; image: TiffImage }[] = [];
  for (const image of images) {
    if (image.tiled) continue;
    const text = await descriptionOf(image, signal);
    if (text.startsWith('Label')) associated.push({ kind: 'label', image });
    else if (text.startsWith('Macro')) associated.push({ kind: 'overview', image });
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
