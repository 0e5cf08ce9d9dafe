import { blurred } from '../drawing/blur';
import { smoothStep, texture } from '../drawing/texture';
import type { Random } from '../random';

/** Voxels of 1 mm; x rises to the right, y to the front, z to the head, as the part is usually cut out. */
export const SIZE = { x: 36, y: 50, z: 42 } as const;
export const ANTERIOR = 1;
export const POSTERIOR = 2;

/** Grey levels of a T1: bright white matter, dark fluid. */
const WHITE = 186;
const GREY = 116;
const HIPPOCAMPUS = 94;
const FLUID = 24;

/** The long axis of a left hippocampus from tail to head: place, half width across and half height, mm. */
const AXIS = [
  { x: 12, y: 7, z: 33, across: 4.2, height: 2.6 },
  { x: 11.5, y: 12, z: 26, across: 5.4, height: 3.4 },
  { x: 12, y: 18, z: 19.5, across: 6.2, height: 3.7 },
  { x: 13.5, y: 25, z: 14.5, across: 6.6, height: 4.1 },
  { x: 15, y: 31, z: 12, across: 7.4, height: 5 },
  { x: 16, y: 36, z: 11.5, across: 6.8, height: 4.6 },
  { x: 16.5, y: 39, z: 12, across: 4.6, height: 3.2 },
] as const;
/** Where the head ends: the uncal apex. */
const APEX_Y = 27.5;

/** Where a voxel lies: `reach` 1 on the surface; `above` the axis, mm, negative under it; `aside` to the right, mm. */
interface Place {
  readonly reach: number;
  readonly above: number;
  readonly aside: number;
}

/** A T1 of the surroundings of a left hippocampus that never was, and its two parts. Index: (z · SIZE.y + y) · SIZE.x + x. */
export function hippocampusVolume(random: Random): { readonly levels: Float64Array; readonly parts: Uint8Array } {
  const parts = new Uint8Array(SIZE.x * SIZE.y * SIZE.z);
  const levels = new Float64Array(parts.length);
  for (let z = 0, voxel = 0; z < SIZE.z; z++) {
    for (let y = 0; y < SIZE.y; y++) {
      for (let x = 0; x < SIZE.x; x++, voxel++) {
        const place = placeOf(x, y, z);
        // The surface undulates: digitations of the head.
        const reach = place.reach + 0.09 * texture(x / 4, (y + 0.7 * z) / 4, 41);
        if (reach <= 1) parts[voxel] = y >= APEX_Y ? ANTERIOR : POSTERIOR;
        levels[voxel] = levelAt(x, y, z, { ...place, reach });
      }
    }
  }
  return { levels: scanned(levels, random), parts };
}

function placeOf(x: number, y: number, z: number): Place {
  let nearest: Place = { reach: Number.POSITIVE_INFINITY, above: 0, aside: 0 };
  for (const [index, from] of AXIS.slice(0, -1).entries()) {
    const to = AXIS[index + 1] ?? from;
    const [dy, dz] = [to.y - from.y, to.z - from.z];
    const along = Math.min(1, Math.max(0, ((y - from.y) * dy + (z - from.z) * dz) / (dy * dy + dz * dz)));
    const mix = (a: number, b: number): number => a + (b - a) * along;
    const aside = x - mix(from.x, to.x);
    const [offY, offZ] = [y - mix(from.y, to.y), z - mix(from.z, to.z)];
    const off = Math.hypot(offY, offZ);
    const reach = Math.hypot(aside / mix(from.across, to.across), off / mix(from.height, to.height));
    // Above: to the side of the normal of the axis that points to the head and to the front.
    const above = Math.sign(offZ * dy - offY * dz) * off;
    if (reach < nearest.reach) nearest = { reach, above, aside };
  }
  return nearest;
}

function levelAt(x: number, y: number, z: number, { reach, above, aside }: Place): number {
  const inside = smoothStep(1.06, 0.94, reach);
  const folds = HIPPOCAMPUS + 9 * texture(x / 3, (y - z) / 5, 43) + 6 * smoothStep(0.5, 0, reach);
  const around = above > 0 ? overIt(x, y, z, reach, above) : underIt(x, y, z, above, reach);
  // To the right of a left hippocampus lie the cistern and the brain stem.
  const cistern = smoothStep(7.5, 9, aside) * smoothStep(14, 12, aside) * smoothStep(38, 34, y);
  const stem = smoothStep(12, 14, aside);
  const beside = around + (FLUID + 14 - around) * cistern;
  const outside = beside + (WHITE - 8 + 10 * texture(x / 6, y / 6 + z, 45) - beside) * stem;
  return outside + (folds - outside) * inside;
}

/** Fluid of the temporal horn in a thin cleft, the fimbria, then white matter and thalamus; the amygdala in front. */
function overIt(x: number, y: number, z: number, reach: number, above: number): number {
  const cleft = Math.exp(-(((reach - 1.2) / 0.14) ** 2)) * (0.75 + 0.25 * texture(x / 5, y / 7, 47));
  const deep = WHITE - 14 + 12 * texture(x / 7, (y + z) / 7, 49) - 18 * smoothStep(0.1, 0.6, texture(x / 11, (y - z) / 10, 50));
  const amygdala = smoothStep(31, 34, y) * smoothStep(13, 9, above);
  const tissue = deep + (GREY + 4 - deep) * amygdala;
  return tissue + (FLUID - tissue) * cleft;
}

/** White matter of the parahippocampal gyrus, its cortex, a sulcus, and the next gyrus. */
function underIt(x: number, y: number, z: number, above: number, reach: number): number {
  const depth = -above * (1 - 1 / Math.max(1, reach)) + 1.1 * texture(x / 7, (y + z) / 9, 51);
  const white = WHITE - 4;
  const cortex = smoothStep(2.6, 3.6, depth) * smoothStep(8.4, 7.4, depth);
  const sulcus = Math.exp(-(((depth - 9) / 0.9) ** 2));
  const next = smoothStep(9.5, 10.5, depth) * smoothStep(13.5, 12.5, depth);
  const tissue = white + (GREY - 10 - white) * Math.max(cortex, next);
  return tissue + (FLUID + 20 - tissue) * sulcus;
}

/** Partial volume and noise, as a scanner gives them. */
function scanned(levels: Float64Array, random: Random): Float64Array {
  const slice = SIZE.x * SIZE.y;
  const result = new Float64Array(levels.length);
  for (let z = 0; z < SIZE.z; z++) result.set(blurred(levels.subarray(z * slice, (z + 1) * slice), SIZE.x, SIZE.y, 0.55), z * slice);
  return result.map((level) => level + 5 * random.normal());
}
