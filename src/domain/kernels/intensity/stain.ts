/** Stain normalisation of 8-bit RGB planes (three planes, 0–255). Results are float32, 0–255. */
import { mapInto, type NdArray } from '../nd-array';
import { moments, percentiles } from './statistics';

type Vector = readonly [number, number, number];

export interface MacenkoOptions {
  /** White light (`Io`). */
  readonly light: number;
  /** Percentile of the angles that counts as a pure stain. */
  readonly alpha: number;
  /** Optical density below which a pixel is glass. */
  readonly beta: number;
  /** Optical density of haematoxylin and eosin in the result, RGB. */
  readonly stains: readonly [Vector, Vector];
  /** 99th percentile of either concentration in the result. */
  readonly concentrations: readonly [number, number];
}

/** The reference slide of the common implementation of Macenko's method. */
export const MACENKO_DEFAULTS: MacenkoOptions = {
  light: 240,
  alpha: 1,
  beta: 0.15,
  stains: [
    [0.5626, 0.7201, 0.4062],
    [0.2159, 0.8012, 0.5581],
  ],
  concentrations: [1.9705, 1.0308],
};

/**
 * Macenko et al. 2009: the two stains are the extreme directions, in the plane of the two strongest components, of the
 * optical density of tissue. Values end at 254 where brighter than the light.
 * @returns the image unchanged where fewer than two pixels are tissue or the stains cannot be told apart
 */
export function macenko(image: NdArray, options: MacenkoOptions = MACENKO_DEFAULTS): NdArray<Float32Array> {
  const { light, alpha, beta, stains, concentrations } = options;
  const size = image.data.length / 3;
  const unchanged = { data: Float32Array.from(image.data), shape: image.shape };
  const density = mapInto(new Float64Array(image.data.length), image.data, (value) => -Math.log((value + 1) / light));
  const tissue: number[] = [];
  for (let i = 0; i < size; i++) {
    if ((density[i] ?? 0) >= beta && (density[size + i] ?? 0) >= beta && (density[2 * size + i] ?? 0) >= beta) tissue.push(i);
  }
  if (tissue.length < 2) return unchanged;
  const [first, second] = principalPlane(density, size, tissue);
  const angles = Float64Array.from(tissue, (i) => {
    const od: Vector = [density[i] ?? 0, density[size + i] ?? 0, density[2 * size + i] ?? 0];
    return Math.atan2(dot(od, second), dot(od, first));
  });
  const [low = 0, high = 0] = percentiles(angles, [alpha, 100 - alpha]);
  const a = combine(first, second, low);
  const b = combine(first, second, high);
  const [h, e] = a[0] > b[0] ? [a, b] : [b, a];
  // Least squares of two unknowns: normal equations.
  const hh = dot(h, h);
  const he = dot(h, e);
  const ee = dot(e, e);
  const determinant = hh * ee - he * he;
  if (!(Math.abs(determinant) > 1e-12)) return unchanged;
  const found = [new Float64Array(size), new Float64Array(size)] as const;
  for (let i = 0; i < size; i++) {
    const od: Vector = [density[i] ?? 0, density[size + i] ?? 0, density[2 * size + i] ?? 0];
    const toH = dot(h, od);
    const toE = dot(e, od);
    found[0][i] = (ee * toH - he * toE) / determinant;
    found[1][i] = (hh * toE - he * toH) / determinant;
  }
  const scale = found.map((samples, stain) => (concentrations[stain] ?? 1) / (percentiles(samples, [99])[0] ?? 1));
  const data = new Float32Array(image.data.length);
  for (let i = 0; i < size; i++) {
    const ch = (found[0][i] ?? 0) * (scale[0] ?? 1);
    const ce = (found[1][i] ?? 0) * (scale[1] ?? 1);
    for (let c = 0; c < 3; c++) {
      const value = light * Math.exp(-((stains[0][c] ?? 0) * ch + (stains[1][c] ?? 0) * ce));
      data[c * size + i] = value > 255 ? 254 : value;
    }
  }
  return { data, shape: image.shape };
}

function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

function combine(first: Vector, second: Vector, angle: number): Vector {
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  return [first[0] * c + second[0] * s, first[1] * c + second[1] * s, first[2] * c + second[2] * s];
}

/** The two strongest eigenvectors of the covariance of tissue, the first made to point to more density. */
function principalPlane(density: Float64Array, size: number, tissue: readonly number[]): readonly [Vector, Vector] {
  const means = [0, 1, 2].map((c) => tissue.reduce((sum, i) => sum + (density[c * size + i] ?? 0), 0) / tissue.length);
  const covariance = [0, 1, 2].map((a) =>
    [0, 1, 2].map(
      (b) =>
        tissue.reduce(
          (sum, i) => sum + ((density[a * size + i] ?? 0) - (means[a] ?? 0)) * ((density[b * size + i] ?? 0) - (means[b] ?? 0)),
          0,
        ) /
        (tissue.length - 1),
    ),
  );
  const [first, second] = symmetricEigenvectors(covariance);
  return first[0] + first[1] + first[2] < 0 ? [[-first[0], -first[1], -first[2]], second] : [first, second];
}

/** Eigenvectors of a symmetric 3 × 3 matrix, largest eigenvalue first, by Jacobi rotations. */
function symmetricEigenvectors(matrix: readonly (readonly number[])[]): readonly [Vector, Vector, Vector] {
  const a = matrix.flat();
  const v = [1, 0, 0, 0, 1, 0, 0, 0, 1];
  const at = (list: number[], row: number, column: number): number => list[row * 3 + column] ?? 0;
  for (let sweep = 0; sweep < 60; sweep++) {
    for (const [p, q] of [
      [0, 1],
      [0, 2],
      [1, 2],
    ] as const) {
      const off = at(a, p, q);
      if (off === 0) continue;
      const theta = (at(a, q, q) - at(a, p, p)) / (2 * off);
      const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1));
      const c = 1 / Math.hypot(t, 1);
      const s = t * c;
      for (let k = 0; k < 3; k++) {
        const [kp, kq] = [at(a, k, p), at(a, k, q)];
        a[k * 3 + p] = c * kp - s * kq;
        a[k * 3 + q] = s * kp + c * kq;
      }
      for (let k = 0; k < 3; k++) {
        const [pk, qk] = [at(a, p, k), at(a, q, k)];
        a[p * 3 + k] = c * pk - s * qk;
        a[q * 3 + k] = s * pk + c * qk;
        const [vp, vq] = [at(v, k, p), at(v, k, q)];
        v[k * 3 + p] = c * vp - s * vq;
        v[k * 3 + q] = s * vp + c * vq;
      }
    }
  }
  const [x, y, z] = [0, 1, 2].toSorted((i, j) => at(a, j, j) - at(a, i, i));
  const column = (k = 0): Vector => [at(v, 0, k), at(v, 1, k), at(v, 2, k)];
  return [column(x), column(y), column(z)];
}

/** Mean and standard deviation of each axis of lαβ. */
export interface ReinhardTarget {
  readonly mean: Vector;
  readonly std: Vector;
}

const RGB_TO_LMS: readonly Vector[] = [
  [0.3811, 0.5783, 0.0402],
  [0.1967, 0.7244, 0.0782],
  [0.0241, 0.1288, 0.8444],
];
/** Inverse of the matrix above, as the paper prints it. */
const LMS_TO_RGB: readonly Vector[] = [
  [4.4679, -3.5873, 0.1193],
  [-1.2186, 2.3809, -0.1624],
  [0.0497, -0.2439, 1.2045],
];

/**
 * Reinhard et al. 2001: mean and spread of each axis of lαβ (base 10 logarithm of LMS, values below 1 counted as 1) made
 * those of `target`. A flat axis is only moved.
 */
export function reinhard(image: NdArray, target: ReinhardTarget): NdArray<Float32Array> {
  const size = image.data.length / 3;
  const lab = [new Float64Array(size), new Float64Array(size), new Float64Array(size)] as const;
  for (let i = 0; i < size; i++) {
    const rgb: Vector = [
      Math.max(image.data[i] ?? 0, 1),
      Math.max(image.data[size + i] ?? 0, 1),
      Math.max(image.data[2 * size + i] ?? 0, 1),
    ];
    const [l = 0, m = 0, s = 0] = RGB_TO_LMS.map((row) => Math.log10(dot(row, rgb)));
    lab[0][i] = (l + m + s) / Math.sqrt(3);
    lab[1][i] = (l + m - 2 * s) / Math.sqrt(6);
    lab[2][i] = (l - m) / Math.SQRT2;
  }
  for (const [axis, samples] of lab.entries()) {
    const { mean, deviation } = moments(samples) ?? { mean: 0, deviation: 0 };
    const factor = deviation > 0 ? (target.std[axis] ?? 1) / deviation : 1;
    for (let i = 0; i < size; i++) samples[i] = ((samples[i] ?? 0) - mean) * factor + (target.mean[axis] ?? 0);
  }
  const data = new Float32Array(image.data.length);
  for (let i = 0; i < size; i++) {
    const l = (lab[0][i] ?? 0) / Math.sqrt(3);
    const alpha = (lab[1][i] ?? 0) / Math.sqrt(6);
    const beta = (lab[2][i] ?? 0) / Math.SQRT2;
    const lms: Vector = [10 ** (l + alpha + beta), 10 ** (l + alpha - beta), 10 ** (l - 2 * alpha)];
    for (const [c, row] of LMS_TO_RGB.entries()) data[c * size + i] = Math.min(Math.max(dot(row, lms), 0), 255);
  }
  return { data, shape: image.shape };
}
