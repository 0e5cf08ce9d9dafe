/**
 * Correlates a plane with one kernel along rows (`vertical`, axis y) and one along columns (`horizontal`, axis x), both
 * of odd length. Outside, values mirror about the border sample (`reflect` of PyTorch) or are 0.
 */
export function filterSeparable(
  plane: ArrayLike<number>,
  rows: number,
  columns: number,
  vertical: ArrayLike<number>,
  horizontal: ArrayLike<number>,
  padding: 'reflect' | 'zeros',
): Float64Array {
  const half = alongAxis(plane, rows, columns, vertical, columns, padding);
  return alongAxis(half, columns, rows, horizontal, 1, padding);
}

/** One pass over lines of `length` samples, `stride` apart; `lines` of them, which lie along the other axis. */
function alongAxis(
  source: ArrayLike<number>,
  length: number,
  lines: number,
  kernel: ArrayLike<number>,
  stride: number,
  padding: 'reflect' | 'zeros',
): Float64Array {
  const result = new Float64Array(source.length);
  const reach = (kernel.length - 1) / 2;
  const lineStep = stride === 1 ? length : 1;
  for (let line = 0; line < lines; line++) {
    const base = line * lineStep;
    for (let at = 0; at < length; at++) {
      let sum = 0;
      if (at >= reach && at + reach < length) {
        const first = base + (at - reach) * stride;
        for (let k = 0; k < kernel.length; k++) sum += (kernel[k] ?? 0) * (source[first + k * stride] ?? 0);
        result[base + at * stride] = sum;
        continue;
      }
      for (let k = -reach; k <= reach; k++) {
        let from = at + k;
        if (from < 0 || from >= length) {
          if (padding === 'zeros') continue;
          from = mirrored(from, length);
        }
        sum += (kernel[k + reach] ?? 0) * (source[base + from * stride] ?? 0);
      }
      result[base + at * stride] = sum;
    }
  }
  return result;
}

function mirrored(at: number, length: number): number {
  if (length === 1) return 0;
  const period = 2 * (length - 1);
  const folded = ((at % period) + period) % period;
  return folded < length ? folded : period - folded;
}

/** Full convolution of two kernels. */
function convolved(a: readonly number[], b: readonly number[]): number[] {
  const result = new Array<number>(a.length + b.length - 1).fill(0);
  for (const [i, left] of a.entries()) for (const [j, right] of b.entries()) result[i + j] = (result[i + j] ?? 0) + left * right;
  return result;
}

/**
 * Difference and smoothing kernels of a normalised Sobel operator of odd size, widened by the binomial [1, 2, 1]/4
 * (MONAI `SobelGradients`).
 */
export function sobelKernels(size: number): { readonly difference: readonly number[]; readonly smoothing: readonly number[] } {
  let difference: number[] = [-0.5, 0, 0.5];
  let smoothing: number[] = [0.25, 0.5, 0.25];
  for (let width = 3; width < size; width += 2) {
    difference = convolved(difference, [0.25, 0.5, 0.25]);
    smoothing = convolved(smoothing, [0.25, 0.5, 0.25]);
  }
  return { difference, smoothing };
}
