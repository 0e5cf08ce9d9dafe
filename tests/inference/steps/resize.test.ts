import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { resizePillow } from '../../../src/domain/kernels/geometry/pillow-resize';
import { longestSide, shortestSide } from '../../../src/domain/kernels/geometry/resize-shape';
import { noise } from '../../domain/kernels/reference-input';

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

describe('antialiased bilinear resize', () => {
  it.each(cases)('is bit for bit Pillow’s: $rows × $columns to $targetRows × $targetColumns', (reference) => {
    const { seed, rows, columns, targetRows, targetColumns } = reference;
    const result = resizePillow(noise(seed, rows * columns), rows, columns, targetRows, targetColumns, 'bilinear');
    expect([...result.subarray(0, 12)]).toEqual(reference.head);
    expect(createHash('sha256').update(result).digest('hex')).toBe(reference.sha256);
  });

  it('keeps a flat image flat', () => {
    expect(new Set(resizePillow(new Uint8Array(37 * 91).fill(201), 37, 91, 200, 13, 'bilinear'))).toEqual(new Set([201]));
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
    expect(longestSide([rows, columns], longest)).toEqual([expectedRows, expectedColumns]);
  });
});

it('scales the shorter side, the other cut to whole pixels, as torchvision', () => {
  expect([shortestSide([480, 641], 224), shortestSide([363, 100], 100), shortestSide([7, 3], 5)]).toEqual([
    [224, 299],
    [363, 100],
    [11, 5],
  ]);
});
