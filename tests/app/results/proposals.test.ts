import { describe, expect, it } from 'vitest';
import { imageFindings } from '../../../src/app/results/findings-of';
import { withGrownRegions, withProposals } from '../../../src/app/results/proposals';
import { acceptFinding, noteFinding, personFinding, rejectFinding } from '../../../src/domain/review/verdicts';
import type { Finding } from '../../../src/domain/finding';
import { findingId, jobId, seriesId } from '../../../src/domain/ids';
import type { ModelOutput } from '../../../src/domain/result';
import { AUTHOR, changed, digits, FRAME, segmentation, seriesOf } from './answers';

const AT = '2026-11-22T09:30:00.000Z';
const series = seriesOf(3);
const run = (output: ModelOutput, job: string, frame = 0, modelId = 'm'): readonly Finding[] => {
  const shown = series.frames[frame];
  if (shown === undefined) throw new Error('no frame');
  return imageFindings([output], series, shown, { ...AUTHOR, job: jobId(job), modelId });
};
const boxes = (...at: readonly (readonly [string, number])[]): ModelOutput => ({
  id: 'b',
  kind: 'boxes',
  threshold: 0.5,
  boxes: at.map(([label, x]) => ({ label, score: 0.9, box: { x, y: 0, width: 20, height: 20 } })),
});
const place = { kind: 'frame', instance: FRAME.instance, frameNumber: 1 } as const;
const here = { series: 'p', modelId: 'm', place };
const idOf = (findings: readonly Finding[], label: string): Finding['id'] =>
  findings.find((one) => one.label === label)?.id ?? findingId('');
const listed = (findings: readonly Finding[]) => findings.map(({ label, status }) => `${label} ${status}`);

describe('a second run of a model', () => {
  it('replaces what it proposed before, and nothing else', () => {
    const person = personFinding(
      findingId('p'),
      seriesId('p'),
      'mine',
      { kind: 'box', ...FRAME, box: { x: 0, y: 0, width: 2, height: 2 } },
      AT,
    );
    let all: readonly Finding[] = [
      ...run(boxes(['old', 0], ['noted', 50], ['kept', 100]), 'j1'),
      ...run(boxes(['other', 0]), 'j2', 0, 'n'),
      person,
    ];
    all = [...all, ...run(boxes(['elsewhere', 0]), 'j3', 1)];
    all = changed(all, acceptFinding(all, idOf(all, 'kept'), AT));
    all = changed(all, noteFinding(all, idOf(all, 'noted'), 'to be seen'));
    expect(listed(withProposals(all, run(boxes(['new', 200]), 'j4'), here))).toEqual([
      'noted proposed',
      'kept accepted',
      'other proposed',
      'mine accepted',
      'elsewhere proposed',
      'new proposed',
    ]);
  });

  it('does not propose again what was decided on, though a few digits differ', () => {
    let all = run(boxes(['A', 0]), 'j1');
    all = changed(all, rejectFinding(all, idOf(all, 'A'), AT));
    expect(listed(withProposals(all, run(boxes(['A', 0.5]), 'j2'), here))).toEqual(['A rejected']);
    expect(listed(withProposals(all, run(boxes(['A', 5]), 'j2'), here))).toEqual(['A rejected', 'A proposed']);
    expect(listed(withProposals(all, run(boxes(['B', 0]), 'j2'), here))).toEqual(['A rejected', 'B proposed']);
  });

  it('a verdict on a label of a map goes over to the new map', () => {
    let all = run(segmentation, 'j1');
    all = changed(all, rejectFinding(all, idOf(all, 'ell'), AT));
    const again = withProposals(all, run(segmentation, 'j2'), here);
    expect(listed(again)).toEqual(['ell rejected', 'dot proposed']);
    expect(again.map(({ evidence }) => evidence.kind === 'region' && evidence.job)).toEqual(['j2', 'j2']);
  });

  it('but not to one that has much more of it', () => {
    let all = run(segmentation, 'j1');
    all = changed(all, acceptFinding(all, idOf(all, 'ell'), AT));
    const more = { ...segmentation, data: digits('1110', '1113', '1110') };
    expect(listed(withProposals(all, run(more, 'j2'), here))).toEqual(['ell accepted', 'ell proposed', 'dot proposed']);
  });

  it('of a volume counts whichever slice was on screen; of frames each for itself', () => {
    let all = run(segmentation, 'j1', 0);
    all = changed(all, rejectFinding(all, idOf(all, 'ell'), AT));
    const second = run(segmentation, 'j2', 1);
    expect(listed(withProposals(all, second, { ...here, place: null }))).toEqual(['ell rejected', 'dot proposed']);
    expect(listed(withProposals(all, second, { ...here, place: { ...place, frameNumber: 2 } }))).toEqual([
      'ell rejected',
      'dot proposed',
      'ell proposed',
      'dot proposed',
    ]);
  });
});

describe('maps that grow while they are on screen', () => {
  it('keep their findings and verdicts, with the parts as they are now', () => {
    const before = run(segmentation, 'j1').map((one) => (one.label === 'dot' ? ({ ...one, status: 'rejected' } as const) : one));
    const grown = { ...segmentation, data: segmentation.data.map((value) => (value === 0 ? 2 : value)) };
    const after = withGrownRegions(before, run(grown, 'j1'));
    expect(listed(after).slice(0, before.length)).toEqual(listed(before));
    expect(after.map(({ id }) => id).slice(0, before.length)).toEqual(before.map(({ id }) => id));
    expect(withGrownRegions(after, run(grown, 'j1'))).toHaveLength(after.length);
    expect(withGrownRegions(before, run(segmentation, 'j2'))).toHaveLength(2 * before.length);
  });
});
