import { AppError } from '../../domain/errors';
import { seriesVoxels } from '../../domain/geometry/series-voxels';
import type { ModelSource } from '../../domain/model-package';
import type { AbortLike, FrameSource } from '../../domain/ports';
import type { PromptPoint } from '../../domain/prompt';
import type { FrameInfo, Series } from '../../domain/study';
import type { OpenDocument } from '../../domain/text-document';
import { documentPayload } from './document-source';
import type { FramePayload, SourcePayload, SourcePayloads } from '../../inference/source-payload';

/** Where a model is run: a series, and for models of one image the frame on screen; or a document, and of a table one row. */
export type RunPlace = ImagePlace | DocumentPlace;

export interface ImagePlace {
  readonly series: Series;
  readonly frame: FrameInfo;
  /** Places clicked on the frame, for models that are asked by clicks. */
  readonly points?: readonly PromptPoint[];
}

export interface DocumentPlace {
  readonly series: Series;
  readonly document: OpenDocument;
  /** From 0; 0 of a text. */
  readonly row: number;
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

async function gather(source: ModelSource, place: RunPlace, frames: FrameSource, signal: AbortLike | undefined): Promise<SourcePayload> {
  if ('document' in place) {
    const payload = documentPayload(source, place.document, place.row);
    if (payload === null) throw new AppError('model-not-applicable', `the document holds no ${source.kind} for the source "${source.id}"`);
    return payload;
  }
  const { series, frame } = place;
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
      return { kind: 'volume', block: await seriesVoxels(series, frames).readRegion(undefined, signal), ...suvOf(series.frames[0]) };
    case 'points':
      return { kind: 'points', points: place.points ?? [] };
    case 'table':
    case 'series':
    case 'text':
      throw new AppError('model-not-applicable', `a series of images holds no ${source.kind}`);
  }
}

async function readFrame(series: Series, frame: FrameInfo, frames: FrameSource, signal: AbortLike | undefined): Promise<FramePayload> {
  const pixels = await frames.readFrame(series, frame, signal);
  const spacing = frame.spacing === null ? null : ([frame.spacing.row, frame.spacing.column] as const);
  return { frame: pixels, spacing, modalityLut: frame.modalityLut, ...suvOf(frame) };
}

function suvOf(frame: FrameInfo | undefined): Pick<FramePayload, 'suv'> {
  return frame?.suv === undefined ? {} : { suv: frame.suv };
}
