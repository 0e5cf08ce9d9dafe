import { describe, expect, it } from 'vitest';
import { listFragments, readBasicOffsets } from '../../../src/io/dicom/fragments';

const GIB = 2 ** 30;

/** A file of zeros but for some bytes, of any size. */
function sparseBlob(size: number, parts: readonly (readonly [at: number, bytes: Uint8Array])[]): { readonly blob: Blob; reads: number } {
  const counter = { blob: new Blob(), reads: 0 };
  const slice = (from: number, to: number): { arrayBuffer: () => Promise<ArrayBuffer> } => {
    const out = new Uint8Array(Math.max(0, Math.min(to, size) - from));
    for (const [at, bytes] of parts) {
      const start = Math.max(at, from);
      const end = Math.min(at + bytes.byteLength, from + out.byteLength);
      if (end > start) out.set(bytes.subarray(start - at, end - at), start - from);
    }
    counter.reads++;
    return { arrayBuffer: () => Promise.resolve(out.buffer) };
  };
  counter.blob = { size, slice } as unknown as Blob;
  return counter;
}

function item(length: number): Uint8Array {
  const bytes = new Uint8Array([0xfe, 0xff, 0x00, 0xe0, 0, 0, 0, 0]);
  new DataView(bytes.buffer).setUint32(4, length, true);
  return bytes;
}

const END = new Uint8Array([0xfe, 0xff, 0xdd, 0xe0, 0, 0, 0, 0]);

describe('offset tables of pixel data beyond 4 GiB', () => {
  it('get back the bits that 32-bit entries have lost', async () => {
    const offsets = Array.from({ length: 12 }, (_, i) => i * (GIB + 8));
    const table = Uint32Array.from(offsets, (offset) => offset % 2 ** 32);
    const { blob } = sparseBlob(14 * GIB, [
      [1000, item(48)],
      [1008, new Uint8Array(table.buffer)],
    ]);
    const { starts, fragments } = await readBasicOffsets(blob, 1000);
    expect(fragments).toBe(1056);
    expect([...starts]).toEqual(offsets.map((offset) => 1056 + offset));
  });

  it('are done without by walking from item to item, reading headers alone', async () => {
    const count = 12;
    const parts = Array.from({ length: count }, (_, i) => [i * (GIB + 8), item(GIB)] as const);
    const file = sparseBlob(14 * GIB, [...parts, [count * (GIB + 8), END]]);
    const { offsets, lengths, truncated } = await listFragments(file.blob, 0, file.blob.size);
    expect([...offsets]).toEqual(parts.map(([at]) => at + 8));
    expect([...lengths]).toEqual(parts.map(() => GIB));
    expect(truncated).toBe(false);
    expect(file.reads).toBe(count + 1);
  });
});
