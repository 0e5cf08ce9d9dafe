import { describe, expect, it } from 'vitest';
import { isColour, paletteColour, toRgb } from '../../../src/domain/kernels/colour';
import { ybrToRgb } from '../../../src/domain/kernels/colour-ybr';
import type { DecodedFrame } from '../../../src/domain/pixels';

function frame(part: Partial<DecodedFrame> & Pick<DecodedFrame, 'pixels'>): DecodedFrame {
  return {
    rows: 1,
    columns: 1,
    samplesPerPixel: 3,
    bitsAllocated: 8,
    bitsStored: 8,
    signed: false,
    photometric: 'RGB',
    palette: null,
    ...part,
  };
}

/** PS3.3 C.7.6.3.1.2: YBR_FULL from RGB. */
function rgbToYbr(r: number, g: number, b: number): [number, number, number] {
  return [0.299 * r + 0.587 * g + 0.114 * b, -0.1687 * r - 0.3313 * g + 0.5 * b + 128, 0.5 * r - 0.4187 * g - 0.0813 * b + 128];
}

describe('YBR', () => {
  it('undoes the forward transform of the standard within one level, over a grid of colours', () => {
    let worst = 0;
    for (let r = 0; r <= 255; r += 17)
      for (let g = 0; g <= 255; g += 17)
        for (let b = 0; b <= 255; b += 17) {
          const [y, cb, cr] = rgbToYbr(r, g, b);
          const back = ybrToRgb(y, cb, cr, 'YBR_FULL');
          worst = Math.max(worst, Math.abs(back[0] - r), Math.abs(back[1] - g), Math.abs(back[2] - b));
        }
    expect(worst).toBeLessThanOrEqual(1);
  });

  it('keeps greys grey and clamps', () => {
    expect(ybrToRgb(77, 128, 128, 'YBR_FULL')).toEqual([77, 77, 77]);
    expect(ybrToRgb(255, 255, 255, 'YBR_FULL')).toEqual([255, 121, 255]);
  });

  it('stretches the studio range of YBR_PARTIAL', () => {
    expect(ybrToRgb(16, 128, 128, 'YBR_PARTIAL_422')).toEqual([0, 0, 0]);
    expect(ybrToRgb(235, 128, 128, 'YBR_PARTIAL_422')).toEqual([255, 255, 255]);
  });

  it('reverses RCT without loss', () => {
    const [r, g, b] = [200, 30, 90];
    const y = Math.floor((r + 2 * g + b) / 4);
    expect(ybrToRgb(y, b - g + 128, r - g + 128, 'YBR_RCT')).toEqual([r, g, b]);
  });

  it('is applied to whole frames', () => {
    expect(toRgb(frame({ pixels: Uint8Array.of(77, 128, 128), photometric: 'YBR_FULL_422' }))).toEqual(Uint8Array.of(77, 77, 77));
  });
});

describe('palettes', () => {
  const palette = {
    firstMapped: 10,
    bits: 16,
    red: Uint16Array.of(0x0000, 0x8000, 0xffff),
    green: Uint16Array.of(0x1200, 0x3400, 0x5600),
    blue: Uint16Array.of(0xff00, 0x00ff, 0x0100),
  } as const;

  it('takes the high byte of 16-bit entries and holds the ends', () => {
    expect(paletteColour(10, palette)).toEqual([0, 0x12, 0xff]);
    expect(paletteColour(11, palette)).toEqual([0x80, 0x34, 0]);
    expect(paletteColour(0, palette)).toEqual([0, 0x12, 0xff]);
    expect(paletteColour(99, palette)).toEqual([0xff, 0x56, 1]);
  });

  it('colours a frame', () => {
    const indexed = frame({ samplesPerPixel: 1, columns: 2, photometric: 'PALETTE COLOR', palette, pixels: Uint8Array.of(12, 10) });
    expect(isColour(indexed)).toBe(true);
    expect(toRgb(indexed)).toEqual(Uint8Array.of(0xff, 0x56, 1, 0, 0x12, 0xff));
  });
});

describe('RGB', () => {
  it('passes 8-bit RGB through without a copy', () => {
    const pixels = Uint8Array.of(1, 2, 3);
    expect(toRgb(frame({ pixels }))).toBe(pixels);
  });

  it('scales 16-bit samples down', () => {
    expect(toRgb(frame({ bitsAllocated: 16, bitsStored: 16, pixels: Uint16Array.of(0xffff, 0x8000, 0x00ff) }))).toEqual(
      Uint8Array.of(255, 128, 0),
    );
  });

  it('lays transparency over black', () => {
    expect(toRgb(frame({ samplesPerPixel: 4, columns: 2, pixels: Uint8Array.of(200, 100, 50, 255, 200, 100, 50, 0) }))).toEqual(
      Uint8Array.of(200, 100, 50, 0, 0, 0),
    );
  });

  it('leaves grey frames to the window', () => {
    expect(isColour(frame({ samplesPerPixel: 1, photometric: 'MONOCHROME2', pixels: Uint8Array.of(1) }))).toBe(false);
  });
});
