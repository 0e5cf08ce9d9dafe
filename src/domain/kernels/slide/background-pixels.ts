/** `count` pixels of what absent tiles look like; 16-bit values are the 8-bit ones spread over the range. */
export function backgroundPixels(
  count: number,
  samplesPerPixel: 1 | 3,
  bitsAllocated: 8 | 16,
  background: readonly [number, number, number],
): Uint8Array | Uint16Array {
  const pixels = bitsAllocated === 8 ? new Uint8Array(count * samplesPerPixel) : new Uint16Array(count * samplesPerPixel);
  const scale = bitsAllocated === 8 ? 1 : 257;
  const [red, green, blue] = background;
  if (samplesPerPixel === 1 || (red === green && green === blue)) return pixels.fill(red * scale);
  for (let i = 0; i < count; i++) {
    pixels[i * 3] = red * scale;
    pixels[i * 3 + 1] = green * scale;
    pixels[i * 3 + 2] = blue * scale;
  }
  return pixels;
}
