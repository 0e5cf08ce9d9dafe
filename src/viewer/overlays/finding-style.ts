import type { Finding } from '../../domain/finding';
import type { LabelLook } from '../../domain/label-look';
import type { ViewerTexts } from '../viewer';

/** How a finding is told apart without relying on colour: dash, weight, tag and mark. */
export interface FindingStyle {
  readonly stroke: string;
  readonly width: number;
  readonly dash: readonly number[];
  readonly tag: string;
}

const REJECTED = '#9aa3ad';

/** Author first: what a model made keeps its tag and its dashes until a person has accepted it, and its tag for good. */
export function findingStyle(finding: Finding, look: LabelLook, texts: Pick<ViewerTexts, 'ai' | 'locale'>): FindingStyle {
  const model = finding.author.kind === 'model' ? finding.author.modelId : null;
  const byModel = model !== null;
  const name = look.nameOf(finding.label, model);
  const score =
    finding.score === null ? '' : ` ${finding.score.toLocaleString(texts.locale, { maximumFractionDigits: 2, minimumFractionDigits: 2 })}`;
  const author = byModel ? `${texts.ai} ` : '';
  const stroke = look.colourOf(finding.label, model);
  switch (finding.status) {
    case 'proposed':
      return { stroke, width: 2, dash: byModel ? [6, 4] : [], tag: `${author}${name}${score}` };
    case 'accepted':
      return { stroke, width: 2, dash: [], tag: `✓ ${author}${name}${score}` };
    case 'edited':
      return { stroke, width: 2, dash: byModel ? [12, 3, 2, 3] : [], tag: `✎ ${author}${name}` };
    case 'rejected':
      return { stroke: REJECTED, width: 1, dash: [2, 3], tag: `✕ ${author}${name}` };
  }
}
