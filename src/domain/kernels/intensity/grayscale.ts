import type { NdArray } from '../nd-array';

/** Pillow's `convert('L')` of 8-bit RGB planes: ITU-R 601-2 luma in 16-bit fixed point, bit for bit. */
export function luma8(image: NdArray<Uint8Array>): NdArray<Uint8Array> {
  const size = image.data.length / 3;
  const data = new Uint8Array(size);
  for (let i = 0; i < size; i++) {
    const red = image.data[i] ?? 0;
    const green = image.data[size + i] ?? 0;
    const blue = image.data[2 * size + i] ?? 0;
    data[i] = (red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16;
  }
  return { data, shape: [1, ...image.shape.slice(1)] };
}

/** Weighted sum of the channels, as one float32 channel. */
export function weightedGray(image: NdArray, weights: readonly number[]): NdArray<Float32Array> {
  const channels = image.shape[0] ?? 1;
  const size = image.data.length / channels;
  const data = new Float32Array(size);
  for (let i = 0; i < size; i++) {
    let sum = 0;
    for (let c = 0; c < channels; c++) sum += (weights[c] ?? 0) * (image.data[c * size + i] ?? 0);
    data[i] = sum;
  }
  return { data, shape: [1, ...image.shape.slice(1)] };
}
