import type { SourcePayload, SourcePayloads } from '../../inference/source-payload';
import type { RunSources, SlideFiles } from '../models/run-sources';

/** Opens the slides among the sources where the model runs. */
export async function withSlides(sources: RunSources): Promise<SourcePayloads> {
  const payloads = new Map<string, SourcePayload>();
  for (const [id, source] of sources) payloads.set(id, source.kind === 'slide-files' ? await opened(source) : source);
  return payloads;
}

/** Readers and codecs are loaded with the first slide: most models never see one. */
async function opened({ sources, locator, micronsPerPixel }: SlideFiles): Promise<SourcePayload> {
  const [{ openTileSource }, { configureCodecs }, { fetchCodec }] = await Promise.all([
    import('../../io/slide/open-tile-source'),
    import('../../io/codecs/wasm-codec'),
    import('../../io/codecs/codec-urls'),
  ]);
  configureCodecs(fetchCodec);
  const tiles = openTileSource(sources, locator);
  return {
    kind: 'tiles',
    tiles: {
      pyramid: { ...tiles.pyramid, micronsPerPixel },
      readTile: (address, signal, priority) => tiles.readTile(address, signal, priority),
      readAssociated: (kind, signal) => tiles.readAssociated(kind, signal),
    },
  };
}
