import { describe, expect, it } from 'vitest';
import { answerOverlays } from '../../../src/app/results/answer-overlays';
import { imageFindings } from '../../../src/app/results/findings-of';
import { overlayId } from '../../../src/domain/model-answer';
import { UNKNOWN_LABEL_COLOUR, type LabelLook } from '../../../src/domain/label-look';
import type { Finding } from '../../../src/domain/finding';
import type { HeatmapOutput } from '../../../src/domain/result';
import { answerOf, AUTHOR, FRAME, plane, segmentation, seriesOf } from './answers';

const COLOURS: LabelLook = { nameOf: (key) => key, colourOf: (key) => (key === 'ell' ? '#112233' : UNKNOWN_LABEL_COLOUR) };
const AFFINE = [-1, 0, 0, 5, 0, 1, 0, 6, 0, 0, 2, 7] as const;
const heatmap: HeatmapOutput = {
  id: 'heat',
  kind: 'heatmap',
  grid: plane(1, 4),
  data: Float32Array.of(0, 0.5, 1, 2),
  range: [0, 1],
  label: 'A',
  explains: null,
};

const findings = (status: Finding['status'] = 'proposed'): readonly Finding[] => {
  const series = seriesOf(1);
  const [frame] = series.frames;
  if (frame === undefined) throw new Error('no frame');
  return imageFindings([segmentation], series, frame, AUTHOR).map((one) => (one.label === 'ell' ? { ...one, status } : one));
};

describe('what is drawn of answers', () => {
  it('a label map over its frame, in the colours of its labels, background left out', () => {
    const [overlay] = answerOverlays([answerOf([segmentation])], findings(), COLOURS, null);
    expect(overlay).toMatchObject({ series: 'p', frame: FRAME, paint: 'labels', labels: { grid: { slices: 1, rows: 3, columns: 4 } } });
    expect(overlay?.labels.data).toBe(segmentation.data);
    expect([...(overlay?.colours ?? [])]).toEqual([
      [1, '#112233'],
      [2, '#ffb000'],
      [3, '#ffb000'],
    ]);
  });

  it('a map over a slide over what it covers, a picture of its own each time it has grown', () => {
    const grid = { ...plane(1, 4), region: { x: 10, y: 20, width: 400, height: 100 } };
    const drawn = (output: HeatmapOutput) => answerOverlays([answerOf([output])], [], COLOURS, overlayId(answerOf([output]), output))[0];
    const before = { ...heatmap, grid };
    const after = { ...heatmap, grid };
    expect(drawn(before)).toMatchObject({ region: grid.region, labels: { grid: { rows: 1, columns: 4 } } });
    expect(drawn(before)?.id).toBe(drawn(before)?.id);
    expect(drawn(before)?.id).not.toBe(drawn(after)?.id);
    expect(drawn(heatmap)).not.toHaveProperty('region');
  });

  it('of a volume in space', () => {
    const grid = { shape: [1, 3, 4], spacing: [2, 1, 1], affine: AFFINE };
    const [overlay] = answerOverlays([answerOf([{ ...segmentation, grid }], { frame: null })], [], COLOURS, null);
    expect(overlay).toMatchObject({ frame: null, labels: { grid: { slices: 1, rows: 3, columns: 4, affine: AFFINE } } });
  });

  it('a rejected label is not drawn, and the picture is made anew', () => {
    const drawn = (status: Finding['status']) => answerOverlays([answerOf([segmentation])], findings(status), COLOURS, null)[0];
    expect([...(drawn('rejected')?.colours.keys() ?? [])]).toEqual([2, 3]);
    expect(drawn('rejected')?.id).not.toBe(drawn('proposed')?.id);
    expect(drawn('accepted')?.id).toBe(drawn('proposed')?.id);
  });

  it('of the heatmaps the one that was asked for', () => {
    const answer = answerOf([heatmap, { ...heatmap, id: 'other' }]);
    expect(answerOverlays([answer], [], COLOURS, null)).toEqual([]);
    const overlays = answerOverlays([answer], [], COLOURS, overlayId(answer, heatmap));
    expect(overlays).toHaveLength(1);
    expect(overlays[0]).toMatchObject({ id: 'j1/heat', paint: 'heat', frame: FRAME });
    expect([...(overlays[0]?.labels.data ?? [])]).toEqual([0, 128, 255, 255]);
    expect(overlays[0]?.colours.size).toBe(255);
  });
});
