import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import type { FramePlaces } from '../opened';
import { listFragments, soleFragment } from './fragments';

/** Frames up to this size are read in one go, header of the item and all: as a rule one fragment holds one frame. */
const AT_ONCE = 4 * 1024 * 1024;

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
    const next = places.starts[index + 1];
    const whole = next === undefined || next - start > AT_ONCE ? null : soleFragment(await readSlice(source, start, next - start, signal));
    if (whole !== null) return whole;
    const { offsets, lengths } = await listFragments(source, start, next ?? places.end, signal);
    return join(source, offsets, lengths, 0, offsets.length, signal);
  }
  const from = places.first === null ? index : places.first[index];
  const to = places.first === null ? index + 1 : places.first[index + 1];
  if (from === undefined || to === undefined || to > places.offsets.length) {
    throw new AppError('pixel-data-missing', 'no such frame', { frame: index + 1 });
  }
  return join(source, places.offsets, places.lengths, from, to, signal);
}

async function join(
  source: Blob,
  offsets: Float64Array,
  lengths: Uint32Array,
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
