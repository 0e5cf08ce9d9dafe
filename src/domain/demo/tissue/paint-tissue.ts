import type { Box } from '../../units';
import { hashAt, noiseAt } from './lattice-noise';
import { nucleiIn, NUCLEUS_REACH, type Nucleus } from './nuclei';
import { acrossFibres, tissueAt, type TissueKind } from './tissue-map';

/** Optical density, RGB, of an ordinary layer of haematoxylin and of eosin (directions after Ruifrok and Johnston, 2001). */
const HAEMATOXYLIN = [0.62, 0.72, 0.3] as const;
const EOSIN = [0.09, 0.95, 0.16] as const;
const LAMP = [246, 244, 247] as const;
const NUCLEUS = 1.15;
/** Micrometres a pixel. */
const FIBRES_TO = 1.5;

interface Stain {
  readonly haematoxylin: number;
  readonly eosin: number;
}
const STAINS: Readonly<Record<TissueKind, Stain>> = {
  glass: { haematoxylin: 0, eosin: 0 },
  stroma: { haematoxylin: 0.03, eosin: 0.34 },
  nest: { haematoxylin: 0.2, eosin: 0.26 },
  lumen: { haematoxylin: 0.01, eosin: 0.04 },
};

/**
 * A rectangle of the drawn slide at any scale: what a scanner's optics would see of it, worked out from its place alone.
 * @param area micrometres
 * @returns columns × rows × 3, interleaved
 */
export function paintTissue(seed: number, area: Box, columns: number, rows: number): Uint8Array {
  const pixel = area.width / columns;
  const nuclear = nuclearDensity(seed, area, columns, rows);
  const out = new Uint8Array(3 * columns * rows);
  for (let row = 0; row < rows; row++) {
    const y = area.y + (row + 0.5) * pixel;
    for (let column = 0; column < columns; column++) {
      const x = area.x + (column + 0.5) * pixel;
      const at = row * columns + column;
      const kind = tissueAt(seed, x, y);
      const { haematoxylin, eosin } = STAINS[kind];
      const texture = kind === 'stroma' ? fibres(seed, x, y, pixel) : kind === 'nest' ? 0.75 + 0.5 * noiseAt(seed + 8, x / 3, y / 3) : 1;
      const h = haematoxylin * texture + NUCLEUS * (nuclear[at] ?? 0);
      const e = eosin * texture * (1 - 0.6 * Math.min(1, nuclear[at] ?? 0));
      // Noise of the camera, of the place: the same whenever it is looked at.
      const grain = 1 + 0.02 * (hashAt(seed + 9, Math.round(x / pixel), Math.round(y / pixel)) - 0.5);
      for (let c = 0; c < 3; c++) {
        const density = h * (HAEMATOXYLIN[c] ?? 0) + e * (EOSIN[c] ?? 0);
        out[at * 3 + c] = Math.min(255, Math.round((LAMP[c] ?? 0) * Math.exp(-density) * grain));
      }
    }
  }
  return out;
}

/** Wavy bundles with clefts between them; from afar neither is seen. */
function fibres(seed: number, x: number, y: number, pixel: number): number {
  if (pixel > FIBRES_TO) return 0.97;
  const bundle = noiseAt(seed + 7, acrossFibres(seed, x, y) / 5, x / 70);
  return bundle < 0.2 ? 0.25 : 0.7 + 0.6 * bundle;
}

/** How much nucleus lies at each pixel, 0–1 and more where it is dense. */
function nuclearDensity(seed: number, area: Box, columns: number, rows: number): Float32Array {
  const pixel = area.width / columns;
  const map = new Float32Array(columns * rows);
  const reach = NUCLEUS_REACH + pixel;
  const near = { x: area.x - reach, y: area.y - reach, width: area.width + 2 * reach, height: area.height + 2 * reach };
  for (const nucleus of nucleiIn(seed, near)) {
    const [x, y] = [(nucleus.x - area.x) / pixel, (nucleus.y - area.y) / pixel];
    if (nucleus.short < pixel) {
      // Smaller than a pixel: its part of the pixel that it lies in.
      const [column, row] = [Math.floor(x), Math.floor(y)];
      if (column < 0 || row < 0 || column >= columns || row >= rows) continue;
      const at = row * columns + column;
      map[at] = (map[at] ?? 0) + (nucleus.density * Math.PI * nucleus.long * nucleus.short) / (pixel * pixel);
    } else drawNucleus(nucleus, map, { columns, rows, pixel, x, y });
  }
  return map;
}

interface Place {
  readonly columns: number;
  readonly rows: number;
  readonly pixel: number;
  /** Of the middle, pixels. */
  readonly x: number;
  readonly y: number;
}

/** A membrane, coarse chromatin, an edge as soft as the optics. */
function drawNucleus({ long, short, turn, density, seed }: Nucleus, map: Float32Array, { columns, rows, pixel, x, y }: Place): void {
  const reach = long / pixel + 2;
  const [c, s] = [Math.cos(turn), Math.sin(turn)];
  for (let row = Math.max(0, Math.floor(y - reach)); row < Math.min(rows, y + reach); row++) {
    for (let column = Math.max(0, Math.floor(x - reach)); column < Math.min(columns, x + reach); column++) {
      const [dx, dy] = [(column + 0.5 - x) * pixel, (row + 0.5 - y) * pixel];
      const [u, v] = [(dx * c + dy * s) / long, (dy * c - dx * s) / short];
      const radius = Math.sqrt(u * u + v * v);
      const edge = Math.min(1, Math.max(0, ((1 - radius) * short) / Math.max(0.6, pixel) + 0.5));
      if (edge === 0) continue;
      const chromatin = 0.62 + 0.5 * noiseAt(seed, dx / 1.6, dy / 1.6) + (radius > 0.78 ? 0.18 : 0);
      const at = row * columns + column;
      map[at] = Math.max(map[at] ?? 0, density * edge * chromatin);
    }
  }
}
