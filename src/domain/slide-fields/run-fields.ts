import { throwIfAborted } from '../errors';
import type { AbortLike, SlideSource } from '../ports';
import type { DecodedFrame } from '../pixels';
import type { FieldSize, SlideField } from './field';

/** Fields read ahead while the model works on one: decoding is then hidden behind it. */
const AHEAD = 2;

/**
 * Leads a model over fields in order. Reading goes on while the model works.
 * @param run the model on one field; the frame is 8-bit RGB, `rows` × `columns` of the field size
 * @throws what `run` and `SlideSource.readRegion` throw; AbortError.
 */
export async function runFields(
  slide: SlideSource,
  fields: readonly SlideField[],
  size: FieldSize,
  run: (frame: DecodedFrame, field: SlideField, index: number) => Promise<void>,
  signal?: AbortLike,
): Promise<void> {
  const reading = new Map<number, Promise<DecodedFrame>>();
  const read = (index: number): void => {
    const field = fields[index];
    if (field === undefined) return;
    const frame = readField(slide, field, size, signal);
    // Told when its turn comes; until then it must not count as unhandled.
    frame.catch(() => undefined);
    reading.set(index, frame);
  };
  for (let i = 0; i < AHEAD; i++) read(i);
  for (const [index, field] of fields.entries()) {
    throwIfAborted(signal);
    read(index + AHEAD);
    const frame = await reading.get(index);
    reading.delete(index);
    if (frame !== undefined) await run(frame, field, index);
  }
}

async function readField(
  slide: SlideSource,
  { region }: SlideField,
  { rows, columns }: FieldSize,
  signal?: AbortLike,
): Promise<DecodedFrame> {
  const planes = await slide.readRegion(region, { rows, columns }, signal);
  const count = rows * columns;
  const pixels = new Uint8Array(3 * count);
  for (let c = 0; c < 3; c++) for (let i = 0; i < count; i++) pixels[i * 3 + c] = planes[c * count + i] ?? 0;
  return {
    rows,
    columns,
    samplesPerPixel: 3,
    bitsAllocated: 8,
    bitsStored: 8,
    signed: false,
    photometric: 'RGB',
    pixels,
    palette: null,
  };
}
