import './prelude';
import { AppError } from '../../domain/errors';
import type { AbortLike, TileSource } from '../../domain/ports';
import type { SlideTile } from '../../domain/slide';
import { fetchCodec } from '../../io/codecs/codec-urls';
import { configureCodecs } from '../../io/codecs/wasm-codec';
import { decodeFrame } from '../../io/decode-frame';
import { openSource } from '../../io/open-source';
import { openTileSource } from '../../io/slide/open-tile-source';
import type { IoApi } from './io.api';
import { serve, transferred } from './rpc';

configureCodecs(fetchCodec);

/** Between two signs of life, so that small files cost no message. */
const BEAT_MS = 250;

/** Slides this worker has been told of. */
const slides = new Map<string, TileSource>();

function openedSlide(key: string): TileSource {
  const slide = slides.get(key);
  if (slide === undefined) throw new AppError('internal', 'a worker was not told of a slide');
  return slide;
}

const moved = (tile: SlideTile) => transferred(tile, [tile.pixels.buffer as ArrayBuffer]);

serve<IoApi>(self, {
  open: ({ blob, path, packed, documents, companion }, { signal, progress }) =>
    openSource(blob, path, { signal: withHeartbeat(signal, progress), packed, documents, companion }),
  decode: async ({ blob, locator, frameNumber }, { signal, progress }) => {
    const frame = await decodeFrame(blob, locator, frameNumber, { signal: withHeartbeat(signal, progress) });
    return transferred(frame, [frame.pixels.buffer as ArrayBuffer]);
  },
  openSlide: ({ key, sources, locator }) => {
    slides.set(key, openTileSource(sources, locator));
    return Promise.resolve(null);
  },
  closeSlide: ({ key }) => {
    slides.delete(key);
    return Promise.resolve(null);
  },
  readTile: async ({ key, address }, { signal, progress }) => {
    const tile = await openedSlide(key).readTile(address, withHeartbeat(signal, progress));
    return tile === null ? null : moved(tile);
  },
  readAssociated: async ({ key, kind }, { signal, progress }) =>
    moved(await openedSlide(key).readAssociated(kind, withHeartbeat(signal, progress))),
});

/** Every read of a slice asks the signal; being asked is therefore the sign that work goes on. */
function withHeartbeat(signal: AbortSignal, beat: (value: null) => void): AbortLike {
  let last = performance.now();
  return {
    get aborted() {
      const now = performance.now();
      if (now - last > BEAT_MS) {
        last = now;
        beat(null);
      }
      return signal.aborted;
    },
    addEventListener: (type, listener, options) => {
      signal.addEventListener(type, listener, options);
    },
    removeEventListener: (type, listener) => {
      signal.removeEventListener(type, listener);
    },
  };
}
