/** Inner loops of `affine-resample.ts`: every sample of a 3-D grid taken at its own place. */
import type { Samples } from '../nd-array';
import { mirrorIndex, SPLINE_MARGIN, splinePrefilter, splineTaps } from './spline';
import { roundHalfEven } from '../rounding';
import type { GridPadding } from './axis-resample';
import type { IndexMatrix } from './spatial-transform';

type Triple = readonly [number, number, number];

export interface GatherPlan {
  readonly channels: number;
  readonly from: Triple;
  readonly to: Triple;
  readonly matrix: IndexMatrix;
  readonly padding: GridPadding;
}

/** Visits every output sample with its source position. */
function visit(plan: GatherPlan, use: (out: number, z: number, y: number, x: number) => void): void {
  const [zz = 0, zy = 0, zx = 0, z0 = 0, yz = 0, yy = 0, yx = 0, y0 = 0, xz = 0, xy = 0, xx = 0, x0 = 0] = plan.matrix;
  const [depth, height, width] = plan.to;
  let out = 0;
  for (let k = 0; k < depth; k++) {
    for (let j = 0; j < height; j++) {
      const z = zz * k + zy * j + z0;
      const y = yz * k + yy * j + y0;
      const x = xz * k + xy * j + x0;
      for (let i = 0; i < width; i++) use(out++, z + zx * i, y + yx * i, x + xx * i);
    }
  }
}

function clamp(position: number, length: number): number {
  return Math.min(Math.max(position, 0), length - 1);
}

export function gatherNearest(source: Samples, target: Samples, plan: GatherPlan): void {
  const [depth, height, width] = plan.from;
  const sourceSize = depth * height * width;
  const targetSize = plan.to[0] * plan.to[1] * plan.to[2];
  const border = plan.padding === 'border';
  visit(plan, (out, zp, yp, xp) => {
    const z = roundHalfEven(border ? clamp(zp, depth) : zp);
    const y = roundHalfEven(border ? clamp(yp, height) : yp);
    const x = roundHalfEven(border ? clamp(xp, width) : xp);
    if (z < 0 || z >= depth || y < 0 || y >= height || x < 0 || x >= width) return;
    const from = (z * height + y) * width + x;
    for (let c = 0; c < plan.channels; c++) target[c * targetSize + out] = source[c * sourceSize + from] ?? 0;
  });
}

export function gatherLinear(source: Samples, target: Samples, plan: GatherPlan): void {
  const [depth, height, width] = plan.from;
  const sourceSize = depth * height * width;
  const targetSize = plan.to[0] * plan.to[1] * plan.to[2];
  const border = plan.padding === 'border';
  visit(plan, (out, zp, yp, xp) => {
    const zAt = border ? clamp(zp, depth) : zp;
    const yAt = border ? clamp(yp, height) : yp;
    const xAt = border ? clamp(xp, width) : xp;
    const z = Math.floor(zAt);
    const y = Math.floor(yAt);
    const x = Math.floor(xAt);
    if (z < -1 || z >= depth || y < -1 || y >= height || x < -1 || x >= width) return;
    const fz = zAt - z;
    const fy = yAt - y;
    const fx = xAt - x;
    for (let c = 0; c < plan.channels; c++) {
      let sum = 0;
      for (let dz = 0; dz < 2; dz++) {
        const wz = dz === 0 ? 1 - fz : fz;
        if (wz === 0 || z + dz < 0 || z + dz >= depth) continue;
        for (let dy = 0; dy < 2; dy++) {
          const wzy = wz * (dy === 0 ? 1 - fy : fy);
          if (wzy === 0 || y + dy < 0 || y + dy >= height) continue;
          const line = c * sourceSize + ((z + dz) * height + y + dy) * width + x;
          const low = x >= 0 ? (source[line] ?? 0) : 0;
          const high = x + 1 < width ? (source[line + 1] ?? 0) : 0;
          sum += wzy * (low * (1 - fx) + high * fx);
        }
      }
      target[c * targetSize + out] = sum;
    }
  });
}

export function gatherCubic(source: Samples, target: Samples, plan: GatherPlan): void {
  const [depth, height, width] = plan.from;
  const margin = plan.padding === 'border' ? SPLINE_MARGIN : 0;
  // An axis of one sample has nothing to interpolate.
  const pads = plan.from.map((length) => (length > 1 ? margin : 0));
  const [pz = 0, py = 0, px = 0] = pads;
  const lengths: Triple = [depth + 2 * pz, height + 2 * py, width + 2 * px];
  const [D, H, W] = lengths;
  const targetSize = plan.to[0] * plan.to[1] * plan.to[2];
  const weights = new Float64Array(12);
  const index = new Int32Array(12);
  for (let c = 0; c < plan.channels; c++) {
    const coefficients = splineVolume(source.subarray(c * depth * height * width, (c + 1) * depth * height * width), plan.from, pads);
    visit(plan, (out, z, y, x) => {
      if (plan.padding === 'zeros' && (z < 0 || z > depth - 1 || y < 0 || y > height - 1 || x < 0 || x > width - 1)) return;
      taps(z + pz, D, 0, weights, index);
      taps(y + py, H, 4, weights, index);
      taps(x + px, W, 8, weights, index);
      let sum = 0;
      for (let k = 0; k < 4; k++) {
        const wz = weights[k] ?? 0;
        if (wz === 0) continue;
        for (let j = 4; j < 8; j++) {
          const wzy = wz * (weights[j] ?? 0);
          const line = ((index[k] ?? 0) * H + (index[j] ?? 0)) * W;
          for (let i = 8; i < 12; i++) sum += wzy * (weights[i] ?? 0) * (coefficients[line + (index[i] ?? 0)] ?? 0);
        }
      }
      target[c * targetSize + out] = sum;
    });
  }
}

function taps(position: number, length: number, at: number, weights: Float64Array, index: Int32Array): void {
  const inside = clamp(position, length);
  const low = Math.floor(inside);
  splineTaps(inside - low, weights, at);
  for (let tap = 0; tap < 4; tap++) index[at + tap] = mirrorIndex(low + tap - 1, length);
}

/** Coefficients of one channel, its edges repeated `pads` times. */
function splineVolume(source: Samples, from: Triple, pads: readonly number[]): Float64Array {
  const [depth, height, width] = from;
  const [pz = 0, py = 0, px = 0] = pads;
  const D = depth + 2 * pz;
  const H = height + 2 * py;
  const W = width + 2 * px;
  const result = new Float64Array(D * H * W);
  let at = 0;
  for (let z = 0; z < D; z++) {
    for (let y = 0; y < H; y++) {
      const line = (clamp(z - pz, depth) * height + clamp(y - py, height)) * width;
      for (let x = 0; x < W; x++) result[at++] = source[line + clamp(x - px, width)] ?? 0;
    }
  }
  splinePrefilter(result, D, H * W);
  for (let z = 0; z < D; z++) splinePrefilter(result.subarray(z * H * W, (z + 1) * H * W), H, W);
  for (let line = 0; line < D * H; line++) splinePrefilter(result.subarray(line * W, (line + 1) * W), W, 1);
  return result;
}
