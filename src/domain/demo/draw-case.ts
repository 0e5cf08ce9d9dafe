import { cineMri } from './cine/cine-case';
import type { CaseDrawing } from './demo-case';
import { akiTable } from './documents/aki-table';
import { frenchLetter } from './documents/french-letter';
import { injuryNotes } from './documents/injury-notes';
import { fundus } from './fundus/fundus-case';
import { hippocampus } from './hippocampus/hippocampus-case';
import { nerveSem } from './nerve/nerve-sem';
import type { DrawnCaseId } from './registry';
import { breastUltrasound } from './ultrasound/breast-lesion';
import { fetalHead } from './ultrasound/fetal-head';

/** How each drawn case is made. Loaded where it is drawn, not with the app. */
export const DRAWINGS: Readonly<Record<DrawnCaseId, CaseDrawing>> = {
  'cine-mri': cineMri,
  hippocampus,
  'nerve-sem': nerveSem,
  fundus,
  'breast-ultrasound': breastUltrasound,
  'fetal-head': fetalHead,
  'aki-table': akiTable,
  'injury-notes': injuryNotes,
  'french-letter': frenchLetter,
};
