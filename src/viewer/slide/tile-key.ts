import type { SeriesId } from '../../domain/ids';
import type { TileAddress } from '../../domain/slide';

/** `series/level/column/row/plane/channel/time`. */
export const tileKey = (series: SeriesId, { level, column, row, plane, channel, time }: TileAddress): string =>
  `${series}/${String(level)}/${String(column)}/${String(row)}/${String(plane)}/${String(channel)}/${String(time)}`;
