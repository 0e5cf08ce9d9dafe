import { Unzlib } from 'fflate';
import { AppError, toAppError } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';
import type { DecodedPhoto } from './decode-photo';

const WINDOW = 4 * 1024 * 1024;
/** Deflate gives at most 1,032 times its input: one step adds at most 66 MB. */
const STEP = 64 * 1024;

interface PngLayout {
  readonly columns: number;
  readonly rows: number;
  readonly depth: number;
  /** As stored: 1 grey or palette, 2 grey and alpha, 3, 4. */
  readonly channels: number;
  readonly palette: boolean;
}

/**
 * Decodes a PNG line by line, so that no more than its pixels and one window of the file are held. Alpha is dropped, palettes
 * and depths under 8 bits are spread, as `decodePngPhoto` does. PNG 1.2 sections 6 and 9.
 * @throws AppError `image-variant-unsupported` for an interlaced picture, `image-malformed`, `truncated`; AbortError.
 */
export async function decodePngRows(source: Blob, signal?: AbortLike): Promise<DecodedPhoto> {
  let lines: PngLines | null = null;
  let layout: PngLayout | null = null;
  for await (const { type, bytes } of chunks(source, signal)) {
    if (type === 'IHDR') layout = layoutOf(bytes);
    else if (type === 'PLTE' && layout !== null) lines = new PngLines(layout, bytes.slice());
    else if (type === 'IDAT' && layout !== null) {
      lines ??= new PngLines(layout, null);
      lines.push(bytes);
      if (lines.done) break;
    }
  }
  if (lines?.done !== true) throw new AppError('image-malformed', 'a PNG with fewer lines than it states');
  return lines.photo;
}

/** Parts of a PNG as they come: the data of IDAT in pieces, other chunks whole. */
async function* chunks(source: Blob, signal?: AbortLike): AsyncGenerator<{ readonly type: string; readonly bytes: Uint8Array }> {
  let window = new Uint8Array(0);
  let start = 0;
  const at = async (offset: number, length: number): Promise<Uint8Array> => {
    if (offset < start || offset + length > start + window.byteLength) {
      window = await readSlice(source, offset, Math.max(length, WINDOW), signal);
      start = offset;
    }
    const bytes = window.subarray(offset - start, offset - start + length);
    if (bytes.byteLength < length) throw new AppError('truncated', 'the file ends inside a PNG chunk');
    return bytes;
  };
  for (let offset = 8; offset + 8 <= source.size;) {
    const head = await at(offset, 8);
    const length = new DataView(head.buffer, head.byteOffset).getUint32(0);
    const type = String.fromCharCode(...head.subarray(4));
    if (type === 'IEND') return;
    if (type === 'IDAT') {
      for (let done = 0; done < length; done += STEP) yield { type, bytes: await at(offset + 8 + done, Math.min(STEP, length - done)) };
    } else if (type === 'IHDR' || type === 'PLTE') yield { type, bytes: await at(offset + 8, length) };
    offset += length + 12;
  }
}

function layoutOf(header: Uint8Array): PngLayout {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const [depth = 0, colour = 0, , , interlace = 0] = header.subarray(8);
  const channels = { 0: 1, 2: 3, 3: 1, 4: 2, 6: 4 }[colour];
  if (channels === undefined) throw new AppError('image-malformed', 'an impossible PNG header');
  if (interlace !== 0) throw new AppError('image-variant-unsupported', 'an interlaced PNG cannot be read line by line');
  return { columns: view.getUint32(0), rows: view.getUint32(4), depth, channels, palette: colour === 3 };
}

/** Takes the deflated lines of a PNG and writes its pixels. */
class PngLines {
  readonly #pixels: Uint8Array | Uint16Array;
  readonly #stream: Unzlib;
  readonly #kept: 1 | 3;
  /** Bytes a complete pixel takes, at least one. */
  readonly #step: number;
  /** The line being filled, its filter type first; and the one above it, unfiltered. */
  #line: Uint8Array;
  #above: Uint8Array;
  #filled = 0;
  #row = 0;

  constructor(
    private readonly layout: PngLayout,
    private readonly palette: Uint8Array | null,
  ) {
    const { columns, rows, depth, channels } = layout;
    this.#kept = layout.palette || channels >= 3 ? 3 : 1;
    this.#step = Math.max(1, (depth * channels) >> 3);
    const bytes = Math.ceil((columns * depth * channels) / 8);
    this.#line = new Uint8Array(bytes + 1);
    this.#above = new Uint8Array(bytes + 1);
    const count = rows * columns * this.#kept;
    this.#pixels = depth === 16 ? new Uint16Array(count) : new Uint8Array(count);
    this.#stream = new Unzlib((chunk) => {
      this.#take(chunk);
    });
  }

  get done(): boolean {
    return this.#row >= this.layout.rows;
  }

  get photo(): DecodedPhoto {
    const { rows, columns, depth } = this.layout;
    return { rows, columns, samplesPerPixel: this.#kept, bitsAllocated: depth === 16 ? 16 : 8, pixels: this.#pixels };
  }

  push(bytes: Uint8Array): void {
    try {
      this.#stream.push(bytes.slice(), false);
    } catch (error) {
      throw toAppError(error, 'image-malformed');
    }
  }

  #take(chunk: Uint8Array): void {
    for (let from = 0; from < chunk.byteLength && !this.done;) {
      const count = Math.min(this.#line.byteLength - this.#filled, chunk.byteLength - from);
      this.#line.set(chunk.subarray(from, from + count), this.#filled);
      this.#filled += count;
      from += count;
      if (this.#filled < this.#line.byteLength) return;
      unfilter(this.#line, this.#above, this.#step);
      this.#write();
      [this.#line, this.#above] = [this.#above, this.#line];
      this.#filled = 0;
      this.#row += 1;
    }
  }

  #write(): void {
    const { columns, depth, channels } = this.layout;
    const line = this.#line;
    const kept = this.#kept;
    let to = this.#row * columns * kept;
    if (depth === 16) {
      for (let x = 0; x < columns; x++)
        for (let c = 0; c < kept; c++) {
          const at = 1 + (x * channels + c) * 2;
          this.#pixels[to++] = ((line[at] ?? 0) << 8) | (line[at + 1] ?? 0);
        }
    } else if (depth === 8 && !this.layout.palette) {
      if (channels === kept) this.#pixels.set(line.subarray(1), to);
      else for (let x = 0; x < columns; x++) for (let c = 0; c < kept; c++) this.#pixels[to++] = line[1 + x * channels + c] ?? 0;
    } else {
      const largest = 2 ** depth - 1;
      for (let x = 0; x < columns; x++) {
        const bit = x * depth;
        const value = ((line[1 + (bit >> 3)] ?? 0) >> (8 - depth - (bit & 7))) & largest;
        if (this.palette === null) this.#pixels[to++] = (value * 255) / largest;
        else for (let c = 0; c < 3; c++) this.#pixels[to++] = this.palette[value * 3 + c] ?? 0;
      }
    }
  }
}

/** PNG 1.2 section 6, in place; the first byte of a line is its filter type. @param step bytes between a byte and the one to its left */
function unfilter(line: Uint8Array, above: Uint8Array, step: number): void {
  const end = line.byteLength;
  switch (line[0]) {
    case 0:
      return;
    case 1:
      for (let i = 1 + step; i < end; i++) line[i] = (line[i] ?? 0) + (line[i - step] ?? 0);
      return;
    case 2:
      for (let i = 1; i < end; i++) line[i] = (line[i] ?? 0) + (above[i] ?? 0);
      return;
    case 3:
      for (let i = 1; i < end; i++) line[i] = (line[i] ?? 0) + (((i > step ? (line[i - step] ?? 0) : 0) + (above[i] ?? 0)) >> 1);
      return;
    case 4:
      for (let i = 1; i < end; i++) {
        const inside = i > step;
        line[i] = (line[i] ?? 0) + paeth(inside ? (line[i - step] ?? 0) : 0, above[i] ?? 0, inside ? (above[i - step] ?? 0) : 0);
      }
      return;
    default:
      throw new AppError('image-malformed', 'an unknown PNG filter');
  }
}

function paeth(left: number, up: number, corner: number): number {
  const a = Math.abs(up - corner);
  const b = Math.abs(left - corner);
  const c = Math.abs(left + up - 2 * corner);
  return a <= b && a <= c ? left : b <= c ? up : corner;
}
