import { AppError } from '../../domain/errors';
import { seriesVoxels } from '../../domain/geometry/series-voxels';
import type { ModelSource } from '../../domain/model-package';
import type { AbortLike, FrameSource } from '../../domain/ports';
import type { FrameInfo, Series } from '../../domain/study';
import type { FramePayload, SourcePayload, SourcePayloads } from '../../inference/source-payload';

/** Where a model is run: a series, and for models of one image the frame on screen. */
export interface RunPlace {
  readonly series: Series;
  readonly frame: FrameInfo;
}

/**
 * Reads what a model asks for, by source id, through the one decode path.
 * @param places of each source that has a series; a source without one must be optional.
 * @throws AppError `model-not-applicable`, `volume-irregular` and those of the decoders; AbortError.
 */
export async function gatherSources(
  sources: readonly ModelSource[],
  places: ReadonlyMap<string, RunPlace>,
  frames: FrameSource,
  signal?: AbortLike,
): Promise<SourcePayloads> {
  const payloads = new Map<string, SourcePayload>();
  for (const source of sources) {
    const place = places.get(source.id);
    if (place !== undefined) payloads.set(source.id, await gather(source, place, frames, signal));
    else if (!source.optional) throw new AppError('model-not-applicable', `nothing is open for the source "${source.id}"`);
  }
  return payloads;
}

async function gather(source: ModelSource, { series, frame }: RunPlace, frames: FrameSource, signal: AbortLike | undefined): Promise<SourcePayload> {
  switch (source.kind) {
    case 'image':
      return { kind: 'frame', ...(await readFrame(series, frame, frames, signal)) };
    case 'wsi': {
      const { frame: pixels, spacing } = await readFrame(series, frame, frames, signal);
      return { kind: 'slide', frame: pixels, micronsPerPixel: spacing === null ? null : [spacing[1] * 1000, spacing[0] * 1000] };
    }
    case 'stack': {
      const all: FramePayload[] = [];
      for (const each of series.frames) all.push(await readFrame(series, each, frames, signal));
      return { kind: 'stack', frames: all };
    }
    case 'volume':
      return { kind: 'volume', block: await seriesVoxels(series, frames).readRegion(undefined, signal) };
    case 'table':
    case 'series':
    case 'text':
      throw new AppError('model-not-applicable', `a series of images holds no ${source.kind}`);
  }
}

async function readFrame(series: Series, frame: FrameInfo, frames: FrameSource, signal: AbortLike | undefined): Promise<FramePayload> {
  const pixels = await frames.readFrame(series, frame, signal);
  const spacing = frame.spacing === null ? null : ([frame.spacing.row, frame.spacing.column] as const);
  return { frame: pixels, spacing, modalityLut: frame.modalityLut };
}
