import type { CaseDrawing, DrawnPicture } from '../demo-case';
import { singlePicture } from '../dicom/single-picture';
import { smoothStep, texture } from '../drawing/texture';
import { seededRandom } from '../random';
import { compressed, speckle } from './speckle';

const SEED = 4;
const WIDTH = 800;
const HEIGHT = 540;
/** Side of a pixel, mm. */
const SPACING = 0.13;
/** The outer border of the skull, pixels: semi-axes of 32 and 25 mm, as in the 20th week. */
const HEAD = { x: 405, y: 285, long: 246, short: 194, tilt: 0.1 } as const;
/** Part of the radius that the bone takes. */
const BONE = 0.055;
const PROBE = { x: 400, y: -240 } as const;

interface HeadPicture extends DrawnPicture {
  /** 1 inside the outer border of the skull. */
  readonly head: Uint8Array;
}

function headPicture(): HeadPicture {
  const random = seededRandom(SEED);
  const grain = speckle(WIDTH, HEIGHT, 2.6, 1.3, random);
  const samples = new Uint8Array(WIDTH * HEIGHT);
  const head = new Uint8Array(WIDTH * HEIGHT);
  for (let y = 0, pixel = 0; y < HEIGHT; y++) {
    for (let x = 0; x < WIDTH; x++, pixel++) {
      const { along, aside, reach } = inHead(x, y);
      head[pixel] = reach <= 1 ? 1 : 0;
      samples[pixel] = Math.round(compressed(fan(x, y) * echo(x, y, along, aside, reach) * (grain[pixel] ?? 0), 52));
    }
  }
  return { width: WIDTH, height: HEIGHT, colour: 'grey', samples, head };
}

/** Along and across the midline as parts of the semi-axes, and the distance from the middle: 1 on the border. */
function inHead(x: number, y: number): { readonly along: number; readonly aside: number; readonly reach: number } {
  const dx = x - HEAD.x;
  const dy = y - HEAD.y;
  const along = (dx * Math.cos(HEAD.tilt) + dy * Math.sin(HEAD.tilt)) / HEAD.long;
  const aside = (dy * Math.cos(HEAD.tilt) - dx * Math.sin(HEAD.tilt)) / HEAD.short;
  return { along, aside, reach: Math.hypot(along, aside) };
}

/** Amplitude that comes back from a place. */
function echo(x: number, y: number, along: number, aside: number, reach: number): number {
  const wave = 0.02 * texture(x / 60, y / 60, 5);
  // Bone met at a right angle throws the beam back; the sides of the head answer little.
  const facing = 0.05 + 0.95 * Math.abs(aside / (reach + 1e-6)) ** 1.3;
  const fromBone = (reach - (1 - BONE / 2)) / (BONE / 2);
  const bone = Math.exp(-1.6 * fromBone * fromBone) * facing * (0.8 + 0.5 * texture(x / 34, y / 34, 7));
  if (reach > 1) return bone + outside(x, y, reach);
  return bone + (reach < 1 - BONE ? brain(x, y, along, aside + wave) : 0.02);
}

/** Amniotic fluid close to the head on one side, the wall of the uterus beyond. */
function outside(x: number, y: number, reach: number): number {
  const wall = 0.055 * (1 + 0.7 * texture(x / 45, y / 22, 11) + 0.4 * texture(x / 14, y / 8, 12));
  const fluid = smoothStep(0.02, 0.3, reach - 1.04 - 0.25 * smoothStep(420, 120, x) - 0.08 * texture(x / 90, y / 90, 13));
  return 0.006 + wall * fluid;
}

/** Midline, plexuses, and hemispheres that hardly echo; `along` and `aside` as parts of the semi-axes. */
function brain(x: number, y: number, along: number, aside: number): number {
  const tissue = 0.02 * (1 + 0.6 * texture(x / 30, y / 20, 15) + 0.35 * texture(x / 9, y / 7, 16));
  const gap = smoothStep(0.16, 0.22, Math.abs(along - 0.3));
  const midline = 0.3 * Math.exp(-((aside / 0.018) ** 2)) * smoothStep(0.86, 0.7, Math.abs(along)) * gap;
  // The box of the septum pellucidum interrupts the midline in front.
  const septum = 0.2 * Math.exp(-(((Math.abs(aside) - 0.07) / 0.014) ** 2)) * smoothStep(0.14, 0.1, Math.abs(along - 0.3));
  const plexus = 0.11 * Math.exp(-(((along + 0.38) / 0.22) ** 2 + ((Math.abs(aside) - 0.36) / 0.1) ** 2));
  const thalami = 0.6 * Math.exp(-(((along + 0.02) / 0.16) ** 2 + ((Math.abs(aside) - 0.16) / 0.12) ** 2));
  return tissue * (1 - thalami) + midline + septum + plexus;
}

/** The sector that a curved probe sees, dimmer with depth. */
function fan(x: number, y: number): number {
  const depth = Math.hypot(x - PROBE.x, y - PROBE.y);
  const angle = Math.abs(Math.atan2(x - PROBE.x, y - PROBE.y));
  return smoothStep(0.66, 0.655, angle) * smoothStep(248, 252, depth) * (1.25 - 0.5 * smoothStep(250, 780, depth));
}

export const fetalHead: CaseDrawing = {
  draw() {
    const picture = headPicture();
    const about = {
      kind: 'ultrasound',
      caseId: 'fetal-head',
      study: 'Échographie fœtale de synthèse',
      series: 'Tête fœtale dessinée',
    } as const;
    const { files, uid } = singlePicture(about, picture, SPACING, seededRandom(SEED));
    return { files, truth: { kind: 'masks', series: [{ uid, labels: [{ value: 1, key: 'head' }], frames: [picture.head] }] } };
  },
  preview: headPicture,
};
