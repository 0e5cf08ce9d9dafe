import type { DemoFile, DrawnPicture } from '../demo-case';
import type { Random } from '../random';
import { drawnSeries, type DrawnSeries } from './drawn-image';
import { randomUids } from './drawn-object';

/** A study of one picture outside a patient's axes. @param spacing side of a pixel, mm; null where it is unknown */
export function singlePicture(
  about: Omit<DrawnSeries, 'seriesNumber' | 'uids'>,
  picture: DrawnPicture,
  spacing: number | null,
  random: Random,
): { readonly files: readonly DemoFile[]; readonly uid: string } {
  const uids = randomUids(random);
  const frame = { picture, spacing, plane: null, triggerTime: null };
  return { files: drawnSeries({ ...about, seriesNumber: 1, uids }, [frame], random), uid: uids.series };
}
