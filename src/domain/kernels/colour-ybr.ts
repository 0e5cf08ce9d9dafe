import type { PhotometricInterpretation } from '../pixels';

const clamp = (value: number): number => (value < 0 ? 0 : value > 255 ? 255 : Math.round(value));

/**
 * One 8-bit YCbCr triple → RGB (PS3.3 C.7.6.3.1.2): CCIR 601 coefficients, full range for YBR_FULL and ICT,
 * 16–235 / 16–240 for YBR_PARTIAL, the reversible transform for RCT (chroma centred on 128).
 */
export function ybrToRgb(y: number, cb: number, cr: number, photometric: PhotometricInterpretation): readonly [number, number, number] {
  const u = cb - 128;
  const v = cr - 128;
  if (photometric === 'YBR_RCT') {
    const green = y - Math.floor((u + v) / 4);
    return [clamp(v + green), clamp(green), clamp(u + green)];
  }
  if (photometric === 'YBR_PARTIAL_422' || photometric === 'YBR_PARTIAL_420') {
    const luma = 1.1643835616438356 * (y - 16);
    return [
      clamp(luma + 1.5960267857142858 * v),
      clamp(luma - 0.3917622900949137 * u - 0.8129676472377708 * v),
      clamp(luma + 2.017232142857143 * u),
    ];
  }
  return [clamp(y + 1.402 * v), clamp(y - 0.344136 * u - 0.714136 * v), clamp(y + 1.772 * u)];
}

export function isYbr(photometric: PhotometricInterpretation): boolean {
  return photometric.startsWith('YBR');
}
