import type { SourcePayload } from '../../inference/source-payload';
import type { SlideLocator } from '../../io/slide/slide-locator';

/** A slide given to a model made for slides: the compute worker opens it and reads the regions that it needs. */
export interface SlideFiles {
  readonly kind: 'slide-files';
  /** The bytes that the locator refers to, the file itself first. */
  readonly sources: readonly Blob[];
  readonly locator: SlideLocator;
  /** µm a pixel at level 0, [x, y], whoever has stated it; null where nobody has. */
  readonly micronsPerPixel: readonly [number, number] | null;
}

/** What a run is given, by source id of the manifest; plain data, so that it crosses to a worker. */
export type RunSources = ReadonlyMap<string, SourcePayload | SlideFiles>;
