import { connectedComponents, type Components } from './connected-components';
import type { Hops, LabelData, LabelMap } from './lattice';

export interface KeepLargestOptions {
  /** Labels to work on; all where absent. */
  readonly appliedLabels?: readonly number[];
  /** Each label by itself, or the union of the applied labels; default true. */
  readonly independent?: boolean;
  /** Default 1. */
  readonly numComponents?: number;
  /** Default 3: the full neighbourhood. */
  readonly hops?: Hops;
}

/**
 * Keeps the largest connected components of labels and clears the rest of them (MONAI `KeepLargestConnectedComponent`).
 * Other labels stay as they are. Of components of one size, the later in raster order is kept.
 */
export function keepLargestComponents<D extends LabelData>(map: LabelMap<D>, options: KeepLargestOptions = {}): LabelMap<D> {
  const { appliedLabels, independent = true, numComponents = 1, hops = 3 } = options;
  const applied = appliedLabels === undefined ? null : new Set(appliedLabels);
  const work = map.data.slice() as D;
  if (applied !== null) for (let i = 0; i < work.length; i++) if (!applied.has(work[i] ?? 0)) work[i] = 0;
  const components = connectedComponents({ data: work, shape: map.shape }, hops, independent);
  const kept = new Uint8Array(components.count + 1);
  for (const group of groups(components, independent)) {
    group.sort((a, b) => (components.sizes[b] ?? 0) - (components.sizes[a] ?? 0) || b - a);
    for (const component of group.slice(0, numComponents)) kept[component] = 1;
  }
  const data = map.data.slice() as D;
  for (let i = 0; i < data.length; i++) {
    const component = components.labels[i] ?? 0;
    if (component !== 0 && kept[component] === 0) data[i] = 0;
  }
  return { data, shape: map.shape };
}

function groups(components: Components, byValue: boolean): number[][] {
  const byLabel = new Map<number, number[]>();
  for (let component = 1; component <= components.count; component++) {
    const key = byValue ? (components.values[component] ?? 0) : 0;
    const group = byLabel.get(key);
    if (group === undefined) byLabel.set(key, [component]);
    else group.push(component);
  }
  return [...byLabel.values()];
}
