import { largestLabel, lattice, type LabelMap } from './lattice';

/** First and last index of a label along each axis, both inside. */
export interface LabelBox {
  readonly label: number;
  readonly slices: readonly [number, number];
  readonly rows: readonly [number, number];
  readonly columns: readonly [number, number];
}

/** Bounding box of each label that occurs, by rising label (`scipy.ndimage.find_objects`). */
export function labelBoxes(map: LabelMap): LabelBox[] {
  const grid = lattice(map.shape);
  const largest = largestLabel(map.data);
  const low = new Int32Array((largest + 1) * 3).fill(0x7fffffff);
  const high = new Int32Array((largest + 1) * 3).fill(-1);
  let i = 0;
  for (let z = 0; z < grid.slices; z++) {
    for (let y = 0; y < grid.rows; y++) {
      for (let x = 0; x < grid.columns; x++, i++) {
        const label = map.data[i] ?? 0;
        if (label === 0) continue;
        const at = label * 3;
        if (z < (low[at] ?? 0)) low[at] = z;
        if (z > (high[at] ?? 0)) high[at] = z;
        if (y < (low[at + 1] ?? 0)) low[at + 1] = y;
        if (y > (high[at + 1] ?? 0)) high[at + 1] = y;
        if (x < (low[at + 2] ?? 0)) low[at + 2] = x;
        if (x > (high[at + 2] ?? 0)) high[at + 2] = x;
      }
    }
  }
  const boxes: LabelBox[] = [];
  for (let label = 1; label <= largest; label++) {
    if ((high[label * 3] ?? -1) < 0) continue;
    const range = (axis: 0 | 1 | 2): [number, number] => [low[label * 3 + axis] ?? 0, high[label * 3 + axis] ?? 0];
    boxes.push({ label, slices: range(0), rows: range(1), columns: range(2) });
  }
  return boxes;
}

/** The label alone, 0 or 1, in its box and a ring of `margin` zeros (not across slices of a plane). */
export function croppedMask(map: LabelMap, box: LabelBox, margin: number): LabelMap<Uint8Array> {
  const grid = lattice(map.shape);
  const deep = grid.rank === 3 ? margin : 0;
  const slices = box.slices[1] - box.slices[0] + 1 + 2 * deep;
  const rows = box.rows[1] - box.rows[0] + 1 + 2 * margin;
  const columns = box.columns[1] - box.columns[0] + 1 + 2 * margin;
  const data = new Uint8Array(slices * rows * columns);
  for (let z = box.slices[0]; z <= box.slices[1]; z++) {
    for (let y = box.rows[0]; y <= box.rows[1]; y++) {
      const to = ((z - box.slices[0] + deep) * rows + y - box.rows[0] + margin) * columns + margin;
      const from = (z * grid.rows + y) * grid.columns + box.columns[0];
      for (let x = 0; x <= box.columns[1] - box.columns[0]; x++) if (map.data[from + x] === box.label) data[to + x] = 1;
    }
  }
  return { data, shape: grid.rank === 3 ? [slices, rows, columns] : [rows, columns] };
}
