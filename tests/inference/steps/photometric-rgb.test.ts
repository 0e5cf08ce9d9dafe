import { describe, expect, it } from 'vitest';
import { photometricRgb8 } from '../../../src/domain/kernels/photometric-rgb';
import type { DecodedFrame } from '../../../src/domain/pixels';

/** One row of two pixels. */
function frame(changes: Partial<DecodedFrame>): DecodedFrame {
  return {
    rows: 1,
    columns: 2,
    samplesPerPixel: 1,
    bitsAllocated: 8,
    bitsStored: 8,
    signed: false,
    photometric: 'MONOCHROME2',
    pixels: Uint8Array.of(0, 200),
    palette: null,
    ...changes,
  };
}

describe('PhotometricRGB', () => {
  it.each<[string, DecodedFrame, number[]]>([
    ['RGB', frame({ samplesPerPixel: 3, photometric: 'RGB', pixels: Uint8Array.of(1, 2, 3, 4, 5, 6) }), [1, 4, 2, 5, 3, 6]],
    [
      'RGB with alpha over black',
      frame({ samplesPerPixel: 4, photometric: 'RGB', pixels: Uint8Array.of(9, 8, 7, 255, 9, 8, 7, 0) }),
      [9, 0, 8, 0, 7, 0],
    ],
    ['grey', frame({}), [0, 200, 0, 200, 0, 200]],
    ['MONOCHROME1', frame({ photometric: 'MONOCHROME1' }), [255, 55, 255, 55, 255, 55]],
    ['12 bits', frame({ bitsAllocated: 16, bitsStored: 12, pixels: Uint16Array.of(4095, 16) }), [255, 1, 255, 1, 255, 1]],
    [
      'YBR_FULL',
      frame({ samplesPerPixel: 3, photometric: 'YBR_FULL', pixels: Uint8Array.of(100, 128, 128, 76, 85, 255) }),
      [100, 254, 100, 0, 100, 0],
    ],
    [
      'a palette of 16 bits from entry 5',
      frame({
        photometric: 'PALETTE COLOR',
        pixels: Uint8Array.of(0, 6),
        palette: {
          firstMapped: 5,
          bits: 16,
          red: Uint16Array.of(0x1234, 0xff00),
          green: Uint16Array.of(0, 0x100),
          blue: Uint16Array.of(0, 0),
        },
      }),
      [0x12, 0xff, 0, 1, 0, 0],
    ],
  ])('%s', (_name, input, planes) => {
    expect([...photometricRgb8(input)]).toEqual(planes);
  });

  it('refuses measured values', () => {
    const signed = frame({ signed: true, pixels: Int16Array.of(-1000, 40) });
    expect(() => photometricRgb8(signed)).toThrow(expect.objectContaining({ code: 'model-not-applicable' }) as Error);
  });
});
