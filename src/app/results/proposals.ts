import type { Evidence, Finding, RegionEvidence } from '../../domain/finding';
import { intersectionOverUnion } from '../../domain/review/truth-score';

type RegionAmount = RegionEvidence['amount'];

/** Where a run proposed: one frame, one row, one text, or with null the whole series. */
export type ProposalPlace =
  | { readonly kind: 'frame'; readonly instance: string; readonly frameNumber: number }
  | { readonly kind: 'text'; readonly row: number | null }
  | null;

/**
 * A second run on the same place replaces what the first proposed, and nothing that a person has decided on; what was
 * decided on is not proposed again, and where it is about a map or a decision of the first answer, it now is about the
 * second one's.
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
  const moved = kept.map((decided) => {
    const again = fresh.find((finding) => sameProposal(decided, finding, run.place));
    return again === undefined || !namesAnswer(decided.evidence) ? decided : { ...decided, evidence: again.evidence };
  });
  return [...moved, ...fresh.filter((finding) => !kept.some((decided) => sameProposal(decided, finding, run.place)))];
}

/** What a run goes on to propose, beside what it has proposed already; nothing that a person has decided on. */
export function withMoreProposals(all: readonly Finding[], fresh: readonly Finding[], place: ProposalPlace): readonly Finding[] {
  const decided = all.filter(({ status, note }) => status !== 'proposed' || note !== '');
  return [...all, ...fresh.filter((finding) => !decided.some((one) => sameProposal(one, finding, place)))];
}

/**
 * What is proposed about maps that grow while they are on screen: a proposal about a part of a map that is there already is
 * that proposal, with the part as it is now and what a person has made of it.
 */
export function withGrownRegions(all: readonly Finding[], fresh: readonly Finding[]): readonly Finding[] {
  const grown = new Map(
    fresh.flatMap((finding) => (finding.evidence.kind === 'region' ? [[partOf(finding.evidence), finding] as const] : [])),
  );
  const kept = all.map((finding) => {
    const now = finding.evidence.kind === 'region' ? grown.get(partOf(finding.evidence)) : undefined;
    if (now?.evidence.kind !== 'region' || finding.proposal === null) return finding;
    grown.delete(partOf(now.evidence));
    return { ...finding, evidence: now.evidence, proposal: { ...finding.proposal, evidence: now.evidence } };
  });
  return [...kept, ...grown.values()];
}

function partOf({ job, output, value }: RegionEvidence): string {
  return `${job} ${output} ${String(value)}`;
}

/** Whether the evidence is a part of one answer and means nothing without it. */
function namesAnswer({ kind }: Evidence): boolean {
  return kind === 'region' || kind === 'whole' || kind === 'text';
}

function isAt({ evidence }: Finding, place: ProposalPlace): boolean {
  if (place === null) return true;
  if (place.kind === 'text') return evidence.kind === 'text' && evidence.row === place.row;
  return evidence.kind !== 'text' && evidence.instance === place.instance && evidence.frameNumber === place.frameNumber;
}

function sameProposal(a: Finding, b: Finding, place: ProposalPlace): boolean {
  if (a.proposal === null || b.proposal === null || a.proposal.label !== b.proposal.label) return false;
  if (a.author.kind !== 'model' || b.author.kind !== 'model' || a.author.modelId !== b.author.modelId) return false;
  return a.series === b.series && sameEvidence(a.proposal.evidence, b.proposal.evidence, place === null);
}

/** Two runs of one model on one frame may differ in the last digits, on another provider. */
const SAME_SHARE = 0.9;

/**
 * Whether two runs of one model, which gave both the same label, mean the same thing.
 * @param ofSeries they were run on the whole series: a map and a decision are then of no frame in particular.
 */
export function sameEvidence(a: Evidence, b: Evidence, ofSeries: boolean): boolean {
  if (a.kind === 'text' || b.kind === 'text') {
    return a.kind === 'text' && b.kind === 'text' && a.output === b.output && a.row === b.row && a.start === b.start && a.end === b.end;
  }
  const sameFrame = a.instance === b.instance && a.frameNumber === b.frameNumber;
  if (a.kind === 'region' && b.kind === 'region') {
    return (ofSeries || sameFrame) && a.output === b.output && a.value === b.value && sameAmount(a.amount, b.amount);
  }
  if (a.kind === 'whole' && b.kind === 'whole') return (ofSeries || sameFrame) && a.output === b.output;
  return a.kind === b.kind && sameFrame && intersectionOverUnion(a.box, b.box) >= SAME_SHARE;
}

/** A verdict on a little is none on a lot: another version of the model may find more. */
function sameAmount(a: RegionAmount, b: RegionAmount): boolean {
  return a.unit === b.unit && Math.min(a.value, b.value) >= SAME_SHARE * Math.max(a.value, b.value);
}
