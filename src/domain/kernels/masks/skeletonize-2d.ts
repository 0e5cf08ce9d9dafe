import { lattice, padded, paddedLattice, placesOf, type LabelMap } from './lattice';

/** Sub-iterations (1 first, 2 second) in which a pixel with these neighbours goes; bits N-W, N, N-E, E, S-E, S, S-W, W. */
const REMOVAL = removalTable();

/**
 * Skeleton of a plane by parallel thinning (Zhang and Suen 1984), pixel for pixel `skimage.morphology.skeletonize`.
 * @returns 1 on the skeleton
 */
export function skeletonize2d(mask: LabelMap): LabelMap<Uint8Array> {
  const grid = lattice(mask.shape);
  const wide = paddedLattice(grid);
  const image = padded(new Uint8Array(wide.length), mask.data, grid);
  for (let i = 0; i < image.length; i++) if (image[i] !== 0) image[i] = 1;
  let places = placesOf(image);
  const { columns } = wide;
  const around = Int32Array.of(-columns - 1, -columns, -columns + 1, 1, columns + 1, columns, columns - 1, -1);
  let removed = true;
  while (removed) {
    removed = false;
    for (const pass of [1, 2]) {
      const gone = places.filter((i) => {
        let code = 0;
        for (let bit = 0; bit < 8; bit++) code |= (image[i + (around[bit] ?? 0)] ?? 0) << bit;
        return ((REMOVAL[code] ?? 0) & pass) !== 0;
      });
      if (gone.length === 0) continue;
      for (const i of gone) image[i] = 0;
      places = places.filter((i) => image[i] === 1);
      removed = true;
    }
  }
  const data = new Uint8Array(grid.length);
  for (const i of places) data[(Math.floor(i / columns) - 1) * grid.columns + (i % columns) - 1] = 1;
  return { data, shape: mask.shape };
}

/**
 * The conditions of Zhang and Suen, with the 25 neighbourhoods in which scikit-image's table departs from them (it
 * takes the corners of staircases and is careful with lines two pixels wide).
 */
function removalTable(): Uint8Array {
  const table = new Uint8Array(256);
  for (let code = 0; code < 256; code++) {
    const bit = (k: number): number => (code >> ((k + 1) % 8)) & 1;
    const ring = [0, 1, 2, 3, 4, 5, 6, 7].map(bit);
    const count = ring.reduce((sum, value) => sum + value, 0);
    const rises = ring.filter((value, k) => value === 0 && ring[(k + 1) % 8] === 1).length;
    if (count < 2 || count > 6 || rises !== 1) continue;
    const [north = 0, , east = 0, , south = 0, , west = 0] = ring;
    if (north * east * south === 0 && east * south * west === 0) table[code] = 1;
    if (north * east * west === 0 && north * south * west === 0) table[code] = (table[code] ?? 0) | 2;
  }
  const departures = [
    [3, 1], [6, 1], [10, 3], [11, 1], [12, 1], [14, 1], [24, 2], [26, 2], [40, 3], [48, 0], [56, 2], [96, 2], [104, 2],
    [108, 2], [129, 0], [130, 3], [131, 1], [134, 1], [160, 3], [161, 1], [176, 2], [192, 2], [194, 1], [198, 1], [224, 2],
  ] as const; // prettier-ignore
  for (const [code, passes] of departures) table[code] = passes;
  return table;
}
