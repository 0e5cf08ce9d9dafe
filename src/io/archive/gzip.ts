import { Gunzip } from 'fflate';
import { toAppError } from '../../domain/errors';

/** The first inflated bytes of a gzip file, from its first compressed ones: enough to tell what is inside. */
export function gunzipHead(first: Uint8Array, wanted: number): Uint8Array<ArrayBuffer> {
  const out = new Uint8Array(wanted);
  let at = 0;
  const stream = new Gunzip((chunk) => {
    const part = chunk.subarray(0, wanted - at);
    out.set(part, at);
    at += part.byteLength;
  });
  try {
    // Small steps: what a bomb yields beyond the head is thrown away a step at a time.
    for (let from = 0; from < first.byteLength && at < wanted; from += 4096) stream.push(first.subarray(from, from + 4096), false);
  } catch (error) {
    throw toAppError(error, 'archive-malformed');
  }
  return out.slice(0, at);
}
