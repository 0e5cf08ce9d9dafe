import { blurred, noise, toBytes } from '../drawing/blur';
import { smoothStep, texture } from '../drawing/texture';
import type { DrawnPicture } from '../demo-case';
import type { Random } from '../random';

export const SIDE = 256;
/** Side of a pixel, mm. */
export const SPACING = 1.4;
/** Side of the plane of noise that frames are cut from. */
const GRAIN = 400;
/** Part of the area of the cavity that is left at its smallest. */
const SMALLEST_AREA = 0.42;

/** A short-axis slice at the end of diastole, pixels. */
export interface SliceLevel {
  readonly name: string;
  readonly radius: number;
  readonly wall: number;
  /** Size of the right ventricle, 0 where there is none. */
  readonly right: number;
  readonly papillary: number;
}

export const LEVELS: readonly SliceLevel[] = [
  { name: 'base', radius: 23, wall: 7.6, right: 1, papillary: 0 },
  { name: 'milieu', radius: 21.5, wall: 8, right: 0.94, papillary: 3.8 },
  { name: 'apex', radius: 15, wall: 7.6, right: 0.62, papillary: 2.6 },
];

const HEART = { x: 144, y: 120 } as const;
/** The heart lies within this distance of its middle, pixels. */
const REACH = 78;
const BLOOD = 198;
const MUSCLE = 62;
const FAT = 226;
const LUNG = 16;
const LIVER = 92;

export interface CineFrame extends DrawnPicture {
  /** 1 in the cavity of the left ventricle, papillary muscles included. */
  readonly cavity: Uint8Array;
}

/** One slice over a heart beat. `phases` frames from the end of diastole. */
export function cineSlice(level: SliceLevel, phases: number, random: Random): readonly CineFrame[] {
  const grain = noise(GRAIN, GRAIN, 7, 0.5, random);
  const chest = Float64Array.from({ length: SIDE * SIDE }, (_, pixel) => chestAt(pixel % SIDE, Math.floor(pixel / SIDE)));
  return Array.from({ length: phases }, (_, phase) =>
    cineFrame(chest, level, areaLeft(phase / phases), { grain, from: Math.floor(random.next() * GRAIN * (GRAIN - SIDE)) }),
  );
}

/** Area of the cavity over that at the end of diastole: it empties in a third of the beat, fills fast, then waits. */
function areaLeft(time: number): number {
  const emptied = time < 0.36 ? 0.5 - 0.5 * Math.cos((Math.PI * time) / 0.36) : Math.exp(-(((time - 0.36) / 0.2) ** 1.6));
  return 1 - (1 - SMALLEST_AREA) * emptied;
}

function cineFrame(chest: Float64Array, level: SliceLevel, area: number, { grain, from }: Grain): CineFrame {
  const radius = level.radius * Math.sqrt(area);
  // Muscle keeps its area as the cavity shrinks.
  const outer = Math.sqrt(radius ** 2 + 0.96 * ((level.radius + level.wall) ** 2 - level.radius ** 2));
  const beat = { ...level, radius, outer, area };
  const levels = Float64Array.from(chest);
  const cavity = new Uint8Array(SIDE * SIDE);
  for (let y = HEART.y - REACH; y <= HEART.y + REACH; y++) {
    for (let x = HEART.x - REACH; x <= HEART.x + REACH; x++) {
      const pixel = y * SIDE + x;
      // Neither border is a circle.
      const dx = x - HEART.x;
      const dy = (y - HEART.y) * 1.04;
      const angle = Math.atan2(dy, dx);
      const distance = length(dx, dy) * (1 + 0.03 * Math.cos(3 * angle + 0.5) + 0.018 * Math.cos(5 * angle));
      if (distance <= radius) cavity[pixel] = 1;
      levels[pixel] = heartAt(x, y, dx, dy, distance, beat, chest[pixel] ?? 0);
    }
  }
  const sharp = blurred(levels, SIDE, SIDE, 0.75);
  for (let pixel = 0; pixel < sharp.length; pixel++) {
    const at = from + Math.floor(pixel / SIDE) * GRAIN + (pixel % SIDE);
    sharp[pixel] = (sharp[pixel] ?? 0) + (grain[at % grain.length] ?? 0);
  }
  return { width: SIDE, height: SIDE, colour: 'grey', samples: toBytes(sharp), cavity };
}

/** Noise of a slice, larger than a frame: each frame takes it from another place. */
interface Grain {
  readonly grain: Float64Array;
  readonly from: number;
}

interface Beat extends SliceLevel {
  readonly outer: number;
  readonly area: number;
}

function heartAt(x: number, y: number, dx: number, dy: number, distance: number, beat: Beat, chest: number): number {
  const left = smoothStep(beat.outer + 1.2, beat.outer - 1.2, distance);
  const flow = BLOOD + 12 * texture(x / 9, y / 9, 61 + Math.round(4 * beat.area));
  const trabeculae = 0.16 * smoothStep(0.7, 1, distance / beat.radius) * (1 + texture(x / 3, y / 3, 63));
  const papillary = Math.max(muscleAt(dx, dy, beat, 0.9), muscleAt(dx, dy, beat, 2.5));
  const pool = flow * (1 - trabeculae) + (MUSCLE - flow * (1 - trabeculae)) * papillary;
  const muscle = MUSCLE + 9 * texture(x / 7, y / 7, 65);
  const ventricle = muscle + (pool - muscle) * smoothStep(beat.radius + 1, beat.radius - 1, distance);
  return beside(x, y, dx, dy, distance, beat, chest) * (1 - left) + ventricle * left;
}

/** A papillary muscle in the cavity, seen end on. @param at its direction from the middle, radians */
function muscleAt(dx: number, dy: number, { radius, papillary, area }: Beat, at: number): number {
  if (papillary === 0) return 0;
  const distance = length(dx - 0.62 * radius * Math.cos(at), dy - 0.62 * radius * Math.sin(at));
  return smoothStep(papillary + 1, papillary - 1, distance * Math.sqrt(area));
}

/** Right ventricle with its thin wall, and the fat of the pericardium around both. */
function beside(x: number, y: number, dx: number, dy: number, distance: number, beat: Beat, chest: number): number {
  const shrink = beat.right * (0.82 + 0.18 * beat.area);
  const right = length((dx + 0.35 * dy + 0.62 * beat.outer + 9 * shrink) / (33 * shrink + 1), (dy + 7 - 0.1 * dx) / (44 * shrink + 1));
  const sac = Math.min(right - 0.12, (distance - beat.outer) / 40 + 0.9);
  const fat = FAT * 0.62 * Math.exp(-(((sac - 1.12) / 0.09) ** 2)) * (0.7 + 0.3 * texture(x / 12, y / 12, 67));
  const outside = chest + (fat > 20 ? (fat - chest) * Math.min(1, fat / 110) : 0);
  const wall = MUSCLE + 14;
  const pool = BLOOD - 12 + 14 * texture(x / 8, y / 8, 69) - 34 * smoothStep(0.1, 0.6, texture(x / 4, y / 4, 70));
  const ventricle = wall + (pool - wall) * smoothStep(0.98, 0.92, right);
  return outside + (ventricle - outside) * smoothStep(1.1, 1.04, right);
}

/** The thorax around: skin fat, chest wall, lungs, liver, aorta and vertebra. */
function chestAt(x: number, y: number): number {
  const body = length((x - 128) / 122, (y - 132) / 104) + 0.012 * texture(x / 30, y / 30, 71);
  if (body > 1) return 2;
  const fat = FAT * (0.86 + 0.1 * texture(x / 14, y / 14, 73));
  const wall = 74 + 22 * texture(x / 12, y / 6, 75);
  const cage = wall + (LUNG + 8 * texture(x / 6, y / 6, 77) - wall) * smoothStep(0.83, 0.79, body);
  const liver = smoothStep(6, -6, length((x - 78) / 1.5, y - 206) - 44 + 4 * texture(x / 20, y / 20, 79));
  const organs = cage + (LIVER + 8 * texture(x / 7, y / 7, 81) - cage) * liver * smoothStep(0.9, 0.86, body);
  const aorta = smoothStep(10, 8, length(x - 176, y - 190));
  const spine = smoothStep(18, 15, length(x - 146, (y - 208) * 1.2));
  const inner = organs + (BLOOD - 24 - organs) * aorta;
  const deep = inner + (98 + 14 * texture(x / 5, y / 5, 83) - inner) * spine * (1 - aorta);
  return deep + (fat - deep) * smoothStep(0.89, 0.92, body);
}

/** Faster than `Math.hypot`, which guards against an overflow that pixels do not know. */
function length(x: number, y: number): number {
  return Math.sqrt(x * x + y * y);
}
