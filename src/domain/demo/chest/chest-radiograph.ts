import type { CaseDrawing, DrawnPicture } from '../demo-case';
import { singlePicture } from '../dicom/single-picture';
import { blurred, noise, toBytes } from '../drawing/blur';
import { roughTexture, smoothStep, texture } from '../drawing/texture';
import { seededRandom } from '../random';

const SEED = 12;
const SIDE = 640;
/** Side of a pixel, mm. */
const SPACING = 0.42;
const MIDDLE = 322;

/** A frontal chest of a small child with an opacity at the base of the right lung. Places as parts of the side. */
function chestPicture(): DrawnPicture {
  const random = seededRandom(SEED);
  const density = new Float64Array(SIDE * SIDE);
  for (let y = 0, pixel = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++, pixel++) density[pixel] = densityAt(x, y);
  }
  const soft = blurred(density, SIDE, SIDE, 1.8);
  const grain = noise(SIDE, SIDE, 5, 0.7, random);
  for (let pixel = 0; pixel < soft.length; pixel++) soft[pixel] = 255 * (1 - Math.exp(-(soft[pixel] ?? 0))) + (grain[pixel] ?? 0);
  return { width: SIDE, height: SIDE, colour: 'grey', samples: toBytes(soft) };
}

/** What the beam loses on its way (natural logarithm): chest wall, lungs as their absence, heart, bones, opacity. */
function densityAt(x: number, y: number): number {
  const u = (x - MIDDLE) / SIDE;
  const v = y / SIDE;
  const body = smoothStep(0.012, -0.012, Math.abs(u) - bodyHalfWidth(v));
  if (body === 0) return 0.03;
  const thickness = 0.95 * Math.sqrt(Math.max(0.1, 1 - (u / 0.56) ** 2)) + 0.3 * smoothStep(0.66, 0.84, v);
  const lung = Math.max(lungAt(u, v, -1), lungAt(u, v, 1));
  const vessels = lung * 0.16 * vascular(u, v, x, y);
  const soft = thickness - lung * 0.66 * (1 - 0.18 * v);
  return body * (soft + vessels + heart(u, v) + spine(u, v) + ribs(u, v) + clavicle(u, v) + lung * opacity(u, v, x, y));
}

function bodyHalfWidth(v: number): number {
  return 0.3 + 0.14 * smoothStep(0, 0.2, v) - 0.02 * smoothStep(0.5, 1, v) + 0.14 * smoothStep(0.16, 0, v);
}

/** 1 in a lung; `side` −1 the patient's right, on the left of the picture. */
function lungAt(u: number, v: number, side: -1 | 1): number {
  const across = side * u;
  // The liver lifts the right half of the diaphragm; both are domes, deepest at the side.
  const dome = 0.7 + 0.012 * side + 2.6 * (across - 0.15) ** 2;
  const apex = 0.095 + 3.2 * (across - 0.13) ** 2;
  const outer = 0.365 * Math.sqrt(Math.max(0, 1 - ((v - 0.76) / 0.72) ** 2));
  const inner = 0.055 + 0.03 * smoothStep(0.35, 0.6, v);
  const edge = (distance: number): number => smoothStep(-0.008, 0.012, distance);
  return edge(outer - across) * edge(across - inner) * edge(dome - v) * edge(v - apex);
}

/** Branching shadows, thickest at the hila. */
function vascular(u: number, v: number, x: number, y: number): number {
  const hilum = Math.exp(-(((Math.abs(u) - 0.09) / 0.1) ** 2 + ((v - 0.46) / 0.17) ** 2));
  const lines = smoothStep(0.16, 0, Math.abs(roughTexture(x / 34, y / 34, 5)));
  return hilum * (0.9 + 0.5 * texture(x / 13, y / 13, 6)) + 0.45 * lines * (0.35 + hilum);
}

/** Mediastinum and heart, larger to the patient's left. */
function heart(u: number, v: number): number {
  const rotated = Math.hypot((u - 0.045) / 0.155, (v - 0.6 - 0.25 * (u - 0.045)) / 0.165);
  const vessels = smoothStep(0.075, 0.05, Math.abs(u)) * smoothStep(0.1, 0.18, v) * 0.24;
  return 0.46 * smoothStep(1.06, 0.9, rotated) + vessels * smoothStep(0.62, 0.5, v);
}

function spine(u: number, v: number): number {
  const vertebra = 0.75 + 0.25 * Math.sign(Math.cos((2 * Math.PI * v) / 0.06) + 0.55);
  return 0.2 * smoothStep(0.036, 0.028, Math.abs(u)) * vertebra;
}

/** Nine pairs: the backs nearly level, the fronts steep; a rim is denser than the middle. */
function ribs(u: number, v: number): number {
  const across = Math.abs(u);
  const bow = 0.5 * across ** 1.7 - 0.056 * Math.exp(-across / 0.09);
  const backs = 0.16 * smoothStep(0.37, 0.34, across) * smoothStep(0.03, 0.06, across);
  const fronts = 0.055 * smoothStep(0.15, 0.19, across) * smoothStep(0.365, 0.34, across);
  let sum = 0;
  for (let rib = 0; rib < 9; rib++) {
    const start = 0.11 + 0.075 * rib;
    sum += backs * rim(v - start - bow, 0.017);
    if (rib < 6) sum += fronts * rim(v - start - 0.235 + 0.62 * (across - 0.1), 0.014);
  }
  return sum;
}

function rim(distance: number, half: number): number {
  const part = Math.abs(distance) / half;
  if (part > 1.1) return 0;
  return smoothStep(1.1, 0.85, part) * (0.7 + 0.3 * smoothStep(0.4, 0.95, part));
}

function clavicle(u: number, v: number): number {
  const across = Math.abs(u);
  return 0.17 * rim(v - (0.15 - 0.2 * (across - 0.05)), 0.014) * smoothStep(0.04, 0.06, across) * smoothStep(0.36, 0.32, across);
}

/** Alveoli filled with fluid: patchy, without a border, bronchi left dark in it. */
function opacity(u: number, v: number, x: number, y: number): number {
  const place = Math.exp(-(((u + 0.19) / 0.12) ** 2 + ((v - 0.6) / 0.11) ** 2));
  const other = 0.45 * Math.exp(-(((u - 0.22) / 0.09) ** 2 + ((v - 0.52) / 0.12) ** 2));
  const patches = 0.7 + 0.5 * roughTexture(x / 38, y / 38, 15);
  return 0.62 * (place + other) * patches;
}

export const chest: CaseDrawing = {
  draw() {
    const about = { kind: 'radiograph', caseId: 'chest', study: 'Radiographie de synthèse', series: 'Thorax d’enfant dessiné' } as const;
    return { files: singlePicture(about, chestPicture(), SPACING, seededRandom(SEED)).files, truth: null };
  },
  preview: chestPicture,
};
