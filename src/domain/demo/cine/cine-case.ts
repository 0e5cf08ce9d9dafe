import type { CaseDrawing } from '../demo-case';
import { drawnSeries } from '../dicom/drawn-image';
import { randomUid, randomUids } from '../dicom/drawn-object';
import { seededRandom } from '../random';
import { cineSlice, LEVELS, SIDE, SPACING } from './short-axis';

const SEED = 7;
const PHASES = 12;
/** Milliseconds of a beat. */
const BEAT = 900;
/** From slice to slice, mm. */
const GAP = 24;

/** Three short-axis slices, each a series over one beat. */
export const cineMri: CaseDrawing = {
  draw() {
    const random = seededRandom(SEED);
    const uids = randomUids(random);
    const slices = LEVELS.map((level, index) => {
      const pictures = cineSlice(level, PHASES, random);
      const series = { ...uids, series: randomUid(random) };
      const position = [(-SIDE / 2) * SPACING, (-SIDE / 2) * SPACING, -index * GAP] as const;
      const frames = pictures.map((picture, phase) => ({
        picture,
        spacing: SPACING,
        plane: { position, rows: [1, 0, 0] as const, columns: [0, 1, 0] as const, thickness: 8 },
        triggerTime: Math.round((phase * BEAT) / PHASES),
      }));
      const about = {
        kind: 'mr',
        caseId: 'cine-mri',
        study: 'IRM cardiaque de synthèse',
        series: `Petit axe dessiné, ${level.name}`,
      } as const;
      const truth = { uid: series.series, labels: [{ value: 1, key: 'lv_cavity' }], frames: pictures.map(({ cavity }) => cavity) };
      return { files: drawnSeries({ ...about, seriesNumber: index + 1, uids: series }, frames, random), truth };
    });
    return { files: slices.flatMap(({ files }) => files), truth: { kind: 'masks', series: slices.map(({ truth }) => truth) } };
  },
  preview: () => {
    const [, middle] = LEVELS;
    const [first] = middle === undefined ? [] : cineSlice(middle, 1, seededRandom(SEED));
    if (first === undefined) throw new RangeError('no slice');
    return first;
  },
};
