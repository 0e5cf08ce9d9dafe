import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { longestSide, resampleBilinear8 } from '../../../src/domain/kernels/resample';

interface Case {
  readonly seed: number;
  readonly rows: number;
  readonly columns: number;
  readonly targetRows: number;
  readonly targetColumns: number;
  readonly sha256: string;
  readonly head: readonly number[];
}
const { cases } = JSON.parse(readFileSync(new URL('../reference/pillow-resize.json', import.meta.url), 'utf8')) as { cases: Case[] };

/** The generator of `reference/pillow_resize.py`. */
function noise(seed: number, count: number): Uint8Array {
  let x = seed;
  return Uint8Array.from({ length: count }, () => {
    x = (Math.imul(1103515245, x) + 12345) & 0x7fffffff;
    return (x >> 16) & 255;
  });
}

describe('antialiased bilinear resize', () => {
  it.each(cases)('is bit for bit Pillow’s: $rows × $columns to $targetRows × $targetColumns', (reference) => {
    const { seed, rows, columns, targetRows, targetColumns } = reference;
    const result = resampleBilinear8(noise(seed, rows * columns), rows, columns, targetRows, targetColumns);
    expect([...result.subarray(0, 12)]).toEqual(reference.head);
    expect(createHash('sha256').update(result).digest('hex')).toBe(reference.sha256);
  });

  it('keeps a flat image flat', () => {
    expect(new Set(resampleBilinear8(new Uint8Array(37 * 91).fill(201), 37, 91, 200, 13))).toEqual(new Set([201]));
  });
});

describe('size after scaling the longer side', () => {
  it.each([
    [480, 640, 416, 312, 416],
    [363, 360, 416, 416, 413],
    [1, 5000, 416, 1, 416],
    [5000, 1, 100, 100, 1],
    [3, 2, 1, 1, 1],
  ])('%i × %i to %i gives %i × %i', (rows, columns, longest, expectedRows, expectedColumns) => {
    expect(longestSide(rows, columns, longest)).toEqual({ rows: expectedRows, columns: expectedColumns });
  });
});
