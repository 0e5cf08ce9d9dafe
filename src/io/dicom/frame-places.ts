import { AppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import type { FramePlaces, PixelLayout } from '../opened';
import type { DicomDataset } from './dataset';
import { listFragments, readBasicOffsets } from './fragments';
import type { PixelDataElement } from './header-scanner';
import { nativeFrameBytes } from './pixel-layout';
import { TAG } from './tags';
import type { PixelCoding } from './transfer-syntaxes';

export interface PlacedFrames {
  readonly places: FramePlaces;
  /** Frames that are really there; fewer than stated in a cut file. */
  readonly frameCount: number;
  readonly truncated: boolean;
}

/**
 * Finds the bytes of every frame: by arithmetic, by the extended or basic offset table, or without any table
 * by walking the fragments and looking at how each begins and ends.
 * @throws AppError `truncated` when not one frame is whole, `pixel-data-missing`, `pixel-data-inconsistent`.
 */
export async function placeFrames(
  source: Blob,
  dataset: DicomDataset,
  element: PixelDataElement,
  layout: PixelLayout,
  coding: PixelCoding,
  bigEndian: boolean,
  signal?: AbortLike,
): Promise<PlacedFrames> {
  if (element.length !== null) return placeNative(source, element, element.length, layout, bigEndian);
  if (coding === 'native') throw new AppError('pixel-data-inconsistent', 'pixel data of undefined length in an uncompressed file');
  const { starts, fragments } = await readBasicOffsets(source, element.offset, signal);
  const extended = extendedPlaces(dataset, fragments, layout.frameCount, source.size);
  if (extended !== null) return { places: extended, frameCount: layout.frameCount, truncated: false };
  if (starts.length === layout.frameCount && layout.frameCount > 1 && (await trustworthy(source, starts, fragments, signal))) {
    return { places: { kind: 'table', starts, end: source.size }, frameCount: starts.length, truncated: false };
  }
  return placeByWalking(source, fragments, layout, starts, signal);
}

function placeNative(
  source: Blob,
  { offset, vr }: PixelDataElement,
  length: number,
  layout: PixelLayout,
  bigEndian: boolean,
): PlacedFrames {
  if (length === 0) throw new AppError('pixel-data-missing', 'the pixel data element is empty');
  const available = Math.max(0, Math.min(length, source.size - offset));
  const frameBytes = nativeFrameBytes(layout);
  const whole = Math.floor(available / frameBytes);
  const truncated = whole < layout.frameCount;
  if (whole === 0) {
    if (source.size - offset < length) throw new AppError('truncated', 'the file ends before its first frame does');
    throw new AppError('pixel-data-inconsistent', 'less pixel data than one frame needs', {
      expected: Math.ceil(frameBytes),
      found: length,
    });
  }
  const swapped = bigEndian && vr === 'OW' && layout.bitsAllocated <= 8;
  return { places: { kind: 'native', offset, length: available, swapped }, frameCount: Math.min(whole, layout.frameCount), truncated };
}

/** Extended Offset Table (PS3.3 C.7.6.3.1.8): one fragment a frame. */
function extendedPlaces(dataset: DicomDataset, fragments: number, frameCount: number, size: number): FramePlaces | null {
  const stated = dataset.numbers(TAG.extendedOffsetTable);
  const bytes = dataset.numbers(TAG.extendedOffsetTableLengths);
  if (stated.length !== frameCount || bytes.length !== frameCount) return null;
  const offsets = Float64Array.from(stated, (offset) => fragments + offset + 8);
  if (bytes.some((length, i) => length > 0xffffffff || (offsets[i] ?? 0) + length > size)) return null;
  return { kind: 'fragments', offsets, lengths: Uint32Array.from(bytes), first: null };
}

/** A table is believed when it ascends from the first fragment and its last entry points at an item. */
async function trustworthy(source: Blob, starts: Float64Array, fragments: number, signal?: AbortLike): Promise<boolean> {
  if (starts[0] !== fragments) return false;
  for (let i = 1; i < starts.length; i++) if ((starts[i] ?? 0) <= (starts[i - 1] ?? 0)) return false;
  const last = await readSlice(source, starts.at(-1) ?? 0, 8, signal);
  if (last.byteLength < 8 || last[0] !== 0xfe || last[1] !== 0xff || last[2] !== 0x00 || last[3] !== 0xe0) return false;
  const length = new DataView(last.buffer).getUint32(4, true);
  return (starts.at(-1) ?? 0) + 8 + length <= source.size;
}

async function placeByWalking(
  source: Blob,
  from: number,
  layout: PixelLayout,
  starts: Float64Array,
  signal?: AbortLike,
): Promise<PlacedFrames> {
  const { offsets, lengths, truncated } = await listFragments(source, from, source.size, signal);
  if (offsets.length === 0) throw new AppError(truncated ? 'truncated' : 'pixel-data-missing', 'the pixel data holds no fragment');
  const count = offsets.length;
  const { frameCount } = layout;
  let first: Uint32Array | null = null;
  if (frameCount === 1) first = Uint32Array.of(0, count);
  else if (count > frameCount) {
    const begins = fromTable(offsets, starts, frameCount) ?? (await byMarkers(source, offsets, lengths, frameCount, signal));
    first = Uint32Array.from([...begins, count]);
  }
  const placed = first === null ? count : first.length - 1;
  // The last fragment of a cut file is kept: what is decoded of it is worth seeing, and marked.
  return { places: { kind: 'fragments', offsets, lengths, first }, frameCount: placed, truncated: truncated || placed < frameCount };
}

/** A basic offset table that could not be trusted blindly may still match the fragments exactly. */
function fromTable(offsets: Float64Array, starts: Float64Array, frameCount: number): readonly number[] | null {
  if (starts.length !== frameCount) return null;
  const index = new Map(Array.from(offsets, (offset, i) => [offset - 8, i]));
  const first = Array.from(starts, (start) => index.get(start) ?? -1);
  return first.every((value, i) => value >= 0 && (i === 0 ? value === 0 : value > (first[i - 1] ?? 0))) ? first : null;
}

/** Frames told apart by how fragments begin (SOI, SOC, JPEG XL signature) or, failing that, how the one before ends (EOI). */
async function byMarkers(
  source: Blob,
  offsets: Float64Array,
  lengths: Uint32Array,
  frameCount: number,
  signal?: AbortLike,
): Promise<readonly number[]> {
  const begins: number[] = [];
  const afterEnds: number[] = [0];
  for (const [i, offset] of offsets.entries()) {
    const length = lengths[i] ?? 0;
    if (startsCodestream(await readSlice(source, offset, Math.min(4, length), signal))) begins.push(i);
    const tail = await readSlice(source, offset + Math.max(0, length - 4), Math.min(4, length), signal);
    if (endsCodestream(tail) && i + 1 < offsets.length) afterEnds.push(i + 1);
  }
  if (begins.length === frameCount && begins[0] === 0) return begins;
  if (afterEnds.length === frameCount) return afterEnds;
  throw new AppError('pixel-data-inconsistent', 'the fragments cannot be told apart into frames', {
    fragments: offsets.length,
    frames: frameCount,
  });
}

function startsCodestream(head: Uint8Array): boolean {
  if (head[0] !== 0xff) return false;
  const jpeg = head[1] === 0xd8 && head[2] === 0xff;
  const jpeg2000 = head[1] === 0x4f && head[2] === 0xff && head[3] === 0x51;
  return jpeg || jpeg2000 || head[1] === 0x0a;
}

/** EOI or EOC, maybe followed by padding. */
function endsCodestream(tail: Uint8Array): boolean {
  let end = tail.byteLength;
  while (end > 0 && tail[end - 1] === 0) end--;
  return tail[end - 2] === 0xff && tail[end - 1] === 0xd9;
}
