import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { image } from '../fixtures/dicom/images';
import { encapsulated, withFragments } from '../fixtures/dicom/write-dicom';
import { decodeOne } from './support/open';
import { SAMPLE_ROOT, SAMPLES_PRESENT } from './support/sample-files';

const EXTENDED = '1.2.840.10008.1.2.4.51';

/** One 8×8 block of one level, 0–1024, 2048 or 3072–4095, in 12-bit JPEG: quantised by 8, the DC coefficient is the level less 2048. */
function flatJpeg(level: number): Uint8Array<ArrayBuffer> {
  const coefficient = level - 2048;
  const size = coefficient === 0 ? 0 : Math.floor(Math.log2(Math.abs(coefficient))) + 1;
  const value = coefficient < 0 ? coefficient + 2 ** size - 1 : coefficient;
  // DC table: 0 → size 0, 10 → 11, 110 → 12; AC table: 0 → end of block.
  const code = new Map([
    [0, '0'],
    [11, '10'],
    [12, '110'],
  ]).get(size);
  const bits = `${code ?? ''}${size === 0 ? '' : value.toString(2).padStart(size, '0')}0`;
  const scan = bits.match(/.{1,8}/gu)?.flatMap((part) => {
    const byte = parseInt(part.padEnd(8, '1'), 2);
    return byte === 0xff ? [0xff, 0x00] : [byte];
  });
  const dcCounts = [1, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  const acCounts = [1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
  return new Uint8Array([
    ...[0xff, 0xd8, 0xff, 0xdb, 0, 67, 0, ...new Array<number>(64).fill(8)],
    ...[0xff, 0xc1, 0, 11, 12, 0, 8, 0, 8, 1, 1, 0x11, 0],
    ...[0xff, 0xc4, 0, 22, 0x00, ...dcCounts, 0, 11, 12],
    ...[0xff, 0xc4, 0, 20, 0x10, ...acCounts, 0],
    ...[0xff, 0xda, 0, 8, 1, 1, 0x00, 0, 63, 0],
    ...(scan ?? []),
    ...[0xff, 0xd9],
  ]);
}

describe('12-bit JPEG', () => {
  it.each([0, 1, 300, 1000, 2048, 3100, 4079, 4080, 4090, 4095])('decodes the level %i as it was coded', async (level) => {
    const elements = image({ rows: 8, columns: 8, stored: 12, pixels: null });
    const frame = await decodeOne(withFragments(elements, EXTENDED, encapsulated([flatJpeg(level)])));
    expect(new Set(frame.pixels)).toEqual(new Set([level]));
  });

  it.skipIf(!SAMPLES_PRESENT)('agrees with the lossless copy of the same image', async () => {
    const read = (path: string): Uint8Array<ArrayBuffer> =>
      new Uint8Array(readFileSync(join(SAMPLE_ROOT, 'robyoung+dicom-test-files/WG04', path)));
    const lossy = (await decodeOne(read('JPLY/MR4_JPLY'))).pixels;
    const lossless = (await decodeOne(read('JPLL/MR4_JPLL'))).pixels;
    let sum = 0;
    for (let i = 0; i < lossless.length; i++) sum += (lossy[i] ?? 0) - (lossless[i] ?? 0);
    expect(lossy).toHaveLength(lossless.length);
    expect(Math.abs(sum / lossless.length)).toBeLessThan(0.5);
  });
});
