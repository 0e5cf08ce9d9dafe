import { AppError } from '../errors';
import type { DecodedFrame } from '../pixels';
import { isColour, toRgb } from './colour';

/**
 * A decoded frame as three planes (red, green, blue) of 8-bit samples: the colours the reader sees (`toRgb`), grey
 * repeated and MONOCHROME1 inverted, samples deeper than 8 bits cut to their 8 highest. Exact for 8-bit RGB.
 * @throws AppError `model-not-applicable` for signed or floating samples, which have no colour.
 */
export function photometricRgb8(frame: DecodedFrame): Uint8Array {
  const { pixels, signed, photometric } = frame;
  if (signed || pixels instanceof Float32Array || pixels instanceof Float64Array) {
    throw new AppError('model-not-applicable', 'the image holds measured values, not colours', { photometric });
  }
  return isColour(frame) ? planesOfColour(frame) : planesOfGrey(frame);
}

function planesOfColour(frame: DecodedFrame): Uint8Array {
  const interleaved = toRgb(frame);
  const count = frame.rows * frame.columns;
  const planes = new Uint8Array(count * 3);
  for (let i = 0; i < count; i++) {
    planes[i] = interleaved[i * 3] ?? 0;
    planes[count + i] = interleaved[i * 3 + 1] ?? 0;
    planes[2 * count + i] = interleaved[i * 3 + 2] ?? 0;
  }
  return planes;
}

function planesOfGrey(frame: DecodedFrame): Uint8Array {
  const count = frame.rows * frame.columns;
  const planes = new Uint8Array(count * 3);
  const shift = Math.max(0, frame.bitsStored - 8);
  const inverted = frame.photometric === 'MONOCHROME1';
  for (let i = 0; i < count; i++) {
    const value = Math.min(255, (frame.pixels[i] ?? 0) >>> shift);
    planes[i] = inverted ? 255 - value : value;
  }
  planes.copyWithin(count, 0, count);
  planes.copyWithin(2 * count, 0, count);
  return planes;
}
