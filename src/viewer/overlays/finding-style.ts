import type { Finding } from '../../domain/finding';
import type { LabelLook } from '../../domain/label-look';
import type { ViewerTexts } from '../viewer';

/** How a finding is told apart without relying on colour: dash and weight, beside its tag (`findingTag`). */
export interface FindingStyle {
  readonly stroke: string;
  readonly width: number;
  readonly dash: readonly number[];
}

const REJECTED = '#9aa3ad';

/** Author first: what a model made keeps its dashes until a person has accepted it. */
export function findingStyle(finding: Finding, look: LabelLook): FindingStyle {
  const model = finding.author.kind === 'model' ? finding.author.modelId : null;
  const byModel = model !== null;
  const stroke = look.colourOf(finding.label, model);
  switch (finding.status) {
    case 'proposed':
      return { stroke, width: 2, dash: byModel ? [6, 4] : [] };
    case 'accepted':
      return { stroke, width: 2, dash: [] };
    case 'edited':
      return { stroke, width: 2, dash: byModel ? [12, 3, 2, 3] : [] };
    case 'rejected':
      return { stroke: REJECTED, width: 1, dash: [2, 3] };
  }
}

/** What a finding is called over the image: what a model made keeps its mark for good. Numbers are slow to write: for those in sight. */
export function findingTag(finding: Finding, look: LabelLook, texts: Pick<ViewerTexts, 'ai' | 'locale'>): string {
  const model = finding.author.kind === 'model' ? finding.author.modelId : null;
  const name = `${model === null ? '' : `${texts.ai} `}${look.nameOf(finding.label, model)}`;
  const score =
    finding.score === null ? '' : ` ${finding.score.toLocaleString(texts.locale, { maximumFractionDigits: 2, minimumFractionDigits: 2 })}`;
  switch (finding.status) {
    case 'proposed':
      return `${name}${score}`;
    case 'accepted':
      return `✓ ${name}${score}`;
    case 'edited':
      return `✎ ${name}`;
    case 'rejected':
      return `✕ ${name}`;
  }
}
