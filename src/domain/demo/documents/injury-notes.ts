import type { CaseDrawing } from '../demo-case';
import { csvFile } from './csv';

/** Narratives of accidents that nobody had, in the manner of emergency notes, with the codes they were written for. */
const NOTES: readonly (readonly [narrative: string, bodyPart: string, diagnosis: string])[] = [
  [
    '27 YOM WAS LIGHTING A ROMAN CANDLE WHEN IT WENT OFF EARLY AND BURNED HIS HAND. DX: SECOND DEGREE BURN RIGHT HAND.',
    'Hand',
    'Burns, thermal (from flames or hot surface)',
  ],
  ['14 YOF WATCHING FIREWORKS, ASH FELL INTO LEFT EYE. DX: CORNEAL ABRASION LEFT EYE.', 'Eyeball', 'Contusions, Abrasions'],
  ['33 YOM HELD A MORTAR SHELL, IT EXPLODED AND CUT HIS FINGER. DX: LACERATION RIGHT INDEX FINGER.', 'Finger', 'Laceration'],
  ['9 YOF STEPPED ON A SPARKLER IN THE GRASS. DX: BURN LEFT FOOT.', 'Foot', 'Burns, thermal (from flames or hot surface)'],
  ['45 YOM RAN FROM A FIRECRACKER, FELL AND TWISTED HIS ANKLE. DX: SPRAIN RIGHT ANKLE.', 'Ankle', 'Strain or Sprain'],
];

export const injuryNotes: CaseDrawing = {
  draw() {
    const rows = NOTES.map(([narrative, bodyPart, diagnosis], index) => [index + 1, 'invented', narrative, bodyPart, diagnosis]);
    return { files: [csvFile('recits-inventes.csv', [['case', 'origin', 'Narrative', 'Body_Part', 'Diagnosis'], ...rows])], truth: null };
  },
  preview: null,
};
