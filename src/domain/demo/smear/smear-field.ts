import type { TruthBox } from '../../review/truth-score';
import type { Box } from '../../units';
import { seededRandom } from '../random';
import { paintCell, paintSpeck } from './absorbance';
import type { Cell } from './cells';
import { layOut } from './layout';
import { photograph } from './optics';
import { outlineBounds } from '../drawing/outline';

/** Size of the field in pixels: that of the fields the model was trained on. */
export const FIELD_WIDTH = 640;
export const FIELD_HEIGHT = 480;

export interface SmearField {
  readonly width: number;
  readonly height: number;
  /** width × height × 3, interleaved, row-major from the top-left. */
  readonly rgb: Uint8Array;
  /** Every cell of the field, cut at its borders; boxes in pixels, to a tenth. */
  readonly truth: readonly TruthBox[];
}

const LABELS: Readonly<Record<Cell['kind'], string>> = { red: 'RBC', neutrophil: 'WBC', lymphocyte: 'WBC', platelet: 'Platelets' };

/**
 * A stained blood film that never was: drawn cell by cell, so that what a model says of it can be marked.
 * @param width pixels; a part of a slide has as many cells for its area as a field
 */
export function smearField(seed: number, width = FIELD_WIDTH, height = FIELD_HEIGHT): SmearField {
  const random = seededRandom(seed);
  const { cells, specks } = layOut(random, width, height, (width * height) / (FIELD_WIDTH * FIELD_HEIGHT));
  const absorbance = new Float64Array(3 * width * height);
  for (const cell of cells) paintCell(cell, absorbance, width, height);
  for (const speck of specks) paintSpeck(speck, absorbance, width, height);
  return {
    width,
    height,
    rgb: photograph(absorbance, width, height, random),
    truth: cells.map((cell) => ({ label: LABELS[cell.kind], box: clipped(outlineBounds(cell.outline), width, height) })),
  };
}

function clipped(box: Box, width: number, height: number): Box {
  const left = tenth(Math.max(0, box.x));
  const top = tenth(Math.max(0, box.y));
  return {
    x: left,
    y: top,
    width: tenth(Math.min(width, box.x + box.width) - left),
    height: tenth(Math.min(height, box.y + box.height) - top),
  };
}

function tenth(value: number): number {
  return Math.round(value * 10) / 10;
}
