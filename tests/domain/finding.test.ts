import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isOneOfMany, isOnImage, type Finding } from '../../src/domain/finding';
import { findingId, instanceId, jobId, seriesId, type FindingId } from '../../src/domain/ids';
import { applyChange, invertChange } from '../../src/domain/review/change';
import {
  acceptFinding,
  addFinding,
  differsFromProposal,
  isDecided,
  moveFinding,
  noteFinding,
  personFinding,
  proposedFinding,
  rejectFinding,
  relabelFinding,
  removeFinding,
  type FindingChange,
} from '../../src/domain/review/verdicts';
import type { Box } from '../../src/domain/units';

const author = { kind: 'model', job: jobId('j'), modelId: 'm', modelVersion: '1', weightsSha256: 'aa', provider: 'wasm' } as const;
const on = (box: Box) => ({ kind: 'box', instance: instanceId('i'), frameNumber: 1, box }) as const;
const box: Box = { x: 10, y: 20, width: 30, height: 40 };
const proposed = (id: string): Finding =>
  proposedFinding(findingId(id), seriesId('s'), author, { label: 'RBC', score: 0.8, evidence: on(box) });
const drawn = (id: string): Finding => personFinding(findingId(id), seriesId('s'), 'WBC', on(box), 't0');

function after(
  finding: Finding,
  ...gestures: readonly ((list: readonly Finding[], id: FindingId) => FindingChange | null)[]
): Finding | undefined {
  let list: readonly Finding[] = [finding];
  for (const gesture of gestures) {
    const change = gesture(list, finding.id);
    if (change !== null) list = applyChange(list, change);
  }
  return list[0];
}

type Gesture = (list: readonly Finding[], id: FindingId) => FindingChange | null;
const gesture: fc.Arbitrary<Gesture> = fc.oneof(
  fc.string({ minLength: 1, maxLength: 3 }).map(
    (at): Gesture =>
      (list, id) =>
        acceptFinding(list, id, at),
  ),
  fc.string({ minLength: 1, maxLength: 3 }).map(
    (at): Gesture =>
      (list, id) =>
        rejectFinding(list, id, at),
  ),
  fc.constantFrom('RBC', 'WBC', 'Platelets').map(
    (label): Gesture =>
      (list, id) =>
        relabelFinding(list, id, label, 't'),
  ),
  fc
    .record({
      x: fc.constantFrom(10, 11, -5),
      y: fc.constantFrom(20, 25),
      width: fc.constantFrom(30, -3, 0),
      height: fc.constantFrom(40, 41),
    })
    .map(
      (to): Gesture =>
        (list, id) =>
          moveFinding(list, id, to, 't'),
    ),
  fc.string({ maxLength: 3 }).map(
    (note): Gesture =>
      (list, id) =>
        noteFinding(list, id, note),
  ),
  fc.constant<Gesture>((list, id) => removeFinding(list, id)),
  fc.nat(99).map(
    (n): Gesture =>
      (list) =>
        addFinding(list, drawn(`p${String(n)}`)),
  ),
);
const gestures = fc.array(fc.tuple(gesture, fc.constantFrom('a', 'b', 'c', 'p1', 'unknown')), { maxLength: 30 });
const start: readonly Finding[] = [proposed('a'), drawn('b'), proposed('c')];

describe('verdicts', () => {
  it('accepting as proposed is accepted, with its time', () => {
    expect(after(proposed('a'), (l, id) => acceptFinding(l, id, 't1'))).toMatchObject({ status: 'accepted', decidedAt: 't1' });
  });

  it('another label or box is edited, and stays so when accepted', () => {
    const relabelled = after(proposed('a'), (l, id) => relabelFinding(l, id, 'WBC', 't1'));
    expect(relabelled).toMatchObject({ status: 'edited', label: 'WBC', decidedAt: 't1', proposal: { label: 'RBC' } });
    const moved = after(
      proposed('a'),
      (l, id) => moveFinding(l, id, { ...box, x: 11 }, 't1'),
      (l, id) => acceptFinding(l, id, 't2'),
    );
    expect(moved).toMatchObject({ status: 'edited', evidence: { box: { x: 11 } }, proposal: { evidence: { box: { x: 10 } } } });
  });

  it('put back as proposed is accepted: a person has looked', () => {
    const back = after(
      proposed('a'),
      (l, id) => relabelFinding(l, id, 'WBC', 't1'),
      (l, id) => relabelFinding(l, id, 'RBC', 't2'),
    );
    expect(back).toMatchObject({ status: 'accepted', decidedAt: 't2' });
  });

  it('a rejected finding comes back when edited or accepted', () => {
    expect(
      after(
        proposed('a'),
        (l, id) => rejectFinding(l, id, 't1'),
        (l, id) => acceptFinding(l, id, 't2'),
      ),
    ).toMatchObject({ status: 'accepted', decidedAt: 't2' });
    expect(
      after(
        proposed('a'),
        (l, id) => rejectFinding(l, id, 't1'),
        (l, id) => moveFinding(l, id, { ...box, y: 0 }, 't2'),
      ),
    ).toMatchObject({ status: 'edited' });
  });

  it("a person's finding is never edited, for there is no proposal", () => {
    expect(after(drawn('b'), (l, id) => relabelFinding(l, id, 'RBC', 't1'))).toMatchObject({
      status: 'accepted',
      proposal: null,
      score: null,
    });
  });

  it('a note is no verdict', () => {
    expect(after(proposed('a'), (l, id) => noteFinding(l, id, 'floue'))).toMatchObject({
      status: 'proposed',
      decidedAt: null,
      note: 'floue',
    });
  });

  it("only a person's own finding can be removed", () => {
    expect(removeFinding(start, findingId('a'))).toBeNull();
    expect(removeFinding(start, findingId('b'))).toMatchObject({ before: { id: 'b' }, after: null, index: 1 });
  });

  it('a box drawn backwards is turned right, one that is not finite refused', () => {
    expect(after(drawn('b'), (l, id) => moveFinding(l, id, { x: 50, y: 60, width: -20, height: -0.2 }, 't'))?.evidence).toMatchObject({
      box: { x: 30, y: 59.8, width: 20, height: 1 },
    });
    expect(moveFinding(start, findingId('b'), { ...box, x: Number.NaN }, 't')).toBeNull();
    expect(moveFinding(start, findingId('b'), { ...box, width: Number.POSITIVE_INFINITY }, 't')).toBeNull();
  });

  it('what changes nothing is no change', () => {
    expect(noteFinding(start, findingId('a'), '')).toBeNull();
    expect(relabelFinding(start, findingId('a'), 'RBC', 't')).toBeNull();
    expect(moveFinding(start, findingId('a'), { ...box }, 't')).toBeNull();
    expect(acceptFinding(start, findingId('b'), 't')).toBeNull();
    expect(acceptFinding(start, findingId('unknown'), 't')).toBeNull();
  });
});

describe('whatever is done', () => {
  it('authors and proposals stay, models never lose a finding, status tells the truth', () => {
    fc.assert(
      fc.property(gestures, (steps) => {
        let list = start;
        for (const [act, id] of steps) {
          const change = act(list, findingId(id));
          if (change !== null) list = applyChange(list, change);
        }
        for (const original of start.filter((finding) => finding.author.kind === 'model')) {
          const now = list.find((finding) => finding.id === original.id);
          expect(now?.author).toEqual(original.author);
          expect(now?.proposal).toEqual(original.proposal);
          expect(now?.score).toBe(original.score);
        }
        for (const finding of list) {
          expect(finding.author.kind === 'person').toBe(finding.proposal === null && finding.score === null);
          if (finding.status === 'accepted' || finding.status === 'proposed') expect(differsFromProposal(finding)).toBe(false);
          if (finding.status === 'edited') expect(differsFromProposal(finding)).toBe(true);
          expect(isDecided(finding)).toBe(finding.decidedAt !== null);
          if (!isOnImage(finding)) throw new Error('all of them lie on an image');
          expect(Math.min(finding.evidence.box.width, finding.evidence.box.height)).toBeGreaterThanOrEqual(1);
        }
        expect(new Set(list.map((finding) => finding.id)).size).toBe(list.length);
      }),
      { numRuns: 500 },
    );
  });

  it('undoing every step in turn gives back the start, redoing them the end', () => {
    fc.assert(
      fc.property(gestures, (steps) => {
        let list = start;
        const done: FindingChange[] = [];
        for (const [act, id] of steps) {
          const change = act(list, findingId(id));
          if (change === null || applyChange(list, change) === list) continue;
          list = applyChange(list, change);
          done.push(change);
        }
        const undone = done.reduceRight<readonly Finding[]>((at, change) => applyChange(at, invertChange(change)), list);
        expect(undone).toEqual(start);
        expect(done.reduce<readonly Finding[]>(applyChange, start)).toEqual(list);
      }),
      { numRuns: 500 },
    );
  });
});

describe('what is counted', () => {
  const text = (start: number, end: number) => ({ kind: 'text', job: jobId('j'), output: 'o', row: 0, start, end }) as const;

  it('is one thing among others, not what is said of a whole image, row or text', () => {
    expect(isOneOfMany({ author: { kind: 'person' }, evidence: on(box) })).toBe(true);
    expect(isOneOfMany({ author: { kind: 'person' }, evidence: text(3, 9) })).toBe(true);
    expect(isOneOfMany({ author: { kind: 'person' }, evidence: text(0, 0) })).toBe(false);
    expect(isOneOfMany({ author: { kind: 'person' }, evidence: { ...on(box), kind: 'whole', job: jobId('j'), output: 'o' } })).toBe(false);
    const polygon = { ...on(box), kind: 'polygon', rings: [] } as const;
    expect(isOneOfMany({ author: { kind: 'person' }, evidence: polygon })).toBe(false);
  });
});
