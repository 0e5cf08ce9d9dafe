import type { CaseDrawing, DrawnPicture } from '../demo-case';
import { singlePicture } from '../dicom/single-picture';
import { roughTexture, smoothStep, texture } from '../drawing/texture';
import { seededRandom } from '../random';
import { compressed, speckle } from './speckle';

const SEED = 6;
const SIDE = 512;
/** Side of a pixel, mm. */
const SPACING = 0.075;
/** Depths of the borders between skin, fat, gland and muscle, pixels. */
const LAYERS = { skin: 26, fat: 130, gland: 350, muscle: 430 } as const;
/** An irregular, spiculated mass taller than wide. */
const MASS = { x: 262, y: 222, radius: 66 } as const;

function breastPicture(): DrawnPicture {
  const random = seededRandom(SEED);
  const grain = speckle(SIDE, SIDE, 2.4, 1.1, random);
  const samples = Uint8Array.from({ length: SIDE * SIDE }, (_, pixel) => {
    const x = pixel % SIDE;
    const y = Math.floor(pixel / SIDE);
    const depth = 1.2 - 0.85 * smoothStep(60, 520, y);
    return Math.round(compressed(depth * tissue(x, y) * (grain[pixel] ?? 0), 48));
  });
  return { width: SIDE, height: SIDE, colour: 'grey', samples };
}

/** Amplitude that comes back from a place, lesion and its shadow included. */
function tissue(x: number, y: number): number {
  const margin = massDepth(x, y);
  const inside = smoothStep(-9, 9, margin);
  // Around an infiltrating mass a bright rim; what lies under it gets little sound.
  const halo = 0.07 * Math.exp(-(((margin + 13) / 9) ** 2)) * smoothStep(MASS.y + 70, MASS.y - 20, y);
  const beneath = smoothStep(MASS.y, MASS.y + 110, y) * smoothStep(78, 22, Math.abs(x - MASS.x + 10 * texture(y / 40, 1, 31)));
  const mass = 0.009 * (1 + 0.6 * texture(x / 14, y / 10, 33));
  const around = layers(x, y) + halo;
  return (around + (mass - around) * inside) * (1 - 0.9 * beneath);
}

/** Pixels inside the mass, negative outside: lobes and fine spicules on a disc. */
function massDepth(x: number, y: number): number {
  const dx = (x - MASS.x) * 1.12;
  const dy = (y - MASS.y) * 0.86;
  const angle = Math.atan2(dy, dx);
  const lobes = 8 * Math.cos(3 * angle + 0.6) + 4 * Math.cos(5 * angle + 2.1) + 3 * Math.cos(11 * angle + 1.2);
  return MASS.radius + lobes + 12 * roughTexture(x / 34, y / 34, 35) - Math.hypot(dx, dy);
}

/** Skin, lobules of fat between septa, gland in streaks, pectoral muscle with its fascia. */
function layers(x: number, y: number): number {
  const wave = 14 * texture(x / 120, 2, 21) + 5 * texture(x / 40, 3, 22);
  const skin = 0.34 * smoothStep(LAYERS.skin + 5, LAYERS.skin - 5, y + 0.2 * wave);
  const lobule = roughTexture(x / 70, (y + 0.5 * wave) / 26, 23);
  const septa = 0.12 * Math.exp(-((lobule / 0.07) ** 2));
  const fat = 0.03 * (1 + 0.4 * texture(x / 22, y / 14, 24)) + septa;
  const gland = 0.065 * (1 + 0.75 * texture(x / 52, (y + wave) / 13, 25) + 0.5 * texture(x / 17, y / 6, 26));
  const fibres = 0.04 * (1 + 0.8 * texture(x / 90, (y + 0.3 * wave) / 5, 27));
  const fascia = 0.16 * (1 + 0.6 * texture(x / 40, 5, 28)) * Math.exp(-(((y + 0.6 * wave - LAYERS.gland) / 4) ** 2));
  const rib = smoothStep(LAYERS.muscle - 10, LAYERS.muscle + 20, y + wave);
  const toGland = smoothStep(LAYERS.fat - 24, LAYERS.fat + 24, y + wave);
  const toMuscle = smoothStep(LAYERS.gland - 6, LAYERS.gland + 6, y + 0.6 * wave);
  const soft = fat + (gland - fat) * toGland;
  return skin + (soft + (fibres - soft) * toMuscle) * (1 - 0.6 * rib) + fascia;
}

export const breastUltrasound: CaseDrawing = {
  draw() {
    const about = {
      kind: 'ultrasound',
      caseId: 'breast-ultrasound',
      study: 'Échographie mammaire de synthèse',
      series: 'Lésion dessinée',
    } as const;
    return { files: singlePicture(about, breastPicture(), SPACING, seededRandom(SEED)).files, truth: null };
  },
  preview: breastPicture,
};
