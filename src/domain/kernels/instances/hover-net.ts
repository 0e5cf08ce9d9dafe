import { AppError } from '../../errors';
import { gaussianKernel } from '../intensity/gaussian';
import { connectedComponents } from '../masks/connected-components';
import { fillHoles } from '../masks/fill-holes';
import { labelArray, lattice, type LabelMap } from '../masks/lattice';
import { morphology } from '../masks/morphology';
import { relabelSequential } from '../masks/relabel';
import { removeSmallObjects } from '../masks/remove-small-objects';
import { watershed } from '../masks/watershed';
import type { NdArray } from '../nd-array';
import { filterSeparable, sobelKernels } from './separable-filter';

export interface HoverNetOptions {
  /** Foreground where the last channel reaches this, 0–1; absent: where the highest channel is not the first. */
  readonly maskThreshold?: number;
  /** Odd, in pixels; 21 in the published bundle. */
  readonly sobelKernelSize?: number;
  /** Where the border map is below this, markers may lie; 0–1. */
  readonly markerThreshold?: number;
  /** Radius in pixels of the disk that opens the markers. */
  readonly markerRadius?: number;
  /** Smaller masks and markers are dropped, pixels. */
  readonly minObjectSize?: number;
}

/**
 * Nuclei of a HoVer-Net (Graham 2019): flooding from certain insides, over a landscape of the gradients of the
 * horizontal and vertical distance maps (MONAI `HoVerNetInstanceMapPostProcessing`).
 * @param nuclei `[C, H, W]`, the nuclear prediction: probabilities, or logits where no threshold is given
 * @param hover `[2, H, W]`, horizontal then vertical distance to the centre of mass
 * @returns instances 1, 2, …
 * @throws AppError `inference-failed` for shapes that do not fit
 */
export function hoverNetInstances(nuclei: NdArray, hover: NdArray, options: HoverNetOptions = {}): LabelMap {
  const { sobelKernelSize = 21, markerThreshold = 0.4, markerRadius = 2, minObjectSize = 10 } = options;
  const [two, rows = 0, columns = 0] = hover.shape;
  if (hover.shape.length !== 3 || two !== 2 || nuclei.shape[1] !== rows || nuclei.shape[2] !== columns) {
    throw new AppError('inference-failed', `HoVer-Net maps have shapes ${nuclei.shape.join('×')} and ${hover.shape.join('×')}`);
  }
  const shape = [rows, columns];
  const mask = removeSmallObjects({ data: foreground(nuclei, options.maskThreshold), shape }, { minSize: minObjectSize });
  const border = borderMap(hover, sobelKernelSize);
  if (border === null) return { data: labelArray(rows * columns, 0), shape };
  const inside = mask.data.map((value, i) => (value === 1 && (border[i] ?? 0) < markerThreshold ? 1 : 0));
  const closed = fillHoles({ data: inside, shape });
  const opened = morphology(closed, { operation: 'open', radius: markerRadius, spacing: [1, 1] });
  const components = connectedComponents(opened, 1);
  const markers = removeSmallObjects({ data: components.labels, shape }, { minSize: minObjectSize });
  const hills = Float64Array.from(mask.data, (value, i) => (1 - (border[i] ?? 0)) * value);
  const gaussian = gaussianKernel(1);
  const smooth = filterSeparable(hills, rows, columns, gaussian, gaussian, 'zeros');
  // In float32, as the reference: noise of the last bit must not decide where water flows.
  const landscape = Float32Array.from(smooth, (height) => -height);
  return relabelSequential(watershed(landscape, markers, { mask })).map;
}

function foreground(nuclei: NdArray, threshold: number | undefined): Uint8Array {
  const [channels = 0, rows = 0, columns = 0] = nuclei.shape;
  const plane = rows * columns;
  const mask = new Uint8Array(plane);
  for (let i = 0; i < plane; i++) {
    if (threshold !== undefined) {
      mask[i] = (nuclei.data[(channels - 1) * plane + i] ?? 0) >= threshold ? 1 : 0;
      continue;
    }
    const first = nuclei.data[i] ?? 0;
    for (let c = 1; c < channels; c++) if ((nuclei.data[c * plane + i] ?? 0) > first) mask[i] = 1;
  }
  return mask;
}

/** Near 1 on borders between nuclei, near 0 within; null where a map is constant: there is nothing to tell apart. */
function borderMap(hover: NdArray, size: number): Float64Array | null {
  const grid = lattice(hover.shape.slice(1));
  const { difference, smoothing } = sobelKernels(size);
  const channel = (index: number): Float64Array | null =>
    scaled(Float64Array.from(hover.data.subarray(index * grid.length, (index + 1) * grid.length)));
  const horizontal = channel(0);
  const vertical = channel(1);
  if (horizontal === null || vertical === null) return null;
  const across = scaled(filterSeparable(horizontal, grid.rows, grid.columns, smoothing, difference, 'reflect'));
  const down = scaled(filterSeparable(vertical, grid.rows, grid.columns, difference, smoothing, 'reflect'));
  if (across === null || down === null) return null;
  return across.map((value, i) => Math.max(1 - value, 1 - (down[i] ?? 0)));
}

/** To 0–1; null where constant. */
function scaled(values: Float64Array): Float64Array | null {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  return high > low ? values.map((value) => (value - low) / (high - low)) : null;
}
