import { AppError, throwIfAborted } from '../../domain/errors';
import type { AbortLike } from '../../domain/ports';
import { readSlice } from '../blob-reader';

/** One read of the file; an index entry is then found in memory together with its neighbours. */
const BLOCK = 64 * 1024;
/** Blocks kept: 8 MiB, whatever the slide's size. */
const BLOCKS = 128;

/**
 * Small scattered reads of one file, such as directories and tile indices, by blocks of which the latest used are kept.
 */
export class BlockReader {
  readonly #blocks = new Map<number, Promise<Uint8Array<ArrayBuffer>>>();

  constructor(readonly source: Blob) {}

  get byteLength(): number {
    return this.source.size;
  }

  /** Exactly `length` bytes. @throws AppError `truncated` past the end of the file, `read-failed`; AbortError. */
  async read(offset: number, length: number, signal?: AbortLike): Promise<Uint8Array<ArrayBuffer>> {
    throwIfAborted(signal);
    if (!Number.isSafeInteger(offset) || offset < 0 || offset + length > this.byteLength)
      throw new AppError('truncated', 'an offset past the end of the file');
    const first = Math.floor(offset / BLOCK);
    const last = Math.floor((offset + length - 1) / BLOCK);
    if (last - first > 1) return readSlice(this.source, offset, length, signal);
    const head = await this.#block(first);
    if (last <= first) return head.subarray(offset - first * BLOCK, offset - first * BLOCK + length);
    const tail = await this.#block(last);
    const out = new Uint8Array(length);
    const part = head.subarray(offset - first * BLOCK);
    out.set(part);
    out.set(tail.subarray(0, length - part.byteLength), part.byteLength);
    return out;
  }

  #block(index: number): Promise<Uint8Array<ArrayBuffer>> {
    const known = this.#blocks.get(index);
    // The map's order is the order of use.
    this.#blocks.delete(index);
    // Shared by all who ask for it, so that none may abort it.
    const block = known ?? readSlice(this.source, index * BLOCK, BLOCK);
    this.#blocks.set(index, block);
    if (known === undefined) {
      block.catch(() => this.#blocks.delete(index));
      const [oldest] = this.#blocks.keys();
      if (this.#blocks.size > BLOCKS && oldest !== undefined) this.#blocks.delete(oldest);
    }
    return block;
  }
}
