import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import type { FramePlaces } from '../opened';
import { listFragments } from './fragments';

/** The coded bytes of frame `index` (from 0) of encapsulated pixel data, its fragments joined. */
export async function readCodedFrame(
  source: Blob,
  places: Exclude<FramePlaces, { kind: 'native' }>,
  index: number,
  signal?: AbortLike,
): Promise<Uint8Array<ArrayBuffer>> {
  if (places.kind === 'table') {
    const start = places.starts[index];
    if (start === undefined) throw new AppError('pixel-data-missing', 'no such frame', { frame: index + 1 });
    const { offsets, lengths } = await listFragments(source, start, places.starts[index + 1] ?? places.end, signal);
    return join(source, offsets, lengths, 0, offsets.length, signal);
  }
  const from = places.first[index];
  const to = places.first[index + 1];
  if (from === undefined || to === undefined) throw new AppError('pixel-data-missing', 'no such frame', { frame: index + 1 });
  return join(source, places.offsets, places.lengths, from, to, signal);
}

async function join(
  source: Blob,
  offsets: readonly number[],
  lengths: readonly number[],
  from: number,
  to: number,
  signal?: AbortLike,
): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  let total = 0;
  for (let i = from; i < to; i++) {
    const part = await readSlice(source, offsets[i] ?? 0, lengths[i] ?? 0, signal);
    parts.push(part);
    total += part.byteLength;
  }
  if (total === 0) throw new AppError('pixel-data-missing', 'the frame has no bytes');
  const only = parts[0];
  if (parts.length === 1 && only !== undefined) return only;
  const whole = new Uint8Array(total);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.byteLength;
  }
  return whole;
}
