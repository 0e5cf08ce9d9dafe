/** width × height × 3, interleaved, row-major from the top-left. */
export interface RgbPicture {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Each pixel the mean of four; of an odd side the last one of what there is. */
export function halved({ width, height, rgb }: RgbPicture): RgbPicture {
  const columns = Math.ceil(width / 2);
  const rows = Math.ceil(height / 2);
  const out = new Uint8Array(columns * rows * 3);
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      for (let c = 0; c < 3; c++) {
        const at = (dx: number, dy: number): number =>
          rgb[(Math.min(height - 1, 2 * y + dy) * width + Math.min(width - 1, 2 * x + dx)) * 3 + c] ?? 0;
        out[(y * columns + x) * 3 + c] = Math.round((at(0, 0) + at(1, 0) + at(0, 1) + at(1, 1)) / 4);
      }
    }
  }
  return { width: columns, height: rows, rgb: out };
}
