import { lattice, type Hops, type LabelMap, type Lattice } from './lattice';

export interface Components {
  /** Component of each sample, 1 to `count` in the order in which a raster scan meets them; 0 = background. */
  readonly labels: Uint32Array;
  readonly count: number;
  /** Samples of each component, by number; entry 0 is not used. */
  readonly sizes: Uint32Array;
  /** Label that each component has in the map (its first sample's where values are not told apart). */
  readonly values: Uint32Array;
}

interface Runs {
  /** First and last column of each run. */
  readonly first: Int32Array;
  readonly last: Int32Array;
  readonly value: Uint32Array;
  /** Index of the first run of each line; one more entry closes the last. */
  readonly ofLine: Int32Array;
}

/**
 * Connected components of a label map, by runs and union-find. Samples connect within `hops` and, where `byValue` is
 * set, only to samples of the same label (`skimage.measure.label`); else any two that are not background connect
 * (`scipy.ndimage.label`).
 */
export function connectedComponents(map: LabelMap, hops: Hops, byValue = true): Components {
  const grid = lattice(map.shape);
  const runs = findRuns(map.data, grid, byValue);
  const parent = uniteRuns(runs, grid, hops, byValue);
  const total = parent.length;
  const number = new Uint32Array(total);
  let count = 0;
  // A root is the first run of its set, so that numbers rise in raster order.
  for (let run = 0; run < total; run++) {
    const root = find(parent, run);
    number[run] = root === run ? ++count : (number[root] ?? 0);
  }
  const labels = new Uint32Array(grid.length);
  const sizes = new Uint32Array(count + 1);
  const values = new Uint32Array(count + 1);
  const lines = grid.slices * grid.rows;
  for (let line = 0; line < lines; line++) {
    const base = line * grid.columns;
    for (let run = runs.ofLine[line] ?? 0; run < (runs.ofLine[line + 1] ?? 0); run++) {
      const component = number[run] ?? 0;
      const first = runs.first[run] ?? 0;
      const last = runs.last[run] ?? 0;
      labels.fill(component, base + first, base + last + 1);
      sizes[component] = (sizes[component] ?? 0) + last - first + 1;
      if (values[component] === 0) values[component] = runs.value[run] ?? 0;
    }
  }
  return { labels, count, sizes, values };
}

function findRuns(data: LabelMap['data'], grid: Lattice, byValue: boolean): Runs {
  const { columns } = grid;
  const lines = grid.slices * grid.rows;
  const ofLine = new Int32Array(lines + 1);
  let capacity = 1024;
  let first = new Int32Array(capacity);
  let last = new Int32Array(capacity);
  let value = new Uint32Array(capacity);
  let total = 0;
  for (let line = 0; line < lines; line++) {
    ofLine[line] = total;
    const base = line * columns;
    let x = 0;
    while (x < columns) {
      const label = data[base + x] ?? 0;
      if (label === 0) {
        x++;
        continue;
      }
      const start = x;
      do x++;
      while (x < columns && (byValue ? data[base + x] === label : data[base + x] !== 0));
      if (total === capacity) {
        capacity *= 2;
        first = grown(first, new Int32Array(capacity));
        last = grown(last, new Int32Array(capacity));
        value = grown(value, new Uint32Array(capacity));
      }
      first[total] = start;
      last[total] = x - 1;
      value[total] = label;
      total++;
    }
  }
  ofLine[lines] = total;
  return { first: first.subarray(0, total), last: last.subarray(0, total), value: value.subarray(0, total), ofLine };
}

function grown<A extends Int32Array | Uint32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}

function uniteRuns(runs: Runs, grid: Lattice, hops: Hops, byValue: boolean): Int32Array {
  const parent = Int32Array.from({ length: runs.first.length }, (_, run) => run);
  for (let z = 0; z < grid.slices; z++) {
    for (let y = 0; y < grid.rows; y++) {
      const line = z * grid.rows + y;
      // Neighbours along the line itself are parts of one run, or of runs with different labels.
      for (let dz = -1; dz <= 0; dz++) {
        for (let dy = -1; dy <= (dz === 0 ? -1 : 1); dy++) {
          const used = Math.abs(dz) + Math.abs(dy);
          if (used > hops || z + dz < 0 || y + dy < 0 || y + dy >= grid.rows) continue;
          uniteLines(runs, parent, line, line + dz * grid.rows + dy, used < hops ? 1 : 0, byValue);
        }
      }
    }
  }
  return parent;
}

/** Unites the runs of two lines that overlap when widened by `slack` columns. */
function uniteLines(runs: Runs, parent: Int32Array, line: number, other: number, slack: number, byValue: boolean): void {
  const { first, last, value, ofLine } = runs;
  let a = ofLine[line] ?? 0;
  let b = ofLine[other] ?? 0;
  const endA = ofLine[line + 1] ?? 0;
  const endB = ofLine[other + 1] ?? 0;
  while (a < endA && b < endB) {
    const lastA = last[a] ?? 0;
    const lastB = last[b] ?? 0;
    const touch = (first[a] ?? 0) <= lastB + slack && (first[b] ?? 0) <= lastA + slack;
    if (touch && (!byValue || value[a] === value[b])) unite(parent, a, b);
    // With slack, a run that ends one column later may still touch the next of the other line.
    if (lastA < lastB) a++;
    else if (lastB < lastA) b++;
    else if (slack === 0) {
      a++;
      b++;
    } else {
      const nextA = a + 1 < endA && (first[a + 1] ?? 0) <= lastB + slack;
      const nextB = b + 1 < endB && (first[b + 1] ?? 0) <= lastA + slack;
      if (nextA && (!byValue || value[a + 1] === value[b])) unite(parent, a + 1, b);
      if (nextB && (!byValue || value[b + 1] === value[a])) unite(parent, a, b + 1);
      a++;
      b++;
    }
  }
}

function find(parent: Int32Array, run: number): number {
  let root = run;
  while (parent[root] !== root) root = parent[root] ?? root;
  let at = run;
  while (at !== root) {
    const next = parent[at] ?? root;
    parent[at] = root;
    at = next;
  }
  return root;
}

function unite(parent: Int32Array, a: number, b: number): void {
  const rootA = find(parent, a);
  const rootB = find(parent, b);
  if (rootA < rootB) parent[rootB] = rootA;
  else parent[rootA] = rootB;
}
