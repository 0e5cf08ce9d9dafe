import type { SeriesId } from '../../domain/ids';
import type { FrameInfo, Series } from '../../domain/study';

/**
 * What the pixels are of: `series/instance#frameNumber`. Never the place in the series: that becomes another slice's
 * when a lower one arrives.
 */
export const frameKey = (series: SeriesId, frame: FrameInfo): string => `${series}/${frame.instance}#${String(frame.frameNumber)}`;

export const isSameFrame = (a: FrameInfo, b: FrameInfo): boolean => a.instance === b.instance && a.frameNumber === b.frameNumber;

/** From 0: where the series has the frame now; -1 where it has not. */
export function frameIndex(series: Series, frame: FrameInfo): number {
  return series.frames.findIndex((candidate) => isSameFrame(candidate, frame));
}
