import { AppError } from '../../../../domain/errors';
import type { AbortLike } from '../../../../domain/ports';
import type { AssociatedImageKind } from '../../../../domain/slide';
import { TIFF_TAG as TAG } from '../tags';
import { descriptionOf, type TiffFile } from '../tiff-file';
import type { TiffImage } from '../tiff-image';
import { ONE_CHANNEL, soundMicrons, soundPower, whole, type FoundSlide } from '../tiff-slide';
import { descendants, numberOf, parseXml } from '../../xml';

/**
 * Ventana BIF and TIFF: XML with an `iScan` element in the XMP tag; levels say `level=n mag=m` in their description.
 * @throws AppError `slide-tiles-overlap` where the scanner's tiles overlap and would have to be stitched.
 */
export async function findVentana({ images }: TiffFile, signal?: AbortLike): Promise<FoundSlide | null> {
  const scan = await findScan(images, signal);
  if (scan === null) return null;
  const levels: { readonly image: TiffImage; readonly level: number }[] = [];
  const associated: { kind: AssociatedImageKind; image: TiffImage }[] = [];
  for (const image of images) {
    const description = await descriptionOf(image, signal);
    const level = /level=(\d+)/u.exec(description)?.[1];
    if (level !== undefined) levels.push({ image, level: Number(level) });
    else if (/label/iu.test(description)) associated.push({ kind: 'label', image });
    else if (/thumbnail/iu.test(description)) associated.push({ kind: 'thumbnail', image });
  }
  if (levels.length === 0) return null;
  const [iScan] = scan.name === 'iScan' ? [scan] : descendants(scan, 'iScan');
  const microns = numberOf(iScan, 'ScanRes');
  return {
    format: 'Ventana',
    name: '',
    levels: levels.sort((a, b) => a.level - b.level).map(({ image }) => [whole(image)]),
    sizes: null,
    planes: [0],
    channels: ONE_CHANNEL,
    times: 1,
    micronsPerPixel: soundMicrons(microns, microns),
    objectivePower: soundPower(numberOf(iScan, 'Magnification')),
    associated,
  };
}

async function findScan(images: readonly TiffImage[], signal?: AbortLike): Promise<ReturnType<typeof parseXml> | null> {
  let found: ReturnType<typeof parseXml> | null = null;
  for (const { directory } of images) {
    if (!directory.has(TAG.xmp)) continue;
    const text = await directory.text(TAG.xmp, signal);
    if (!text.includes('iScan') && !text.includes('EncodeInfo')) continue;
    const xml = parseXml(text);
    const overlaps = descendants(xml, 'TileJointInfo').some(
      (joint) => (numberOf(joint, 'OverlapX') ?? 0) !== 0 || (numberOf(joint, 'OverlapY') ?? 0) !== 0,
    );
    if (overlaps) throw new AppError('slide-tiles-overlap', 'a Ventana slide whose tiles overlap');
    if (text.includes('iScan')) found ??= xml;
  }
  return found;
}
