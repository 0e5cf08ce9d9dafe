const STEPS = [1, 2, 5];

/**
 * A scale bar of round length (1, 2 or 5 × 10ⁿ mm), the longest that fits.
 * @param cssPixelsPerMm along the screen's horizontal
 * @param maximum CSS pixels the bar may take
 */
export function scaleBar(cssPixelsPerMm: number, maximum: number): { readonly lengthMm: number; readonly cssPixels: number } | null {
  if (!(cssPixelsPerMm > 0) || !(maximum > 0) || !Number.isFinite(cssPixelsPerMm)) return null;
  const longest = maximum / cssPixelsPerMm;
  const decade = 10 ** Math.floor(Math.log10(longest));
  const lengthMm = STEPS.reduce((best, step) => (step * decade <= longest * (1 + 1e-12) ? step * decade : best), decade);
  return { lengthMm, cssPixels: lengthMm * cssPixelsPerMm };
}
