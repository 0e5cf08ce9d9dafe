import { isPersonsRegion, type Finding, type FindingStatus } from '../../domain/finding';
import { measureRegion } from '../../domain/regions/region';
import type { Series } from '../../domain/study';
import type { Format } from '../i18n/format';
import type { Translate } from '../i18n/translate';
import { amountText } from '../i18n/units';
import { sizeTexts } from '../regions/region-text';

export interface FindingFilter {
  readonly status: FindingStatus | 'all';
  readonly label: string;
}

/** Filter value for every label; no package can use it as a key, which is never empty. */
export const ANY_LABEL = '';

/** A finding with its number on the series: numbers do not change when filters do. */
export interface NumberedFinding {
  readonly finding: Finding;
  readonly number: number;
}

export function filterFindings(findings: readonly NumberedFinding[], filter: FindingFilter): readonly NumberedFinding[] {
  return findings.filter(
    ({ finding }) =>
      (filter.status === 'all' || finding.status === filter.status) && (filter.label === ANY_LABEL || finding.label === filter.label),
  );
}

/** Of a region that a person drew its area; width × height, in mm or under one in µm where the frame is calibrated, else in px; of a region its volume or area; empty for what has no size. */
export function sizeText(finding: Finding, series: Series | null, t: Translate, format: Format): string {
  const { evidence } = finding;
  if (evidence.kind === 'region') return amountText(evidence.amount, format);
  if (evidence.kind === 'text' || evidence.kind === 'whole' || evidence.kind === 'point') return '';
  const { box, instance, frameNumber } = evidence;
  const frame = series?.frames.find((candidate) => candidate.instance === instance && candidate.frameNumber === frameNumber);
  const spacing = frame?.spacing ?? null;
  if (isPersonsRegion(finding)) return sizeTexts(measureRegion(evidence, spacing), format).area;
  const [width, height] = spacing === null ? [box.width, box.height] : [box.width * spacing.column, box.height * spacing.row];
  if (spacing !== null && Math.max(width, height) < 1) {
    return t('findings.size', { width: format.number(width * 1000, 1), height: format.number(height * 1000, 1), unit: 'µm' });
  }
  const [digits, unit] = spacing === null ? [0, 'px'] : [1, 'mm'];
  return t('findings.size', { width: format.number(width, digits), height: format.number(height, digits), unit });
}

/** The model that these are of, the first where there are several; null where a person made them all. */
export function modelOf(findings: readonly NumberedFinding[]): string | null {
  for (const { finding } of findings) if (finding.author.kind === 'model') return finding.author.modelId;
  return null;
}
