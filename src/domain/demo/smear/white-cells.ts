import type { CaseDrawing, DrawnPicture } from '../demo-case';
import { drawnSeries } from '../dicom/drawn-image';
import { randomUids } from '../dicom/drawn-object';
import { seededRandom, type Random } from '../random';
import { paintCell, type Stain } from './absorbance';
import { lymphocyte, neutrophil, platelet, redCell, type Cell } from './cells';
import { photograph } from './optics';

const SEED = 21;
/** A cell fills about half of its picture, as in the sets that analysers make. */
const SIDE = 330;
/** The lamp of an analyser: warm and bright. */
const LAMP = [254, 230, 206] as const;
/** May-Grünwald and Giemsa: nuclei nearly black-violet, cytoplasm faintly pink. */
const STAIN: Stain = {
  haemoglobin: [0.2, 0.36, 0.28],
  chromatin: [1.15, 1.85, 0.48],
  lilacCytoplasm: [0.1, 0.19, 0.03],
  blueCytoplasm: [0.42, 0.38, 0.02],
  granules: [0.1, 0.22, 0.06],
  platelet: [0.55, 0.8, 0.28],
};

/** What stands in the middle of each picture. */
const CELLS: readonly ((random: Random, x: number, y: number) => Cell)[] = [neutrophil, lymphocyte, neutrophil, platelet];

/** One cell among red cells. */
function cellPicture(make: (typeof CELLS)[number], random: Random): DrawnPicture {
  const middle = make(random, SIDE / 2, SIDE / 2);
  const taken = [{ x: SIDE / 2, y: SIDE / 2, radius: middle.outline.radius }];
  const red: Cell[] = [];
  for (let attempt = 0; attempt < 300 && red.length < 9; attempt++) {
    const x = random.between(-20, SIDE + 20);
    const y = random.between(-20, SIDE + 20);
    if (taken.some((other) => Math.hypot(other.x - x, other.y - y) < 50 + other.radius)) continue;
    taken.push({ x, y, radius: 48 });
    red.push(redCell(random, x, y));
  }
  const absorbance = new Float64Array(3 * SIDE * SIDE);
  for (const cell of [...red, middle]) paintCell(cell, absorbance, SIDE, SIDE, STAIN);
  return { width: SIDE, height: SIDE, colour: 'rgb', samples: photograph(absorbance, SIDE, SIDE, random, LAMP) };
}

/** White cells and a platelet, one a picture, as a second stage after detection sees them. */
export const whiteCells: CaseDrawing = {
  draw() {
    const random = seededRandom(SEED);
    const frames = CELLS.map((make) => ({ picture: cellPicture(make, random), spacing: null, plane: null, triggerTime: null }));
    const about = {
      kind: 'microscopy',
      caseId: 'white-cells',
      study: 'Frottis de synthèse',
      series: 'Cellules dessinées une par une',
    } as const;
    return { files: drawnSeries({ ...about, seriesNumber: 1, uids: randomUids(random) }, frames, random), truth: null };
  },
  preview: () => cellPicture(neutrophil, seededRandom(SEED)),
};
