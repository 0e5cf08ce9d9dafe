import type { DrawnPicture } from '../demo-case';

/** Red, green, blue and alpha (255) of a square, row-major. */
export interface Thumbnail {
  readonly side: number;
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** The middle square of a picture, each pixel the mean of those it stands for. @param side pixels */
export function thumbnailOf({ width, height, colour, samples }: DrawnPicture, side: number): Thumbnail {
  const square = Math.min(width, height);
  const left = (width - square) >> 1;
  const top = (height - square) >> 1;
  const channels = colour === 'rgb' ? 3 : 1;
  const rgba = new Uint8ClampedArray(4 * side * side).fill(255);
  for (let y = 0; y < side; y++) {
    const [y0, y1] = span(y, side, square);
    for (let x = 0; x < side; x++) {
      const [x0, x1] = span(x, side, square);
      for (let channel = 0; channel < 3; channel++) {
        let sum = 0;
        for (let row = top + y0; row < top + y1; row++) {
          for (let column = left + x0; column < left + x1; column++) {
            sum += samples[channels * (row * width + column) + Math.min(channel, channels - 1)] ?? 0;
          }
        }
        rgba[4 * (y * side + x) + channel] = sum / ((y1 - y0) * (x1 - x0));
      }
    }
  }
  return { side, rgba };
}

/** Source pixels `[from, to)` of one of `parts` equal parts; at least one. */
function span(part: number, parts: number, pixels: number): readonly [from: number, to: number] {
  const from = Math.floor((part * pixels) / parts);
  return [from, Math.max(from + 1, Math.floor(((part + 1) * pixels) / parts))];
}
