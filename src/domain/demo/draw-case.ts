import { chest } from './chest/chest-radiograph';
import { cineMri } from './cine/cine-case';
import type { CaseDrawing } from './demo-case';
import { akiTable } from './documents/aki-table';
import { frenchLetter } from './documents/french-letter';
import { injuryNotes } from './documents/injury-notes';
import { fundus } from './fundus/fundus-case';
import { hippocampus } from './hippocampus/hippocampus-case';
import { nerveSem } from './nerve/nerve-sem';
import type { DrawnCaseId } from './case-list';
import { dermoscopy } from './skin/dermoscopy';
import { whiteCells } from './smear/white-cells';
import { tissueSlide } from './tissue/tissue-slide';
import { breastUltrasound } from './ultrasound/breast-lesion';
import { fetalHead } from './ultrasound/fetal-head';

/** How each drawn case is made. Loaded where it is drawn, not with the app. */
export const DRAWINGS: Readonly<Record<DrawnCaseId, CaseDrawing>> = {
  'white-cells': whiteCells,
  chest,
  dermoscopy,
  'cine-mri': cineMri,
  hippocampus,
  'nerve-sem': nerveSem,
  'tissue-slide': tissueSlide,
  fundus,
  'breast-ultrasound': breastUltrasound,
  'fetal-head': fetalHead,
  'aki-table': akiTable,
  'injury-notes': injuryNotes,
  'french-letter': frenchLetter,
};
