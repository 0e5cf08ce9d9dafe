/**
 * Threshold of whole numbers that parts them into the two classes with the largest variance between (Otsu 1979;
 * `skimage.filters.threshold_otsu` of integers): values above it are the upper class.
 * @returns the only value where all are equal; NaN of none
 */
export function otsuThreshold(values: Uint8Array | Uint16Array): number {
  if (values.length === 0) return Number.NaN;
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const counts = new Float64Array(high - low + 1);
  for (const value of values) counts[value - low] = (counts[value - low] ?? 0) + 1;
  let total = 0;
  for (const [bin, count] of counts.entries()) total += count * (bin + low);
  let below = 0;
  let sumBelow = 0;
  let best = -1;
  let threshold = low;
  for (let bin = 0; bin < counts.length - 1; bin++) {
    const count = counts[bin] ?? 0;
    below += count;
    sumBelow += count * (bin + low);
    const above = values.length - below;
    const distance = sumBelow / below - (total - sumBelow) / above;
    const between = below * above * distance * distance;
    if (between > best) {
      best = between;
      threshold = bin + low;
    }
  }
  return threshold;
}
