import type { Study } from '../../domain/study';

/** Tell patients apart beside their names; safe with colour-vision deficiency (Okabe and Ito). */
const COLORS = ['#56b4e9', '#e69f00', '#009e73', '#cc79a7', '#f0e442', '#d55e00', '#0072b2'] as const;
const NEUTRAL = '#78879b';

/** The same patient has the same colour on strip and viewports. */
export function identityColor(study: Study): string {
  if (study.patient === null) return NEUTRAL;
  const text = `${study.patient.id}\n${study.patient.name}`;
  let sum = 0;
  for (const character of text) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 65_521;
  return COLORS[sum % COLORS.length] ?? NEUTRAL;
}
