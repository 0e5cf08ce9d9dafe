import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { resizePillow, type PillowFilter } from '../../../../src/domain/kernels/geometry/pillow-resize';
import { interpolate, nearestIndex, type TorchMode } from '../../../../src/domain/kernels/geometry/torch-interpolate';
import { floats, largestError, noise, reference } from '../reference-input';

interface Reference {
  readonly pillow: readonly {
    filter: PillowFilter;
    seed: number;
    from: [number, number];
    to: [number, number];
    sha256: string;
    float: number[];
  }[];
  readonly torch: readonly {
    seed: number;
    shape: number[];
    size: number[];
    mode: TorchMode;
    alignCorners: boolean;
    antialias: boolean;
    values: number[];
  }[];
  readonly nearestIndex: readonly { from: number; to: number; mode: 'nearest' | 'nearest-exact'; sha256: string }[];
}
const cases = reference('geometry-resize') as Reference;

function sha256(data: Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

describe('Pillow’s resize', () => {
  it.each(cases.pillow)('$filter, 8 bits, bit for bit: $from to $to', ({ filter, seed, from, to, sha256: expected }) => {
    const [rows, columns] = from;
    expect(sha256(resizePillow(noise(seed, rows * columns), rows, columns, to[0], to[1], filter))).toBe(expected);
  });

  it.each(cases.pillow)('$filter, float: $from to $to', ({ filter, seed, from, to, float }) => {
    const [rows, columns] = from;
    const result = resizePillow(Float32Array.from(floats(seed, from)), rows, columns, to[0], to[1], filter);
    const stored = float.length === 4 ? [0, 1, to[1], to[1] + 1].map((at) => result[at] ?? Number.NaN) : result;
    expect(largestError(stored, float)).toBeLessThan(1e-7);
  });
});

describe('torch’s interpolate', () => {
  it.each(cases.torch)('$mode $shape to $size, aligned $alignCorners, antialiased $antialias', (test) => {
    const image = { data: Float32Array.from(floats(test.seed, test.shape)), shape: test.shape };
    const result = interpolate(image, test.size, test);
    expect(result.shape).toEqual([...test.shape.slice(0, -test.size.length), ...test.size]);
    expect(largestError(result.data, test.values)).toBeLessThan(1e-6);
  });

  it.each(cases.nearestIndex)('$mode picks the same samples: $from to $to', ({ from, to, mode, sha256: expected }) => {
    expect(sha256(new Uint8Array(nearestIndex(from, to, mode).buffer))).toBe(expected);
  });
});
