import type { NdArray } from '../nd-array';

/**
 * Apparent diffusion coefficient, mm²/s: minus the slope of ln(signal) over b (s/mm²), by least squares over all b values.
 * 0 where a signal is not above 0, or where the slope rises.
 */
export function apparentDiffusion(signals: readonly NdArray[], bValues: readonly number[]): Float32Array {
  const mean = bValues.reduce((sum, b) => sum + b, 0) / bValues.length;
  const spread = bValues.reduce((sum, b) => sum + (b - mean) ** 2, 0);
  const result = new Float32Array(signals[0]?.data.length ?? 0);
  for (let i = 0; i < result.length; i++) {
    let slope = 0;
    let valid = true;
    for (const [at, { data }] of signals.entries()) {
      const signal = data[i] ?? 0;
      if (!(signal > 0)) valid = false;
      slope += ((bValues[at] ?? 0) - mean) * Math.log(signal);
    }
    result[i] = valid ? Math.max(0, -slope / spread) : 0;
  }
  return result;
}
