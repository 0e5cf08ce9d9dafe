/**
 * Where windows lie over an image, as MONAI's `sliding_window_inference` and `dense_patch_slices` lay them. All shapes
 * are canonical: three axes, slowest first; a 2-D image of rows × columns is [rows, 1, columns], so that its rows are
 * worked off as the slices of a volume are.
 */
export type Shape3 = readonly [number, number, number];

export interface WindowPlan {
  /** Size of the image once padded up to the window. */
  readonly padded: Shape3;
  /** Samples added before each axis. */
  readonly before: Shape3;
  readonly roi: Shape3;
  /** First sample of the windows along each axis, in the padded image. */
  readonly starts: readonly [readonly number[], readonly number[], readonly number[]];
}

export function canonicalShape(shape: readonly number[]): Shape3 {
  const [a = 1, b = 1, c] = shape;
  return c === undefined ? [a, 1, b] : [a, b, c];
}

/**
 * @param shape of the image.
 * @param roi of the window; 0 or less stands for the whole axis.
 * @param overlap of neighbours, 0 up to, not including, 1.
 */
export function planWindows(shape: Shape3, roi: Shape3, overlap: number): WindowPlan {
  const size = map(roi, (length, axis) => (length > 0 ? length : (shape[axis] ?? 1)));
  const missing = map(size, (length, axis) => Math.max(0, length - (shape[axis] ?? 1)));
  const padded = map(shape, (length, axis) => length + (missing[axis] ?? 0));
  const before = map(missing, (count) => Math.floor(count / 2));
  const starts = [0, 1, 2].map((axis) => axisStarts(padded[axis] ?? 1, size[axis] ?? 1, overlap));
  return { padded, before, roi: size, starts: [starts[0] ?? [0], starts[1] ?? [0], starts[2] ?? [0]] };
}

/** Starts one interval apart, the last shifted back inside. */
function axisStarts(length: number, roi: number, overlap: number): number[] {
  const interval = roi === length ? roi : roi - windowOverlap(roi, overlap);
  const starts: number[] = [];
  for (let start = 0; ; start += interval) {
    starts.push(Math.min(start, length - roi));
    if (start + roi >= length) return starts;
  }
}

/** Samples that neighbouring windows share at least: `roi - int(roi * (1 - overlap))` of the reference, in doubles as there. */
export function windowOverlap(roi: number, overlap: number): number {
  return roi - Math.max(1, Math.trunc(roi * (1 - overlap)));
}

export function windowCount({ starts }: WindowPlan): number {
  return starts[0].length * starts[1].length * starts[2].length;
}

function map(shape: Shape3, change: (length: number, axis: number) => number): Shape3 {
  return [change(shape[0], 0), change(shape[1], 1), change(shape[2], 2)];
}

/**
 * Weight of every sample of a window. `gaussian`: per axis exp(−x² / 2(σ · roi)²) about the middle (roi − 1) / 2, multiplied,
 * never below max(smallest, 0.001) (MONAI `compute_importance_map`, nnU-Net with σ = 1/8). `constant`: 1.
 */
export function importanceMap(roi: Shape3, mode: 'constant' | 'gaussian', sigmaScale: number): Float32Array {
  const weights = new Float32Array(roi[0] * roi[1] * roi[2]).fill(1);
  if (mode === 'constant') return weights;
  const [zs, ys, xs] = [gaussian(roi[0], sigmaScale), gaussian(roi[1], sigmaScale), gaussian(roi[2], sigmaScale)];
  let at = 0;
  let smallest = Infinity;
  for (const z of zs) {
    for (const y of ys) {
      const zy = Math.fround(z * y);
      for (const x of xs) {
        const weight = Math.fround(zy * x);
        weights[at++] = weight;
        smallest = Math.min(smallest, weight);
      }
    }
  }
  const floor = Math.fround(Math.max(smallest, 1e-3));
  for (let i = 0; i < weights.length; i++) if ((weights[i] ?? 0) < floor) weights[i] = floor;
  return weights;
}

function gaussian(length: number, sigmaScale: number): number[] {
  // An axis of one sample is no axis: [rows, 1, columns].
  if (length === 1) return [1];
  const sigma = sigmaScale * length;
  return Array.from({ length }, (_, i) => Math.fround(Math.exp((i - (length - 1) / 2) ** 2 / (-2 * sigma * sigma))));
}

/** Weights of the window that starts there. */
export type WindowWeights = (start: Shape3) => Float32Array;

/**
 * Weights with a halo of zeros on every side of a window that another window covers; where it lies on the border of the
 * image it keeps its weight, as nothing else answers there.
 */
export function windowWeights(plan: WindowPlan, weights: Float32Array, halo: number): WindowWeights {
  if (halo === 0) return () => weights;
  const known = new Map<string, Float32Array>();
  return (start) => {
    const open = [0, 1, 2].flatMap((axis) => {
      const [at, roi, length] = [start[axis] ?? 0, plan.roi[axis] ?? 1, plan.padded[axis] ?? 1];
      return [at > 0, at + roi < length];
    });
    const key = open.join();
    const found = known.get(key) ?? withoutHalo(weights, plan.roi, halo, open);
    known.set(key, found);
    return found;
  };
}

/** @param open for each axis whether its low and its high side are cut. */
function withoutHalo(weights: Float32Array, roi: Shape3, halo: number, open: readonly boolean[]): Float32Array {
  const result = weights.slice();
  const cut = (axis: number, index: number): boolean =>
    (open[axis * 2] === true && index < halo) || (open[axis * 2 + 1] === true && index >= (roi[axis] ?? 1) - halo);
  let at = 0;
  for (let z = 0; z < roi[0]; z++) {
    for (let y = 0; y < roi[1]; y++) {
      for (let x = 0; x < roi[2]; x++, at++) if (cut(0, z) || cut(1, y) || cut(2, x)) result[at] = 0;
    }
  }
  return result;
}
