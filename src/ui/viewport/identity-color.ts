import type { PatientIdentity, Study } from '../../domain/study';
import { useSession } from '../app-context';

/** Tell patients apart beside their names; safe with colour-vision deficiency (Okabe and Ito). */
const COLORS = ['#56b4e9', '#e69f00', '#009e73', '#cc79a7', '#f0e442', '#d55e00', '#0072b2'] as const;

const keyOf = (patient: PatientIdentity | null): string => (patient === null ? '' : `${patient.id}\n${patient.name}`);

/** The colour of each patient, in the order they were opened; null while there is only one to tell. */
export function identityColor(studies: readonly Study[], study: Study | null): string | null {
  const keys = [...new Set(studies.map(({ patient }) => keyOf(patient)))];
  if (study === null || keys.length < 2) return null;
  return COLORS[keys.indexOf(keyOf(study.patient)) % COLORS.length] ?? null;
}

/** Same colour on the strip and over the image. */
export function useIdentityColor(study: Study | null): string | null {
  const studies = useSession((session) => session.studies);
  return identityColor(studies, study);
}
