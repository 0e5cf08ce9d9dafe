import { open } from 'node:fs/promises';

/** Node 20 counts the bytes of a file-backed blob in 32 bits: `openAsBlob` of a larger file ends where it wraps. */
export const LARGEST_BLOB = 2 ** 32 - 1;

/** A range of a file of any size as a blob: bytes are read when they are asked for. */
export class LargeFile extends Blob {
  constructor(
    private readonly path: string,
    private readonly start: number,
    private readonly end: number,
  ) {
    super();
  }

  override get size(): number {
    return this.end - this.start;
  }

  override slice(start = 0, end = this.size): Blob {
    const place = (at: number): number => this.start + Math.min(this.size, at < 0 ? Math.max(0, this.size + at) : at);
    return new LargeFile(this.path, place(start), Math.max(place(start), place(end)));
  }

  override async arrayBuffer(): Promise<ArrayBuffer> {
    const bytes = new Uint8Array(this.size);
    const file = await open(this.path);
    try {
      for (let at = 0; at < bytes.byteLength;) {
        const { bytesRead } = await file.read(bytes, at, bytes.byteLength - at, this.start + at);
        if (bytesRead === 0) throw new RangeError('the file has become shorter');
        at += bytesRead;
      }
    } finally {
      await file.close();
    }
    return bytes.buffer;
  }
}
