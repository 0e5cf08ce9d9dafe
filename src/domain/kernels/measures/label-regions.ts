import { largestLabel, lattice, type LabelMap } from '../masks/lattice';

/** The samples of one label. */
export interface LabelRegion {
  readonly label: number;
  /** Indices into the flattened map, rising. */
  readonly places: Uint32Array;
}

/** The samples of each label that occurs, by rising label. */
export function labelRegions(map: LabelMap): LabelRegion[] {
  const counts = new Uint32Array(largestLabel(map.data) + 1);
  for (const label of map.data) counts[label] = (counts[label] ?? 0) + 1;
  const places = Array.from(counts, (count, label) => new Uint32Array(label === 0 ? 0 : count));
  counts.fill(0);
  for (let i = 0; i < map.data.length; i++) {
    const label = map.data[i] ?? 0;
    if (label === 0) continue;
    const own = places[label];
    if (own === undefined) continue;
    const at = counts[label] ?? 0;
    own[at] = i;
    counts[label] = at + 1;
  }
  return places.map((own, label) => ({ label, places: own })).filter((region) => region.places.length > 0);
}

/** Mean place of a region, in indices, slowest axis first (`[y, x]` or `[z, y, x]`). */
export function centroidOf(places: Uint32Array, shape: readonly number[]): number[] {
  const { rows, columns } = lattice(shape);
  const plane = rows * columns;
  let z = 0;
  let y = 0;
  let x = 0;
  for (const i of places) {
    z += Math.floor(i / plane);
    y += Math.floor((i % plane) / columns);
    x += i % columns;
  }
  const n = places.length;
  return shape.length === 3 ? [z / n, y / n, x / n] : [y / n, x / n];
}
