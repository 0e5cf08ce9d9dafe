import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Finding, FindingStatus, ImageFinding } from '../../../src/domain/finding';
import { differential } from '../../../src/domain/gallery/differential';
import { galleryClasses, galleryFindings, galleryGroups, type GalleryFilter } from '../../../src/domain/gallery/gallery-groups';
import { galleryCommand } from '../../../src/domain/gallery/gallery-keys';
import { afterJudging, chosenIds, NO_SELECTION, pick } from '../../../src/domain/gallery/gallery-selection';
import { findingId, instanceId, jobId, seriesId } from '../../../src/domain/ids';
import type { KeyStroke } from '../../../src/domain/keymap';
import { proposedFinding } from '../../../src/domain/review/verdicts';

const author = { kind: 'model', job: jobId('j'), modelId: 'm', modelVersion: '1', weightsSha256: 'aa', provider: 'wasm' } as const;
const on = { kind: 'box', instance: instanceId('i'), frameNumber: 1, box: { x: 0, y: 0, width: 9, height: 9 } } as const;
let next = 0;
const cell = (label: string, score: number | null, status: FindingStatus = 'proposed', series = 's'): ImageFinding =>
  ({ ...proposedFinding(findingId(String(next++)), seriesId(series), author, { label, score, evidence: on }), status }) as ImageFinding;

const ALL: GalleryFilter = { status: 'all', label: null, order: 'surest' };
const shown = (findings: readonly ImageFinding[], filter: Partial<GalleryFilter> = {}, classes: readonly string[] = ['RBC', 'WBC']) =>
  galleryGroups(findings, { ...ALL, ...filter }, classes).map(({ label, findings: cells }) => [label, cells.map(({ score }) => score)]);

describe('cells of the gallery', () => {
  it('are what lies on images, is one of many and passes its threshold', () => {
    const whole: Finding = { ...cell('AML', 0.9), evidence: { ...on, kind: 'whole', job: jobId('j'), output: 'o' } };
    const text: Finding = { ...cell('code', 0.9), evidence: { kind: 'text', job: jobId('j'), output: 'o', row: null, start: 0, end: 4 } };
    const sure = cell('RBC', 0.5);
    const findings = [whole, text, sure, cell('RBC', 0.4), cell('RBC', 0.9, 'proposed', 'other')];
    expect(galleryFindings(findings, { m: 0.5 }, seriesId('s'))).toEqual([sure]);
    expect(galleryFindings(findings, { m: 0.5 }, null)).toHaveLength(2);
  });

  it('stand by class, in the order of the classes, by falling or rising score, without a score last', () => {
    const cells = [cell('WBC', 0.2), cell('RBC', null), cell('RBC', 0.3), cell('blast', 0.5), cell('RBC', 0.9)];
    const classes = galleryClasses(['RBC', 'WBC', 'Platelets'], cells);
    expect(classes).toEqual(['RBC', 'WBC', 'Platelets', 'blast']);
    expect(shown(cells, {}, classes)).toEqual([
      ['RBC', [0.9, 0.3, null]],
      ['WBC', [0.2]],
      ['blast', [0.5]],
    ]);
    expect(shown(cells, { order: 'doubtful' }, classes)[0]).toEqual(['RBC', [0.3, 0.9, null]]);
  });

  it('are left out by class and by status', () => {
    const cells = [cell('WBC', 0.2, 'accepted'), cell('RBC', 0.3, 'rejected'), cell('WBC', 0.4)];
    expect(shown(cells, { label: 'WBC' })).toEqual([['WBC', [0.4, 0.2]]]);
    expect(shown(cells, { status: 'rejected' })).toEqual([['RBC', [0.3]]]);
    expect(shown(cells, { status: 'edited' })).toEqual([]);
  });

  it('are sorted as a stable sort of their scores would', () => {
    const scores = fc.array(fc.option(fc.integer({ min: 0, max: 50 }).map((n) => n / 50)), { maxLength: 60 });
    fc.assert(
      fc.property(scores, (given) => {
        const cells = given.map((score) => cell('RBC', score));
        const expected = [...cells].sort((a, b) => (b.score ?? -1) - (a.score ?? -1));
        expect(galleryGroups(cells, ALL, ['RBC'])[0]?.findings ?? []).toEqual(expected);
      }),
    );
  });
});

describe('a differential count', () => {
  const cells = [
    cell('Neutrophil', 0.9, 'accepted'),
    cell('Neutrophil', 0.9, 'edited'),
    cell('Neutrophil', 0.9, 'accepted'),
    cell('Neutrophil', 0.9),
    cell('Lymphocyte', 0.9, 'accepted'),
    cell('Lymphocyte', 0.9, 'rejected'),
    cell('Erythroblast', 0.9, 'accepted'),
  ];
  const classes = ['Neutrophil', 'Lymphocyte', 'Monocyte', 'Erythroblast'];

  it('counts what a person let stand, toward a target, beside what does not count', () => {
    const count = differential(cells, classes, { target: 100, basis: 'verified', excluded: ['Erythroblast'] });
    expect([count.total, count.remaining]).toEqual([4, 96]);
    expect(count.classes.map(({ label, found, verified, percent }) => [label, found, verified, percent])).toEqual([
      ['Neutrophil', 4, 3, 75],
      ['Lymphocyte', 1, 1, 25],
      ['Monocyte', 0, 0, 0],
      ['Erythroblast', 1, 1, null],
    ]);
  });

  it('counts all that was found where that is asked, and is at its target from there on', () => {
    const count = differential(cells, classes, { target: 5, basis: 'found', excluded: [] });
    expect([count.total, count.remaining]).toEqual([6, 0]);
    expect(count.classes[0]?.percent).toBeCloseTo((100 * 4) / 6, 10);
    expect(differential([], classes, { target: 100, basis: 'found', excluded: [] }).classes[0]?.percent).toBeNull();
  });

  it('has shares that add up to the whole', () => {
    const label = fc.constantFrom(...classes);
    const status = fc.constantFrom<FindingStatus>('proposed', 'accepted', 'edited', 'rejected');
    fc.assert(
      fc.property(fc.array(fc.tuple(label, status)), fc.subarray(classes), (list, excluded) => {
        const found = list.map(([key, what]) => cell(key, 0.5, what));
        const { total, classes: rows } = differential(found, classes, { target: 100, basis: 'verified', excluded });
        const shares = rows.reduce((sum, { percent }) => sum + (percent ?? 0), 0);
        expect(shares).toBeCloseTo(total === 0 ? 0 : 100, 6);
        expect(rows.reduce((sum, row) => sum + (row.counted ? row.verified : 0), 0)).toBe(total);
      }),
    );
  });
});

describe('the selection', () => {
  const order = ['a', 'b', 'c', 'd', 'e'].map(findingId);
  const names = (ids: Iterable<string>): string => [...ids].join('');

  it('takes one, one more, and a stretch from where it began', () => {
    const one = pick(NO_SELECTION, order, 1, 'alone');
    expect([one.active, names(chosenIds(one))]).toEqual(['b', 'b']);
    const two = pick(one, order, 3, 'toggle');
    expect(names(chosenIds(two))).toBe('bd');
    expect(names(chosenIds(pick(two, order, 1, 'toggle')))).toBe('d');
    const stretch = pick(pick(one, order, 3, 'stretch'), order, 4, 'stretch');
    expect([stretch.active, names(chosenIds(stretch))]).toEqual(['e', 'bcde']);
    expect(names(chosenIds(pick(stretch, order, 0, 'stretch')))).toBe('ab');
    expect(pick(one, order, 9, 'alone')).toBe(one);
  });

  it('goes on to the next cell once some are judged, back from the end', () => {
    expect(afterJudging(order, ['b', 'c'].map(findingId))).toBe('d');
    expect(afterJudging(order, ['e'].map(findingId))).toBe('d');
    expect(afterJudging(order, order)).toBeNull();
  });
});

describe('keys of the gallery', () => {
  const stroke = (key: string, patch: Partial<KeyStroke> = {}): KeyStroke => ({
    key,
    code: key,
    ctrlKey: false,
    metaKey: false,
    shiftKey: false,
    altKey: false,
    ...patch,
  });

  it('are digits for classes whatever the layout, and verdicts', () => {
    // Unshifted the key 3 of an AZERTY keyboard types a quotation mark.
    expect(galleryCommand(stroke('"', { code: 'Digit3' }))).toEqual({ do: 'class', number: 3 });
    expect(galleryCommand(stroke('0', { code: 'Numpad0' }))).toEqual({ do: 'class', number: 10 });
    expect(['Enter', ' ', 'Delete', 'x'].map((key) => galleryCommand(stroke(key))?.do)).toEqual(['accept', 'accept', 'reject', 'reject']);
    expect(galleryCommand(stroke('ArrowDown', { shiftKey: true }))).toEqual({ do: 'move', move: 'ArrowDown', extend: true });
    expect(galleryCommand(stroke(' ', { ctrlKey: true }))).toEqual({ do: 'toggle' });
    expect(galleryCommand(stroke('z', { ctrlKey: true }))).toBeNull();
  });
});
