import type { CaseDrawing } from './demo-case';
import { fundus } from './fundus/fundus-case';
import type { DrawnCaseId } from './registry';

/** How each drawn case is made. Loaded where it is drawn, not with the app. */
export const DRAWINGS: Readonly<Record<DrawnCaseId, CaseDrawing>> = { fundus };
