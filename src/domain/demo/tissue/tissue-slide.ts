import { utf8 } from '../dicom/dicom-elements';
import type { SlideLevel, SlidePyramid, SlideTile, TileAddress } from '../../slide';
import type { TruthBox } from '../../review/truth-score';
import type { CaseDrawing } from '../demo-case';
import { nucleiIn, nucleusBox } from './nuclei';
import { paintTissue } from './paint-tissue';
import { TISSUE_HEIGHT, TISSUE_WIDTH } from './tissue-map';

const SEED = 7;
/** µm a pixel at level 0. */
const MICRONS = 0.25;
const TILE = 256;
const FACTORS = [1, 4, 16, 64] as const;
const PREVIEW = 8;

/** First line of the file that stands for a drawn slide; the second is its seed. All else is worked out when it is looked at. */
export const DRAWN_SLIDE_MAGIC = 'Diaphane drawn slide 1\n';

/** Of every drawn slide: 16,384 × 12,288 pixels of 0.25 µm at level 0. */
export function drawnPyramid(): SlidePyramid {
  const levels = FACTORS.map((factor): SlideLevel => ({
    columns: TISSUE_WIDTH / MICRONS / factor,
    rows: TISSUE_HEIGHT / MICRONS / factor,
    tileColumns: TILE,
    tileRows: TILE,
    downsample: [factor, factor],
  }));
  return {
    levels,
    samplesPerPixel: 3,
    bitsAllocated: 8,
    planes: [0],
    channels: [{ name: '', colour: null }],
    times: 1,
    micronsPerPixel: [MICRONS, MICRONS],
    objectivePower: 40,
    background: [246, 244, 247],
    iccProfile: null,
    associated: [],
    format: 'Diaphane',
  };
}

/** One tile, padding past the border included; null where there is no such tile. */
export function drawnTile(seed: number, { level, column, row }: Pick<TileAddress, 'level' | 'column' | 'row'>): SlideTile | null {
  const factor = FACTORS[level];
  if (factor === undefined) return null;
  const side = TILE * factor * MICRONS;
  const area = { x: column * side, y: row * side, width: side, height: side };
  if (column < 0 || row < 0 || area.x >= TISSUE_WIDTH || area.y >= TISSUE_HEIGHT) return null;
  return { columns: TILE, rows: TILE, samplesPerPixel: 3, pixels: paintTissue(seed, area, TILE, TILE) };
}

/** Every nucleus of the slide, level-0 pixels. */
export function drawnNuclei(seed: number): readonly TruthBox[] {
  return nucleiIn(seed, { x: 0, y: 0, width: TISSUE_WIDTH, height: TISSUE_HEIGHT }).map((nucleus) => {
    const { x, y, width, height } = nucleusBox(nucleus);
    return { label: 'nucleus', box: { x: x / MICRONS, y: y / MICRONS, width: width / MICRONS, height: height / MICRONS } };
  });
}

/** A stained section of several millimetres that never was. */
export const tissueSlide: CaseDrawing = {
  draw: () => ({
    files: [{ name: 'tissue-slide.drawn', type: 'text/plain', bytes: utf8(`${DRAWN_SLIDE_MAGIC}${String(SEED)}\n`) }],
    truth: { kind: 'boxes', boxes: drawnNuclei(SEED) },
  }),
  preview: () => {
    const [width, height] = [TISSUE_WIDTH / PREVIEW / 2, TISSUE_HEIGHT / PREVIEW / 2];
    const area = { x: TISSUE_WIDTH / 4, y: TISSUE_HEIGHT / 4, width: TISSUE_WIDTH / 4, height: TISSUE_HEIGHT / 4 };
    return { width, height, colour: 'rgb', samples: paintTissue(SEED, area, width, height) };
  },
};
