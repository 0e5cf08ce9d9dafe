import { blurred, noise } from '../drawing/blur';
import { smoothStep, texture } from '../drawing/texture';
import type { DrawnPicture } from '../demo-case';
import { seededRandom } from '../random';
import { vesselTree, type Vessel } from './vessel-tree';

const WIDTH = 999;
const HEIGHT = 960;
/** Field of view, and what lies in it, pixels. */
const FIELD = { x: 500, y: 480, radius: 468 } as const;
const DISC = { x: 610, y: 470, radius: 78, cup: 38 } as const;
const FOVEA = { x: 300, y: 505, radius: 70 } as const;

type Rgb = readonly [red: number, green: number, blue: number];
const RETINA: Rgb = [226, 88, 17];
const NERVE: Rgb = [252, 178, 72];
const CUP: Rgb = [255, 218, 128];
/** Light that blood takes away (natural logarithm) where a vessel is as wide as an arcade. */
const BLOOD: Readonly<Record<Vessel['kind'], Rgb>> = { artery: [0.16, 0.5, 0.3], vein: [0.28, 0.72, 0.4] };

export interface FundusPicture extends DrawnPicture {
  /** 1 where a vessel is drawn. */
  readonly vessels: Uint8Array;
}

/** A retina as a fundus camera of 30° sees it: disc, fovea, vessels, nerve fibres, vignetting. */
export function fundusPicture(seed: number): FundusPicture {
  const random = seededRandom(seed);
  const { blood, vessels } = paintVessels(vesselTree(random, DISC, FOVEA, FIELD.radius));
  const channels = [0, 1, 2].map(() => new Float64Array(WIDTH * HEIGHT));
  for (let y = 0, pixel = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, pixel++) {
      if (fieldDistance(x, y) > 3) continue;
      const ground = groundAt(x, y);
      for (let channel = 0; channel < 3; channel++) {
        const plane = channels[channel];
        if (plane !== undefined) plane[pixel] = lightOf(ground, channel) * Math.exp(-(blood[channel]?.[pixel] ?? 0));
      }
    }
  }
  const sharp = channels.map((plane) => blurred(plane, WIDTH, HEIGHT, 1));
  const grain = noise(WIDTH, HEIGHT, 5, 0.7, random);
  const samples = new Uint8ClampedArray(3 * WIDTH * HEIGHT);
  for (let y = 0, pixel = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, pixel++) {
      const inside = smoothStep(1.5, -1.5, fieldDistance(x, y));
      if (inside === 0) continue;
      for (let channel = 0; channel < 3; channel++) {
        samples[3 * pixel + channel] = inside * ((sharp[channel]?.[pixel] ?? 0) + (grain[pixel] ?? 0));
      }
    }
  }
  return { width: WIDTH, height: HEIGHT, colour: 'rgb', samples: new Uint8Array(samples.buffer), vessels };
}

/** Pixels outside the field of view, negative inside. */
function fieldDistance(x: number, y: number): number {
  return Math.sqrt((x - FIELD.x) ** 2 + (y - FIELD.y) ** 2) - FIELD.radius;
}

/** The retina without its vessels, 1 an even lighting; pigment darkens the fovea less in red. */
interface Ground {
  readonly shade: number;
  readonly pigment: number;
  readonly disc: number;
  readonly cup: number;
  readonly nerve: number;
}

function groundAt(x: number, y: number): Ground {
  const fromDisc = Math.sqrt((x - DISC.x) ** 2 + (0.92 * (y - DISC.y)) ** 2);
  const fromFovea = Math.sqrt((x - FOVEA.x) ** 2 + (y - FOVEA.y) ** 2);
  const vignette = 1.06 - (0.34 * ((x - FIELD.x + 40) ** 2 + (y - FIELD.y) ** 2)) / FIELD.radius ** 2;
  const clouds = 1 + 0.05 * texture(x / 130, y / 130, 3) + 0.045 * texture(x / 34, y / 52, 5) + 0.02 * texture(x / 9, y / 9, 7);
  // Nerve fibres shine where they are thickest: close to the disc, above and below.
  const fibres = 1 + (0.12 * Math.exp(-fromDisc / 130) * Math.abs(y - DISC.y)) / (fromDisc + 1);
  const onDisc = fromDisc < DISC.radius + 12;
  return {
    shade: vignette * clouds * fibres,
    pigment: 0.26 * Math.exp(-((fromFovea / FOVEA.radius) ** 2)),
    disc: onDisc ? smoothStep(DISC.radius + 5, DISC.radius - 7, fromDisc + 3 * texture(x / 25, y / 25, 9)) : 0,
    cup: onDisc ? smoothStep(DISC.cup + 14, DISC.cup - 14, Math.sqrt((x - DISC.x + 8) ** 2 + (y - DISC.y) ** 2)) : 0,
    nerve: onDisc ? 0.94 + 0.04 * texture(x / 12, y / 12, 11) : 0,
  };
}

function lightOf({ shade, pigment, disc, cup, nerve }: Ground, channel: number): number {
  const retina = (RETINA[channel] ?? 0) * shade * (1 - pigment * (channel === 0 ? 0.5 : 1));
  const rim = NERVE[channel] ?? 0;
  return retina + (nerve * (rim + ((CUP[channel] ?? 0) - rim) * cup) - retina) * disc;
}

/** What blood absorbs of each channel, and where vessels are. */
function paintVessels(tree: readonly Vessel[]): { readonly blood: readonly Float64Array[]; readonly vessels: Uint8Array } {
  const vessels = new Uint8Array(WIDTH * HEIGHT);
  const blood = [0, 1, 2].map(() => new Float64Array(WIDTH * HEIGHT));
  for (const { kind, course } of tree) {
    for (const { x, y, radius } of course) {
      // Thin vessels hold less blood in the line of sight.
      const depth = Math.min(1, 0.3 + radius / 6);
      eachPixel(x, y, radius + 1, (pixel, distance) => {
        if (distance <= radius) vessels[pixel] = 1;
        const light = depth * smoothStep(radius + 0.8, radius - 0.8, distance);
        // Discs of one vessel overlap: the darkest counts.
        for (let channel = 0; channel < 3; channel++) {
          const plane = blood[channel];
          if (plane !== undefined) plane[pixel] = Math.max(plane[pixel] ?? 0, light * (BLOOD[kind][channel] ?? 0));
        }
      });
    }
    if (kind === 'artery') for (const disc of course) streak(disc, blood);
  }
  return { blood, vessels };
}

/** The bright line along an artery of some calibre: light thrown back by its wall. */
function streak({ x, y, radius }: Vessel['course'][number], blood: readonly Float64Array[]): void {
  if (radius < 2.5) return;
  const width = 0.4 * radius;
  eachPixel(x, y, width, (pixel, distance) => {
    const kept = 1 - 0.1 * smoothStep(width, 0, distance);
    for (const plane of blood) plane[pixel] = kept * (plane[pixel] ?? 0);
  });
}

/** Pixels of the field of view whose centre is no further than `reach` from a place. */
function eachPixel(x: number, y: number, reach: number, paint: (pixel: number, distance: number) => void): void {
  const bottom = Math.min(HEIGHT - 1, Math.floor(y + reach));
  const right = Math.min(WIDTH - 1, Math.floor(x + reach));
  for (let row = Math.max(0, Math.ceil(y - reach)); row <= bottom; row++) {
    for (let column = Math.max(0, Math.ceil(x - reach)); column <= right; column++) {
      const distance = Math.sqrt((column - x) ** 2 + (row - y) ** 2);
      if (distance <= reach && fieldDistance(column, row) <= 0) paint(row * WIDTH + column, distance);
    }
  }
}
