import { connectedComponents } from './connected-components';
import { croppedMask, labelBoxes } from './label-boxes';
import { lattice, type Hops, type LabelData, type LabelMap } from './lattice';

export interface FillHolesOptions {
  /** Labels to work on, in rising order; all where absent. */
  readonly appliedLabels?: readonly number[];
  /** Neighbourhood through which the outside reaches in; default 3, MONAI's (1 is `scipy.ndimage.binary_fill_holes`). */
  readonly hops?: Hops;
}

/**
 * Gives a label the samples that it encloses, whatever they were (MONAI `FillHoles`, by scipy's definition). A hole at
 * the edge of the map is open.
 */
export function fillHoles<D extends LabelData>(map: LabelMap<D>, options: FillHolesOptions = {}): LabelMap<D> {
  const { appliedLabels, hops = 3 } = options;
  const applied = appliedLabels === undefined ? null : new Set(appliedLabels);
  const grid = lattice(map.shape);
  const result: LabelMap<D> = { data: map.data.slice() as D, shape: map.shape };
  // An earlier label may swallow part of a later one, whose box is then larger than need be.
  for (const box of labelBoxes(map)) {
    const { label } = box;
    if (applied !== null && !applied.has(label)) continue;
    const mask = croppedMask(result, box, 1);
    const outside = connectedComponents({ data: mask.data.map((value) => 1 - value), shape: mask.shape }, hops).labels;
    const inner = lattice(mask.shape);
    const deep = grid.rank === 3 ? 1 : 0;
    for (let z = box.slices[0]; z <= box.slices[1]; z++) {
      for (let y = box.rows[0]; y <= box.rows[1]; y++) {
        const from = ((z - box.slices[0] + deep) * inner.rows + y - box.rows[0] + 1) * inner.columns + 1;
        const to = (z * grid.rows + y) * grid.columns + box.columns[0];
        for (let x = 0; x <= box.columns[1] - box.columns[0]; x++) {
          // The ring around the box is one component, the first met.
          if ((outside[from + x] ?? 0) > 1) result.data[to + x] = label;
        }
      }
    }
  }
  return result;
}
