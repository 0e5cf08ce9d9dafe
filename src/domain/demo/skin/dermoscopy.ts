import type { CaseDrawing, DrawnPicture } from '../demo-case';
import { singlePicture } from '../dicom/single-picture';
import { blurred, noise, toBytes } from '../drawing/blur';
import { locate, randomOutline } from '../drawing/outline';
import { roughTexture, smoothStep, texture } from '../drawing/texture';
import { seededRandom } from '../random';

const SEED = 11;
const SIDE = 512;

type Rgb = readonly [red: number, green: number, blue: number];
const SKIN: Rgb = [222, 184, 160];
/** Light that melanin of the epidermis takes away (natural logarithm): brown. */
const MELANIN: Rgb = [0.5, 0.95, 1.3];

/** A pigmented lesion under a dermoscope: network, globules, a regular border that fades. */
function lesionPicture(): DrawnPicture {
  const random = seededRandom(SEED);
  const outline = randomOutline(random, 262, 250, 118, 0.22);
  const globules = Array.from({ length: 34 }, () => ({
    angle: random.between(0, 2 * Math.PI),
    reach: random.between(0.1, 0.8),
    radius: random.between(2.5, 5),
  })).map(({ angle, reach, radius }) => ({
    x: outline.x + reach * outline.radius * Math.cos(angle),
    y: outline.y + reach * outline.radius * Math.sin(angle),
    radius,
  }));
  const pigment = Float64Array.from({ length: SIDE * SIDE }, (_, pixel) => {
    const x = pixel % SIDE;
    const y = Math.floor(pixel / SIDE);
    const { depth, reach } = locate(outline, x, y);
    const within = smoothStep(-20, 26, depth + 10 * texture(x / 26, y / 26, 3));
    if (within === 0) return 0;
    const net = network(x, y);
    const patches = 0.78 + 0.5 * roughTexture(x / 60, y / 60, 7) + 0.35 * smoothStep(0.75, 0.2, reach);
    return within * patches * (0.62 + 0.5 * net);
  });
  for (const { x, y, radius } of globules) spot(pigment, x, y, radius);
  const channels = SKIN.map((skin, channel) => {
    const plane = Float64Array.from(pigment, (melanin, pixel) => {
      const x = pixel % SIDE;
      const y = Math.floor(pixel / SIDE);
      const light = 1.03 - 0.16 * (((x - 256) / 256) ** 2 + ((y - 256) / 256) ** 2) + 0.035 * texture(x / 70, y / 70, 9);
      const redness = channel === 0 ? 0 : 0.05 * smoothStep(0, 0.8, texture(x / 40, y / 40, 11));
      const furrows = 0.03 * smoothStep(0.12, 0, Math.abs(texture(x / 24, y / 24, 13)));
      return skin * light * Math.exp(-(MELANIN[channel] ?? 0) * melanin - redness - furrows);
    });
    return blurred(plane, SIDE, SIDE, 1.1);
  });
  const grain = noise(SIDE, SIDE, 5, 0.8, random);
  const rgb = new Float64Array(3 * SIDE * SIDE);
  for (const [channel, plane] of channels.entries()) {
    for (let pixel = 0; pixel < plane.length; pixel++) rgb[3 * pixel + channel] = (plane[pixel] ?? 0) + (grain[pixel] ?? 0);
  }
  return { width: SIDE, height: SIDE, colour: 'rgb', samples: toBytes(rgb) };
}

/** Brown lines around pale holes, some 13 pixels a mesh, bent so that no mesh is like another. 0 in a hole, 1 on a line. */
function network(x: number, y: number): number {
  const u = (x + 5 * texture(x / 26, y / 26, 15)) / 13;
  const v = (y + 5 * texture(x / 26, y / 26, 17)) / 13;
  const waves = Math.cos(2 * Math.PI * u) + Math.cos(Math.PI * (u + 1.732 * v)) + Math.cos(Math.PI * (u - 1.732 * v));
  const fades = smoothStep(-0.5, 0.4, texture(x / 48, y / 48, 19));
  return smoothStep(1.2, -0.6, waves) * (0.35 + 0.65 * fades);
}

function spot(pigment: Float64Array, x: number, y: number, radius: number): void {
  for (let row = Math.floor(y - radius - 2); row <= y + radius + 2; row++) {
    for (let column = Math.floor(x - radius - 2); column <= x + radius + 2; column++) {
      const pixel = row * SIDE + column;
      pigment[pixel] = (pigment[pixel] ?? 0) + 0.4 * smoothStep(radius + 1.5, radius - 1.5, Math.hypot(column - x, row - y));
    }
  }
}

export const dermoscopy: CaseDrawing = {
  draw() {
    const about = {
      kind: 'photograph',
      caseId: 'dermoscopy',
      study: 'Dermoscopie de synthèse',
      series: 'Lésion pigmentée dessinée',
    } as const;
    return { files: singlePicture(about, lesionPicture(), null, seededRandom(SEED)).files, truth: null };
  },
  preview: lesionPicture,
};
