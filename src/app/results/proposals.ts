import type { Finding } from '../../domain/finding';
import { intersectionOverUnion } from '../../domain/review/truth-score';

/** Where a run proposed: one frame, one row, one text, or with null the whole series. */
export type ProposalPlace =
  | { readonly kind: 'frame'; readonly instance: string; readonly frameNumber: number }
  | { readonly kind: 'text'; readonly row: number | null }
  | null;

/**
 * A second run on the same place replaces what the first proposed, and nothing that a person has decided on; what was
 * decided on is not proposed again.
 */
export function withProposals(
  all: readonly Finding[],
  fresh: readonly Finding[],
  run: { readonly series: string; readonly modelId: string; readonly place: ProposalPlace },
): readonly Finding[] {
  const kept = all.filter(
    (finding) =>
      finding.series !== run.series ||
      finding.status !== 'proposed' ||
      finding.note !== '' ||
      finding.author.kind === 'person' ||
      finding.author.modelId !== run.modelId ||
      !isAt(finding, run.place),
  );
  return [...kept, ...fresh.filter((finding) => !kept.some((decided) => sameProposal(decided, finding)))];
}

function isAt({ evidence }: Finding, place: ProposalPlace): boolean {
  if (place === null) return true;
  if (place.kind === 'text') return evidence.kind === 'text' && evidence.row === place.row;
  return evidence.kind !== 'text' && evidence.instance === place.instance && evidence.frameNumber === place.frameNumber;
}

/** Two runs of one model on one frame may differ in the last digits, on another provider. */
const SAME_PROPOSAL_IOU = 0.9;

function sameProposal(a: Finding, b: Finding): boolean {
  if (a.proposal === null || b.proposal === null || a.proposal.label !== b.proposal.label) return false;
  if (a.author.kind === 'model' && b.author.kind === 'model' && a.author.modelId !== b.author.modelId) return false;
  const [first, second] = [a.proposal.evidence, b.proposal.evidence];
  if (first.kind === 'text' || second.kind === 'text') {
    return (
      first.kind === 'text' &&
      second.kind === 'text' &&
      first.output === second.output &&
      first.row === second.row &&
      first.start === second.start &&
      first.end === second.end
    );
  }
  if (first.kind !== second.kind || first.instance !== second.instance) return false;
  if (first.kind === 'region' && second.kind === 'region') return first.output === second.output && first.value === second.value;
  return first.frameNumber === second.frameNumber && intersectionOverUnion(first.box, second.box) >= SAME_PROPOSAL_IOU;
}
