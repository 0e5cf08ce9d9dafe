import { isPersonsRegion, type Author, type Evidence, type Finding, type FindingStatus } from '../finding';
import type { FindingId, SeriesId } from '../ids';
import { spanOf, type Rings } from '../regions/rings';
import type { Box } from '../units';
import { addition, removal, replacement, replacements, type Change } from './change';

/** Smallest side of a box, image pixels: one that shrank to nothing could not be grabbed again. */
export const MINIMUM_BOX_SIDE = 1;

export type FindingChange = Change<Finding>;

/** A model's proposal as it enters the review. `score` is 0–1, null where the model gives none. */
export function proposedFinding(
  id: FindingId,
  series: SeriesId,
  author: Extract<Author, { kind: 'model' }>,
  proposal: { readonly label: string; readonly score: number | null; readonly evidence: Evidence },
): Finding {
  const { label, score, evidence } = proposal;
  return {
    id,
    series,
    label,
    score,
    evidence,
    author,
    proposal: { label, score, evidence },
    status: 'proposed',
    note: '',
    decidedAt: null,
  };
}

/** A finding drawn by a person: it has no score and no proposal, and holds from the start. `at` is ISO 8601. */
export function personFinding(id: FindingId, series: SeriesId, label: string, evidence: Evidence, at: string): Finding {
  return {
    id,
    series,
    label,
    score: null,
    evidence,
    author: { kind: 'person' },
    proposal: null,
    status: 'accepted',
    note: '',
    decidedAt: at,
  };
}

export function addFinding(findings: readonly Finding[], finding: Finding): FindingChange {
  return addition(findings, finding);
}

/** What a person says of a finding. */
export type Verdict = { readonly say: 'accept' } | { readonly say: 'reject' } | { readonly say: 'relabel'; readonly label: string };

/** Accepts a finding as it stands: one that differs from its proposal is `edited`, not `accepted`. Null: no change. */
export function acceptFinding(findings: readonly Finding[], id: FindingId, at: string): FindingChange | null {
  return replacement(findings, id, (finding) => judged(finding, { say: 'accept' }, at));
}

/** The finding stays in the list, marked, and leaves the counts. Null: no change. */
export function rejectFinding(findings: readonly Finding[], id: FindingId, at: string): FindingChange | null {
  return replacement(findings, id, (finding) => judged(finding, { say: 'reject' }, at));
}

/** Another label; an edit is also a verdict, so a rejected finding comes back. Null: no change. */
export function relabelFinding(findings: readonly Finding[], id: FindingId, label: string, at: string): FindingChange | null {
  return replacement(findings, id, (finding) => judged(finding, { say: 'relabel', label }, at));
}

/** One verdict on several findings; those that it changes. */
export function judgeFindings(
  findings: readonly Finding[],
  ids: ReadonlySet<FindingId>,
  verdict: Verdict,
  at: string,
): readonly FindingChange[] {
  return replacements(findings, ids, (finding) => judged(finding, verdict, at));
}

/** Moves or resizes the box; an edit is also a verdict. Null: no change, or a box that is not finite. */
export function moveFinding(findings: readonly Finding[], id: FindingId, box: Box, at: string): FindingChange | null {
  const normal = normalBox(box);
  if (normal === null) return null;
  return replacement(findings, id, (finding) => {
    // Outlines, regions and decisions are not dragged.
    const { evidence } = finding;
    if ((evidence.kind !== 'box' && evidence.kind !== 'ellipse') || sameBox(evidence.box, normal)) return finding;
    const moved: Finding = { ...finding, evidence: { ...evidence, box: normal } };
    return { ...moved, status: standing(moved), decidedAt: at };
  });
}

/** Another outline of a region that a person drew. Null: no change, or another kind of finding. */
export function reshapeRegion(findings: readonly Finding[], id: FindingId, rings: Rings, at: string): FindingChange | null {
  const box = spanOf(rings);
  if (box === null) return null;
  return replacement(findings, id, (finding) => {
    if (!isPersonsRegion(finding) || finding.evidence.kind === 'text') return finding;
    const { instance, frameNumber } = finding.evidence;
    return { ...finding, evidence: { kind: 'polygon', instance, frameNumber, rings, box }, decidedAt: at };
  });
}

/** A note is no verdict: status and time of decision stay. Null: no change. */
export function noteFinding(findings: readonly Finding[], id: FindingId, note: string): FindingChange | null {
  return replacement(findings, id, (finding) => (finding.note === note ? finding : { ...finding, note }));
}

/** Only a person's own finding can be removed; a model's is rejected and stays on record. Null: refused or unknown. */
export function removeFinding(findings: readonly Finding[], id: FindingId): FindingChange | null {
  const finding = findings.find((candidate) => candidate.id === id);
  return finding?.author.kind === 'person' ? removal(findings, id) : null;
}

/** Does the finding, as it stands, say something else than its model proposed? Never true of a person's. */
export function differsFromProposal(finding: Finding): boolean {
  const { proposal } = finding;
  return proposal !== null && (proposal.label !== finding.label || !sameEvidence(proposal.evidence, finding.evidence));
}

/** Did a person give a verdict on it, or make it? */
export function isDecided(finding: Pick<Finding, 'status'>): boolean {
  return finding.status !== 'proposed';
}

/** Status of a finding that a person lets stand. */
function standing(finding: Finding): FindingStatus {
  return differsFromProposal(finding) ? 'edited' : 'accepted';
}

function judged(finding: Finding, verdict: Verdict, at: string): Finding {
  if (verdict.say !== 'relabel') return decided(finding, verdict.say === 'accept' ? standing(finding) : 'rejected', at);
  const { label } = verdict;
  if (label === finding.label || label === '') return finding;
  const relabelled = { ...finding, label };
  return { ...relabelled, status: standing(relabelled), decidedAt: at };
}

function decided(finding: Finding, status: FindingStatus, at: string): Finding {
  return finding.status === status ? finding : { ...finding, status, decidedAt: at };
}

/** A box drawn or dragged backwards, turned right and given a least side; null when not finite. */
export function normalBox(box: Box): Box | null {
  const { x, y, width, height } = box;
  if (![x, y, width, height].every(Number.isFinite)) return null;
  return {
    x: Math.min(x, x + width),
    y: Math.min(y, y + height),
    width: Math.max(Math.abs(width), MINIMUM_BOX_SIDE),
    height: Math.max(Math.abs(height), MINIMUM_BOX_SIDE),
  };
}

function sameBox(a: Box, b: Box): boolean {
  return a.x === b.x && a.y === b.y && a.width === b.width && a.height === b.height;
}

/** Only boxes are ever changed; every other evidence stays as it was proposed. */
function sameEvidence(a: Evidence, b: Evidence): boolean {
  if (a.kind !== 'box' || b.kind !== 'box') return a.kind === b.kind;
  return a.instance === b.instance && a.frameNumber === b.frameNumber && sameBox(a.box, b.box);
}
