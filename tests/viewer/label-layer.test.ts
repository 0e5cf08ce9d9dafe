import { describe, expect, it } from 'vitest';
import { paintLabels } from '../../src/viewer/overlays/label-layer';

describe('labels as drawn', () => {
  it('are plain at the edge, see-through inside, and nothing without a colour', () => {
    const labels = Uint8Array.from([...[1, 1, 1, 0, 2], ...[1, 1, 1, 0, 3], ...[1, 1, 1, 0, 3]]);
    const rgba = new Uint8ClampedArray(15 * 4);
    paintLabels(
      labels,
      { rows: 3, columns: 5 },
      new Map([
        [1, '#f0e442'],
        [2, '#0072b2'],
      ]),
      rgba,
    );
    const pixel = (row: number, column: number): number[] => [...rgba.slice((row * 5 + column) * 4, (row * 5 + column) * 4 + 4)];
    // An image's own border is no edge of a label.
    expect(pixel(1, 0)).toEqual([0xf0, 0xe4, 0x42, 80]);
    expect(pixel(1, 2)).toEqual([0xf0, 0xe4, 0x42, 230]);
    expect(pixel(0, 4)).toEqual([0x00, 0x72, 0xb2, 230]);
    expect(pixel(0, 3)).toEqual([0, 0, 0, 0]);
    expect(pixel(2, 4)).toEqual([0, 0, 0, 0]);
  });

  it('as outlines alone leave the inside as it is', () => {
    const rgba = new Uint8ClampedArray(9 * 4);
    paintLabels(Uint8Array.of(0, 0, 0, 1, 1, 1, 1, 1, 1), { rows: 3, columns: 3 }, new Map([[1, '#f0e442']]), rgba, 0);
    expect([4, 7].map((at) => rgba[at * 4 + 3])).toEqual([230, 0]);
  });
});
