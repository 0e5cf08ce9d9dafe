import type { AbortLike } from '../../../../domain/ports';
import type { AssociatedImageKind } from '../../../../domain/slide';
import { descriptionOf, type TiffFile } from '../tiff-file';
import type { TiffImage } from '../tiff-image';
import { groupBySize, ONE_CHANNEL, soundMicrons, soundPower, whole, type FoundSlide } from '../tiff-slide';

/**
 * Aperio SVS: levels are tiled; thumbnail, label and macro are in strips, the last two named by the second line of their
 * description. Focal planes are levels of the same size.
 */
export async function findAperio({ images }: TiffFile, signal?: AbortLike): Promise<FoundSlide | null> {
  const [first] = images;
  if (first?.tiled !== true) return null;
  const description = await descriptionOf(first, signal);
  if (!description.startsWith('Aperio')) return null;
  const properties = readProperties(description);
  const groups = groupBySize(images.filter((image) => image.tiled));
  const planes = groups[0]?.length ?? 1;
  const associated: { kind: AssociatedImageKind; image: TiffImage }[] = [];
  for (const image of images) {
    if (image.tiled) continue;
    const kind = kindOf(await descriptionOf(image, signal));
    if (!associated.some((other) => other.kind === kind)) associated.push({ kind, image });
  }
  const microns = Number(properties.get('MPP') ?? NaN);
  return {
    format: 'Aperio SVS',
    name: '',
    levels: groups.filter((group) => group.length === planes).map((group) => group.map(whole)),
    sizes: null,
    planes: await heights(groups[0] ?? [], signal),
    channels: ONE_CHANNEL,
    times: 1,
    micronsPerPixel: soundMicrons(microns, microns),
    objectivePower: soundPower(Number(properties.get('AppMag') ?? NaN)),
    associated,
  };
}

/** `… |AppMag = 20|MPP = 0.4990|…`; only what is wanted is kept, as the rest names people and places. */
function readProperties(description: string): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  for (const part of description.split('|').slice(1)) {
    const [, name = '', value = ''] = /^\s*([^=]+?)\s*=\s*(.*?)\s*$/su.exec(part) ?? [];
    if (['AppMag', 'MPP', 'OffsetZ'].includes(name)) properties.set(name, value);
  }
  return properties;
}

/** Micrometres, where each of the planes states its own; else they are counted. */
async function heights(planes: readonly TiffImage[], signal?: AbortLike): Promise<readonly number[]> {
  if (planes.length <= 1) return [0];
  const stated = await Promise.all(
    planes.map(async (image) => Number(readProperties(await descriptionOf(image, signal)).get('OffsetZ') ?? NaN)),
  );
  return stated.every((height) => Number.isFinite(height)) && new Set(stated).size === stated.length ? stated : stated.map((_, i) => i);
}

function kindOf(description: string): AssociatedImageKind {
  const [, line = ''] = description.split('\n');
  const [word = ''] = line.trim().split(' ');
  return word === 'label' ? 'label' : word === 'macro' ? 'overview' : 'thumbnail';
}
