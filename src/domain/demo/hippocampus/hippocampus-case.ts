import type { CaseDrawing, DrawnPicture } from '../demo-case';
import { drawnSeries } from '../dicom/drawn-image';
import { randomUids } from '../dicom/drawn-object';
import { toBytes } from '../drawing/blur';
import { seededRandom } from '../random';
import { ANTERIOR, hippocampusVolume, POSTERIOR, SIZE } from './hippocampus-volume';

const SEED = 5;
const LABELS = [
  { value: ANTERIOR, key: 'anterior' },
  { value: POSTERIOR, key: 'posterior' },
] as const;

/** One axial plane as it is looked at: columns to the left of the patient, rows to the back. */
function axial<T extends Uint8Array | Float64Array>(volume: T, z: number, into: T): T {
  for (let row = 0, pixel = 0; row < SIZE.y; row++) {
    for (let column = 0; column < SIZE.x; column++, pixel++) {
      into[pixel] = volume[(z * SIZE.y + SIZE.y - 1 - row) * SIZE.x + SIZE.x - 1 - column] ?? 0;
    }
  }
  return into;
}

function slicePicture(levels: Float64Array, z: number): DrawnPicture {
  const samples = toBytes(axial(levels, z, new Float64Array(SIZE.x * SIZE.y)));
  return { width: SIZE.x, height: SIZE.y, colour: 'grey', samples };
}

export const hippocampus: CaseDrawing = {
  draw() {
    const random = seededRandom(SEED);
    const { levels, parts } = hippocampusVolume(random);
    const uids = randomUids(random);
    const frames = Array.from({ length: SIZE.z }, (_, z) => ({
      picture: slicePicture(levels, z),
      spacing: 1,
      plane: { position: [-SIZE.x / 2, -SIZE.y / 2, z] as const, rows: [1, 0, 0] as const, columns: [0, 1, 0] as const, thickness: 1 },
      triggerTime: null,
    }));
    const about = {
      kind: 'mr',
      caseId: 'hippocampus',
      study: 'IRM cérébrale de synthèse',
      series: 'T1 dessiné, hippocampe gauche',
    } as const;
    const maps = frames.map((_, z) => axial(parts, z, new Uint8Array(SIZE.x * SIZE.y)));
    return {
      files: drawnSeries({ ...about, seriesNumber: 1, uids }, frames, random),
      truth: { kind: 'masks', series: [{ uid: uids.series, labels: LABELS, frames: maps }] },
    };
  },
  preview: () => slicePicture(hippocampusVolume(seededRandom(SEED)).levels, 17),
};
