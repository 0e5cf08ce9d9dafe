import './prelude';
import type { AbortLike } from '../../domain/ports';
import { fetchCodec } from '../../io/codecs/codec-urls';
import { configureCodecs } from '../../io/codecs/wasm-codec';
import { decodeFrame } from '../../io/decode-frame';
import { openSource } from '../../io/open-source';
import type { IoApi } from './io.api';
import { serve, transferred } from './rpc';

configureCodecs(fetchCodec);

/** Between two signs of life, so that small files cost no message. */
const BEAT_MS = 250;

serve<IoApi>(self, {
  open: ({ blob, path, packed, documents, companion }, { signal, progress }) =>
    openSource(blob, path, { signal: withHeartbeat(signal, progress), packed, documents, companion }),
  decode: async ({ blob, locator, frameNumber }, { signal, progress }) => {
    const frame = await decodeFrame(blob, locator, frameNumber, { signal: withHeartbeat(signal, progress) });
    return transferred(frame, [frame.pixels.buffer as ArrayBuffer]);
  },
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
