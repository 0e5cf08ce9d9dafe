import { lattice, type LabelMap } from '../masks/lattice';

export interface AhaOptions {
  /** Labels of the map. */
  readonly myocardium: number;
  readonly cavity: number;
  /** Label of the right ventricle, whose contact gives the anterior insertion; or the insertion itself. */
  readonly rightVentricle?: number;
  /** Place of the anterior insertion in the plane, y and x in indices, for all slices. */
  readonly insertion?: readonly [number, number];
  /** Which end of the slices is the apex. */
  readonly apex: 'first' | 'last';
}

/** First segment and number of segments of each level. */
const LEVELS = { basal: [1, 6], mid: [7, 6], apical: [13, 4] } as const;

/**
 * The 17 segments of the left ventricle (Cerqueira, AHA 2002) on a short-axis volume `[z, y, x]` shown as usual: from
 * the apex, anterior up, septum at the left. Slices with a cavity are parted in thirds, base first; myocardium beyond
 * the cavity's apical end is segment 17. Angles start at the anterior insertion of the right ventricle, between
 * anterior and septum, and run counter-clockwise as shown: septum, inferior, lateral, anterior.
 * @returns 1–17 on the myocardium, else 0; null where no insertion can be found
 */
export function aha17(map: LabelMap, options: AhaOptions): Uint8Array | null {
  const { slices, rows, columns } = lattice(map.shape);
  const plane = rows * columns;
  const result = new Uint8Array(map.data.length);
  const order = Array.from({ length: slices }, (_, k) => (options.apex === 'last' ? k : slices - 1 - k));
  const has = (z: number, label: number): boolean => map.data.subarray(z * plane, (z + 1) * plane).includes(label);
  const withCavity = order.filter((z) => has(z, options.cavity) && has(z, options.myocardium));
  const lastCavity = withCavity.at(-1);
  if (lastCavity === undefined) return null;
  let start: number | null = null;
  for (const [rank, z] of withCavity.entries()) {
    const centre = centreOf(map, z, options);
    // A slice below the right ventricle keeps the angle of the one before.
    start = insertionAngle(map, z, centre, options) ?? start;
    if (start === null) continue;
    const level = (['basal', 'mid', 'apical'] as const)[Math.floor((3 * rank) / withCavity.length)] ?? 'apical';
    for (let i = 0; i < plane; i++) {
      if (map.data[z * plane + i] !== options.myocardium) continue;
      const angle = turnFrom(start, angleOf(Math.floor(i / columns), i % columns, centre));
      result[z * plane + i] = segmentAt(level, angle);
    }
  }
  if (start === null) return null;
  for (const z of order.slice(order.indexOf(lastCavity) + 1)) {
    for (let i = z * plane; i < (z + 1) * plane; i++) if (map.data[i] === options.myocardium) result[i] = 17;
  }
  return result;
}

/** Segment by the angle from the anterior insertion, radians in [0, 2π). */
function segmentAt(level: keyof typeof LEVELS, angle: number): number {
  const [first, count] = LEVELS[level];
  if (count === 6) {
    // Anteroseptal comes first after the insertion: 2, 3, 4, 5, 6, 1.
    return first + ((Math.floor(angle / (Math.PI / 3)) + 1) % 6);
  }
  // Four quarters, the septal one about the middle of the septum, 60° on: 14, 15, 16, 13.
  const fromSeptal = (angle - Math.PI / 3 + Math.PI / 4 + 2 * Math.PI) % (2 * Math.PI);
  return first + ((Math.floor(fromSeptal / (Math.PI / 2)) + 1) % 4);
}

/** Counter-clockwise as shown, y down. */
function angleOf(y: number, x: number, centre: readonly [number, number]): number {
  return Math.atan2(centre[0] - y, x - centre[1]);
}

function turnFrom(start: number, angle: number): number {
  const turn = angle - start;
  return turn < 0 ? turn + 2 * Math.PI : turn % (2 * Math.PI);
}

function centreOf(map: LabelMap, z: number, { cavity, myocardium }: AhaOptions): readonly [number, number] {
  const { rows, columns } = lattice(map.shape);
  let count = 0;
  let y = 0;
  let x = 0;
  for (let i = 0; i < rows * columns; i++) {
    const label = map.data[z * rows * columns + i];
    if (label !== cavity && label !== myocardium) continue;
    count++;
    y += Math.floor(i / columns);
    x += i % columns;
  }
  return [y / count, x / count];
}

/** Where the contact with the right ventricle begins, counter-clockwise; null where there is none. */
function insertionAngle(map: LabelMap, z: number, centre: readonly [number, number], options: AhaOptions): number | null {
  if (options.insertion !== undefined) return angleOf(options.insertion[0], options.insertion[1], centre);
  if (options.rightVentricle === undefined) return null;
  const { rows, columns } = lattice(map.shape);
  const base = z * rows * columns;
  const angles: number[] = [];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      if (map.data[base + y * columns + x] !== options.myocardium) continue;
      if (touches(map, base, y, x, options.rightVentricle)) angles.push(angleOf(y, x, centre));
    }
  }
  if (angles.length === 0) return null;
  angles.sort((a, b) => a - b);
  // The contact is an arc: it begins after the widest gap.
  let widest = -1;
  let start: number | null = null;
  for (const [k, angle] of angles.entries()) {
    const before = angles[(k + angles.length - 1) % angles.length] ?? angle;
    const gap = k === 0 ? angle - before + 2 * Math.PI : angle - before;
    if (gap > widest) {
      widest = gap;
      start = angle;
    }
  }
  return start;
}

function touches(map: LabelMap, base: number, y: number, x: number, label: number): boolean {
  const { rows, columns } = lattice(map.shape);
  for (let dy = -1; dy <= 1; dy++) {
    for (let dx = -1; dx <= 1; dx++) {
      const [ny, nx] = [y + dy, x + dx];
      if (ny >= 0 && nx >= 0 && ny < rows && nx < columns && map.data[base + ny * columns + nx] === label) return true;
    }
  }
  return false;
}
