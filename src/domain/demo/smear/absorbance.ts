import type { Cell, Speck } from './cells';
import { locate, outlineBounds } from '../drawing/outline';
import { roughTexture, smoothStep, texture } from '../drawing/texture';

type Rgb = readonly [red: number, green: number, blue: number];

/** Light absorbed (natural logarithm) by each stained matter. */
export interface Stain {
  readonly haemoglobin: Rgb;
  readonly chromatin: Rgb;
  readonly lilacCytoplasm: Rgb;
  readonly blueCytoplasm: Rgb;
  readonly granules: Rgb;
  readonly platelet: Rgb;
}

/** A Giemsa film under a warm lamp. */
const GIEMSA: Stain = {
  haemoglobin: [0.15, 0.31, 0.25],
  chromatin: [0.43, 0.79, -0.09],
  lilacCytoplasm: [0.09, 0.23, 0.02],
  blueCytoplasm: [0.3, 0.33, 0],
  granules: [0.12, 0.28, 0.02],
  platelet: [0.4, 0.66, -0.06],
};

/** Half the width of an edge, pixels: a red cell's is crisp, the others fray. */
const EDGE: Readonly<Record<Cell['kind'], number>> = { red: 1.8, neutrophil: 3.6, lymphocyte: 3, platelet: 3 };

/** Adds what one cell absorbs; `field` holds three values per pixel. Absorbances of cells over one another add up. */
export function paintCell(cell: Cell, field: Float64Array, width: number, height: number, stain = GIEMSA): void {
  const bounds = outlineBounds(cell.outline);
  const right = Math.min(width - 1, Math.ceil(bounds.x + bounds.width + 4));
  const bottom = Math.min(height - 1, Math.ceil(bounds.y + bounds.height + 4));
  for (let row = Math.max(0, Math.floor(bounds.y - 4)); row <= bottom; row++) {
    for (let column = Math.max(0, Math.floor(bounds.x - 4)); column <= right; column++) {
      // Outlines are in image coordinates, where the centre of the first pixel is (0.5, 0.5).
      const light = absorbed(cell, column + 0.5, row + 0.5, stain);
      const at = 3 * (row * width + column);
      for (let channel = 0; channel < 3; channel++) field[at + channel] = (field[at + channel] ?? 0) + (light[channel] ?? 0);
    }
  }
}

function absorbed(cell: Cell, x: number, y: number, stain: Stain): Rgb {
  const { depth, reach } = locate(cell.outline, x, y);
  const edge = EDGE[cell.kind];
  const frayed = cell.kind === 'red' ? depth : depth + 2 * texture(x / 7, y / 7, cell.seed + 3);
  const inside = smoothStep(-edge, edge, frayed);
  if (inside === 0) return [0, 0, 0];
  if (cell.kind === 'red') return scaled(stain.haemoglobin, inside * redThickness(cell, reach, x, y));
  if (cell.kind === 'platelet') return plateletLight(cell, inside, reach, x, y, stain);
  return whiteCellLight(cell, inside, reach, x, y, stain);
}

/** A biconcave disc seen from above: thickest at three quarters of the radius, pale in the middle. */
function redThickness(cell: Extract<Cell, { kind: 'red' }>, reach: number, x: number, y: number): number {
  const dx = x - cell.outline.x - cell.pallorShift.x;
  const dy = y - cell.outline.y - cell.pallorShift.y;
  const fromPallor = Math.sqrt(dx * dx + dy * dy) / cell.outline.radius + 0.05 * texture(x / 12, y / 12, 21);
  const pale = cell.pallor * (1 - smoothStep(cell.pallorReach - 0.2, cell.pallorReach + 0.16, fromPallor));
  const rim = 1 + 0.1 * smoothStep(0.6, 0.9, reach) - 0.25 * smoothStep(0.9, 1.02, reach);
  return cell.density * (1 - pale) * rim * (1 + 0.05 * texture(x / 19, y / 19, 11));
}

function whiteCellLight(
  cell: Extract<Cell, { kind: 'neutrophil' | 'lymphocyte' }>,
  inside: number,
  reach: number,
  x: number,
  y: number,
  stain: Stain,
): Rgb {
  const grain = roughTexture(x / 5, y / 5, cell.seed);
  const cytoplasm =
    cell.kind === 'neutrophil'
      ? added(
          scaled(stain.lilacCytoplasm, 0.75 + 0.2 * texture(x / 14, y / 14, cell.seed + 5)),
          scaled(stain.granules, 0.8 * smoothStep(0, 0.6, grain)),
        )
      : scaled(stain.blueCytoplasm, 0.8 + 0.3 * smoothStep(0.75, 1, reach) + 0.2 * grain);
  const nucleus = smoothStep(-3, 3, nucleusDepth(cell.lobes, x, y));
  const chromatin = 1 + 0.42 * roughTexture(x / 13, y / 13, cell.seed + 7) + 0.1 * grain;
  return added(scaled(cytoplasm, inside * (1 - 0.7 * nucleus)), scaled(stain.chromatin, inside * nucleus * chromatin));
}

/** Light bent by a speck in the film: a bright point in a dark ring, or the other way round. */
export function paintSpeck(speck: Speck, field: Float64Array, width: number, height: number): void {
  const reach = Math.ceil(speck.radius * 2);
  for (let row = Math.max(0, Math.floor(speck.y) - reach); row <= Math.min(height - 1, Math.floor(speck.y) + reach); row++) {
    for (let column = Math.max(0, Math.floor(speck.x) - reach); column <= Math.min(width - 1, Math.floor(speck.x) + reach); column++) {
      const distance = Math.sqrt((column + 0.5 - speck.x) ** 2 + (row + 0.5 - speck.y) ** 2) / speck.radius;
      const ring = smoothStep(0.4, 0.8, distance) * (1 - smoothStep(1, 1.6, distance)) - 0.9 * (1 - smoothStep(0.2, 0.7, distance));
      const at = 3 * (row * width + column);
      for (let channel = 0; channel < 3; channel++) field[at + channel] = (field[at + channel] ?? 0) + speck.strength * ring;
    }
  }
}

/** Lobes flow together where they come near: a smooth union of discs. Pixels inside, negative outside. */
function nucleusDepth(lobes: readonly { readonly x: number; readonly y: number; readonly radius: number }[], x: number, y: number): number {
  const softness = 12;
  let depth = Number.NEGATIVE_INFINITY;
  for (const lobe of lobes) {
    const here = lobe.radius - Math.sqrt((x - lobe.x) ** 2 + (y - lobe.y) ** 2) + 4 * texture(x / 15, y / 15, 5);
    if (depth === Number.NEGATIVE_INFINITY) depth = here;
    else {
      const blend = Math.max(softness - Math.abs(depth - here), 0) / softness;
      depth = Math.max(depth, here) + blend * blend * softness * 0.25;
    }
  }
  return depth;
}

function plateletLight(cell: Extract<Cell, { kind: 'platelet' }>, inside: number, reach: number, x: number, y: number, stain: Stain): Rgb {
  // Thin at the rim, with a dense heart: seen a little out of focus it fades outwards.
  const lumps = roughTexture(x / 8, y / 8, cell.seed);
  const heart = 1 - smoothStep(0.2, 1, reach + 0.16 * lumps);
  return scaled(stain.platelet, cell.density * inside * (0.1 + 0.9 * heart) * (1 + 0.3 * lumps));
}

function scaled([red, green, blue]: Rgb, by: number): Rgb {
  return [red * by, green * by, blue * by];
}

function added(a: Rgb, b: Rgb): Rgb {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}
