/** Parts of a channel's pixels left darker and brighter than what is shown: dust and dead pixels. */
const LOW = 0.001;
const HIGH = 0.999;

export interface ChannelWindow {
  readonly minimum: number;
  readonly maximum: number;
  /** The highest value the scanner writes, as far as the pixels tell: one less than a power of two. */
  readonly full: number;
}

/**
 * The window of a fluorescence channel from its pixels, between their 0.1st and 99.9th percentile. Eight bits are shown
 * over their whole range: they have been windowed when they were written.
 */
export function channelWindow(pixels: readonly (Uint8Array | Uint16Array)[], bits: 8 | 16): ChannelWindow {
  if (bits === 8) return { minimum: 0, maximum: 255, full: 255 };
  const counts = new Uint32Array(65_536);
  let total = 0;
  let highest = 0;
  for (const part of pixels) {
    total += part.length;
    for (const value of part) {
      counts[value] = (counts[value] ?? 0) + 1;
      if (value > highest) highest = value;
    }
  }
  const percentile = (wanted: number): number => {
    let seen = 0;
    for (let value = 0; value <= highest; value += 1) {
      seen += counts[value] ?? 0;
      if (seen >= wanted * total) return value;
    }
    return highest;
  };
  const full = Math.max(255, 2 ** Math.ceil(Math.log2(highest + 1)) - 1);
  if (total === 0) return { minimum: 0, maximum: 65_535, full: 65_535 };
  const minimum = percentile(LOW);
  return { minimum, maximum: Math.max(percentile(HIGH), minimum + 1), full };
}
