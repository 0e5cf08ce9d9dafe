import type { CaseDrawing } from '../demo-case';
import { singlePicture } from '../dicom/single-picture';
import { seededRandom } from '../random';
import { fundusPicture } from './fundus-picture';

const SEED = 1;

/** A fundus photograph with the vessels that are drawn on it. */
export const fundus: CaseDrawing = {
  draw() {
    const picture = fundusPicture(SEED);
    const about = { kind: 'fundus', caseId: 'fundus', study: 'Rétinographie de synthèse', series: 'Fond d’œil dessiné' } as const;
    const { files, uid } = singlePicture(about, picture, null, seededRandom(SEED));
    const masks = { uid, labels: [{ value: 1, key: 'vessel' }], frames: [picture.vessels] };
    return { files, truth: { kind: 'masks', series: [masks] } };
  },
  preview: () => fundusPicture(SEED),
};
