/** Probabilities that mean what they say: the fitted maps of Guo 2017 (temperature), Platt 1999 and Zadrozny 2002 (isotonic). */
import { mapInto, type NdArray } from '../nd-array';
import { logistic } from './activation';

/** `σ(slope · score + intercept)` of each score. */
export function platt(scores: NdArray, slope: number, intercept: number): NdArray<Float32Array> {
  return {
    data: mapInto(new Float32Array(scores.data.length), scores.data, (score) => logistic(slope * score + intercept)),
    shape: scores.shape,
  };
}

/** Linear between the knots, level beyond them (scikit-learn `IsotonicRegression(out_of_bounds='clip')`); `x` rises strictly. */
export function isotonic(scores: NdArray, x: readonly number[], y: readonly number[]): NdArray<Float32Array> {
  return { data: mapInto(new Float32Array(scores.data.length), scores.data, (score) => interpolateAt(score, x, y)), shape: scores.shape };
}

/** `numpy.interp` at one place. */
export function interpolateAt(at: number, x: readonly number[], y: readonly number[]): number {
  const above = x.findIndex((knot) => knot >= at);
  if (above < 0) return y.at(-1) ?? 0;
  if (above === 0) return y[0] ?? 0;
  const from = x[above - 1] ?? 0;
  const low = y[above - 1] ?? 0;
  return low + ((at - from) / ((x[above] ?? 0) - from)) * ((y[above] ?? 0) - low);
}
