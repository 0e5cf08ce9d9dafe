import type { CaseDrawing, DrawnPicture } from '../demo-case';
import { singlePicture } from '../dicom/single-picture';
import { blurred, noise, toBytes } from '../drawing/blur';
import { locate, outlineBounds } from '../drawing/outline';
import { smoothStep, texture } from '../drawing/texture';
import { seededRandom } from '../random';
import { nerveFibres, type Fibre } from './nerve-fibres';

const SEED = 8;
const WIDTH = 900;
const HEIGHT = 700;
/** Side of a pixel, mm: 0.1 µm. */
const SPACING = 0.0001;
const FIBRES = 520;
const AXON = 1;
const MYELIN = 2;

interface NervePicture extends DrawnPicture {
  /** 1 axon, 2 myelin. */
  readonly fibres: Uint8Array;
}

/** A nerve cut across, as backscattered electrons show it: osmium makes myelin bright. */
function nervePicture(): NervePicture {
  const random = seededRandom(SEED);
  const labels = new Uint8Array(WIDTH * HEIGHT);
  const levels = Float64Array.from({ length: WIDTH * HEIGHT }, (_, pixel) => {
    const x = pixel % WIDTH;
    const y = Math.floor(pixel / WIDTH);
    return 104 + 10 * texture(x / 9, y / 9, 3) + 8 * texture(x / 40, y / 40, 4);
  });
  for (const fibre of nerveFibres(random, WIDTH, HEIGHT, FIBRES)) paintFibre(fibre, levels, labels);
  const sharp = blurred(levels, WIDTH, HEIGHT, 1.1);
  const grain = noise(WIDTH, HEIGHT, 20, 0.6, random);
  const samples = toBytes(sharp.map((level, pixel) => level + (grain[pixel] ?? 0)));
  return { width: WIDTH, height: HEIGHT, colour: 'grey', samples, fibres: labels };
}

function paintFibre({ outline, gRatio }: Fibre, levels: Float64Array, labels: Uint8Array): void {
  const bounds = outlineBounds(outline);
  const thickness = outline.radius * (1 - gRatio);
  const bottom = Math.min(HEIGHT - 1, Math.ceil(bounds.y + bounds.height));
  const right = Math.min(WIDTH - 1, Math.ceil(bounds.x + bounds.width));
  for (let row = Math.max(0, Math.floor(bounds.y)); row <= bottom; row++) {
    for (let column = Math.max(0, Math.floor(bounds.x)); column <= right; column++) {
      const { depth } = locate(outline, column, row);
      if (depth < -1) continue;
      const pixel = row * WIDTH + column;
      const x = column / 11;
      const y = row / 11;
      // Lamellae are not seen at this size, but the sheath is denser at its borders.
      const sheath = 214 + 14 * texture(2 * x, 2 * y, 6) - 22 * smoothStep(0.2, 0.5, Math.min(depth, thickness - depth) / thickness);
      const axon = 44 + 9 * texture(x, y, 7) + 7 * texture(3 * x, 3 * y, 8);
      const level = sheath + (axon - sheath) * smoothStep(thickness - 1, thickness + 1, depth);
      const within = smoothStep(-1, 1, depth);
      levels[pixel] = (levels[pixel] ?? 0) * (1 - within) + level * within;
      if (depth > 0) labels[pixel] = depth > thickness ? AXON : MYELIN;
    }
  }
}

const LABELS = [
  { value: AXON, key: 'axon' },
  { value: MYELIN, key: 'myelin' },
] as const;

export const nerveSem: CaseDrawing = {
  draw() {
    const picture = nervePicture();
    const about = {
      kind: 'micrograph',
      caseId: 'nerve-sem',
      study: 'Microscopie électronique de synthèse',
      series: 'Nerf dessiné',
    } as const;
    const { files, uid } = singlePicture(about, picture, SPACING, seededRandom(SEED));
    return { files, truth: { kind: 'masks', series: [{ uid, labels: LABELS, frames: [picture.fibres] }] } };
  },
  preview: nervePicture,
};
