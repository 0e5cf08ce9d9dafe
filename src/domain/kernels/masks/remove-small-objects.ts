import { connectedComponents } from './connected-components';
import type { Hops, LabelData, LabelMap } from './lattice';

export interface RemoveSmallOptions {
  /** Components with fewer samples are cleared. */
  readonly minSize: number;
  /** Labels to work on; all where absent. */
  readonly labels?: readonly number[];
  /** Default 1 (scikit-image, MONAI). */
  readonly hops?: Hops;
  /** False: islands made of several labels are measured as one; default true. */
  readonly independent?: boolean;
}

/** Clears small connected components (`skimage.morphology.remove_small_objects` on each label; MONAI `RemoveSmallObjects`). */
export function removeSmallObjects<D extends LabelData>(map: LabelMap<D>, options: RemoveSmallOptions): LabelMap<D> {
  const { minSize, labels, hops = 1, independent = true } = options;
  const components = connectedComponents(map, hops, independent);
  const applied = labels === undefined ? null : new Set(labels);
  const data = map.data.slice() as D;
  for (let i = 0; i < data.length; i++) {
    const component = components.labels[i] ?? 0;
    if (component === 0 || (components.sizes[component] ?? 0) >= minSize) continue;
    if (applied === null || applied.has(data[i] ?? 0)) data[i] = 0;
  }
  return { data, shape: map.shape };
}

/** Unit of a smallest size: samples, or area and volume. */
export type SizeUnit = 'px' | 'mm2' | 'mm3' | 'ml' | 'um2' | 'um3';

/**
 * Number of samples that a size stands for, rounded up as MONAI's `by_measure` does.
 * @param spacing of the samples in mm, one an axis
 */
export function samplesOfSize(size: number, unit: SizeUnit, spacing: readonly number[]): number {
  if (unit === 'px') return size;
  const sample = spacing.reduce((product, length) => product * length, 1);
  // mm to the power of the rank.
  const cubes: Readonly<Record<Exclude<SizeUnit, 'px'>, number>> = { mm2: 1, mm3: 1, ml: 1000, um2: 1e-6, um3: 1e-9 };
  // A quotient that is whole but for rounding must not be lifted by one.
  return Math.ceil((size * cubes[unit]) / sample - 1e-9);
}
