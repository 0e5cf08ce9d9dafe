import { croppedMask, labelBoxes } from '../masks/label-boxes';
import { largestLabel, placesOf, type LabelMap } from '../masks/lattice';
import type { NdArray } from '../nd-array';

/**
 * Mean squared difference, by label, between the flows that a mask would have and a fifth of the network's (Cellpose
 * `flow_error`). A mask's flows are the direction of the gradient of heat spread within it from its centre.
 * @param flows `[2, H, W]`, vertical then horizontal
 * @returns one number for each label; entry 0 is not used
 */
export function flowErrors(map: LabelMap, flows: NdArray): Float64Array {
  const [rows = 0, columns = 0] = map.shape;
  const plane = rows * columns;
  const heat = spreadHeat(map);
  const wide = columns + 2;
  const sums = new Float64Array(largestLabel(map.data) + 1);
  const counts = new Float64Array(sums.length);
  for (const [i, label] of map.data.entries()) {
    if (label === 0) continue;
    const at = (Math.floor(i / columns) + 1) * wide + (i % columns) + 1;
    const dy = (heat[at + wide] ?? 0) - (heat[at - wide] ?? 0);
    const dx = (heat[at + 1] ?? 0) - (heat[at - 1] ?? 0);
    const length = 1e-60 + Math.sqrt(dy * dy + dx * dx);
    const ey = dy / length - (flows.data[i] ?? 0) / 5;
    const ex = dx / length - (flows.data[plane + i] ?? 0) / 5;
    sums[label] = (sums[label] ?? 0) + ey * ey + ex * ex;
    counts[label] = (counts[label] ?? 0) + 1;
  }
  return sums.map((sum, label) => (label === 0 ? 0 : sum / (counts[label] ?? 1)));
}

/** Heat after twice as many steps as the largest mask is wide and high, on the plane with a ring of one pixel. */
function spreadHeat(map: LabelMap): Float64Array {
  const [rows = 0, columns = 0] = map.shape;
  const wide = columns + 2;
  const heat = new Float64Array((rows + 2) * wide);
  const labels = new Uint32Array(heat.length);
  for (let i = 0; i < map.data.length; i++) labels[(Math.floor(i / columns) + 1) * wide + (i % columns) + 1] = map.data[i] ?? 0;
  const places = placesOf(labels);
  const boxes = labelBoxes(map);
  const centres = boxes.map((box) => {
    const [y, x] = centreOf(croppedMask(map, box, 0));
    return (box.rows[0] + y + 1) * wide + box.columns[0] + x + 1;
  });
  const extents = boxes.map((box) => box.rows[1] - box.rows[0] + box.columns[1] - box.columns[0] + 4);
  const steps = 2 * Math.max(0, ...extents);
  const around = Int32Array.of(0, -wide, wide, -1, 1, -wide - 1, -wide + 1, wide - 1, wide + 1);
  const own = sameLabelBits(labels, places, around);
  const next = new Float64Array(places.length);
  for (let step = 0; step < steps; step++) {
    for (const centre of centres) heat[centre] = (heat[centre] ?? 0) + 1;
    for (let k = 0; k < places.length; k++) {
      const at = places[k] ?? 0;
      const bits = own[k] ?? 0;
      let sum = 0;
      for (let n = 0; n < 9; n++) if (((bits >> n) & 1) === 1) sum += heat[at + (around[n] ?? 0)] ?? 0;
      next[k] = sum / 9;
    }
    for (let k = 0; k < places.length; k++) heat[places[k] ?? 0] = next[k] ?? 0;
  }
  return heat;
}

/** Which of the places around each have its label, a bit each. */
function sameLabelBits(labels: Uint32Array, places: Uint32Array, around: Int32Array): Uint16Array {
  const bits = new Uint16Array(places.length);
  for (let k = 0; k < places.length; k++) {
    const at = places[k] ?? 0;
    let own = 0;
    for (let n = 0; n < around.length; n++) if (labels[at + (around[n] ?? 0)] === labels[at]) own |= 1 << n;
    bits[k] = own;
  }
  return bits;
}

/** Rounded centre of mass, or the pixel of the mask nearest to it. */
function centreOf(mask: LabelMap): [number, number] {
  const [, columns = 1] = mask.shape;
  let count = 0;
  let sumY = 0;
  let sumX = 0;
  for (const [i, value] of mask.data.entries()) {
    if (value === 0) continue;
    count++;
    sumY += Math.floor(i / columns);
    sumX += i % columns;
  }
  const y = roundHalfEven(sumY / count);
  const x = roundHalfEven(sumX / count);
  if (mask.data[y * columns + x] !== 0) return [y, x];
  let best = Infinity;
  let nearest: [number, number] = [y, x];
  for (const [i, value] of mask.data.entries()) {
    const row = Math.floor(i / columns);
    const distance = (row - y) ** 2 + ((i % columns) - x) ** 2;
    if (value === 0 || distance >= best) continue;
    best = distance;
    nearest = [row, i % columns];
  }
  return nearest;
}

/** As numpy rounds. */
function roundHalfEven(value: number): number {
  const floor = Math.floor(value);
  if (value - floor !== 0.5) return Math.round(value);
  return floor % 2 === 0 ? floor : floor + 1;
}
