import { describe, expect, it } from 'vitest';
import { imageFindings, textFindings } from '../../../src/app/results/findings-of';
import { seriesId } from '../../../src/domain/ids';
import type { Finding } from '../../../src/domain/finding';
import type { ModelOutput } from '../../../src/domain/result';
import { AUTHOR, FRAME, instances, seriesOf, segmentation } from './answers';

const series = seriesOf(5);
const of = (...outputs: ModelOutput[]): readonly Finding[] => {
  const [frame] = series.frames;
  if (frame === undefined) throw new Error('no frame');
  return imageFindings(outputs, series, frame, AUTHOR);
};
const said = (findings: readonly Finding[]) => findings.map(({ label, score, evidence }) => ({ label, score, evidence }));

describe('what an answer about an image proposes', () => {
  it('every box, each a proposal of its model', () => {
    const box = { x: 1, y: 2, width: 3, height: 4 };
    const findings = of({ id: 'b', kind: 'boxes', threshold: 0.5, boxes: [{ label: 'A', score: 0.25, box }] });
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({
      series: 'p',
      label: 'A',
      score: 0.25,
      status: 'proposed',
      author: AUTHOR,
      evidence: { kind: 'box', ...FRAME, box },
      proposal: { label: 'A', score: 0.25, evidence: { box } },
    });
  });

  it('places, on their own slice where they name one', () => {
    const at = { x: 20, y: 30 };
    const findings = of({
      id: 'p',
      kind: 'points',
      threshold: 0,
      points: [
        { label: 'A', score: 1, at, slice: null },
        { label: 'B', score: 1, at, slice: 3 },
        { label: 'C', score: 1, at, slice: 99 },
      ],
    });
    const box = { x: 8, y: 18, width: 24, height: 24 };
    expect(findings.map(({ evidence }) => evidence)).toEqual(
      [1, 4, 1].map((frameNumber) => ({ kind: 'point', ...FRAME, frameNumber, at, box })),
    );
  });

  it('outlines with what they span', () => {
    const outer = [
      { x: 2, y: 1 },
      { x: 6, y: 1 },
      { x: 4, y: 9 },
    ];
    const findings = of({ id: 'o', kind: 'polygons', threshold: 0, polygons: [{ label: 'A', score: null, rings: [outer] }] });
    expect(said(findings)).toEqual([
      { label: 'A', score: null, evidence: { kind: 'polygon', ...FRAME, rings: [outer], box: { x: 2, y: 1, width: 4, height: 8 } } },
    ]);
  });

  it('objects of a map as outlines with their holes', () => {
    const findings = of(instances);
    expect(findings.map(({ label, score }) => [label, score])).toEqual([
      ['block', null],
      ['ring', 0.75],
    ]);
    const ring = findings.find(({ label }) => label === 'ring')?.evidence;
    expect(ring).toMatchObject({ kind: 'polygon', box: { x: 0, y: 0, width: 3, height: 3 } });
    expect(ring?.kind === 'polygon' && ring.rings.length).toBe(2);
  });

  it('labels that occur, with how much of each, and no score', () => {
    expect(said(of(segmentation))).toEqual([
      {
        label: 'ell',
        score: null,
        evidence: {
          kind: 'region',
          ...FRAME,
          job: 'j1',
          output: 'map',
          value: 1,
          box: { x: 0, y: 0, width: 2, height: 3 },
          amount: { value: 4, unit: 'px' },
        },
      },
      expect.objectContaining({ label: 'dot', score: null }),
    ]);
    expect(of(segmentation).map(({ proposal }) => proposal?.score)).toEqual([null, null]);
  });

  it('decisions with their probability, over the whole image', () => {
    const whole = { kind: 'whole', ...FRAME, job: 'j1', output: 'c', box: { x: 0, y: 0, width: 8, height: 8 } };
    const classes = [
      { label: 'A', probability: 0.125 },
      { label: 'B', probability: 0.875 },
    ];
    const output = {
      id: 'c',
      kind: 'classification',
      classes,
      multiLabel: false,
      threshold: 0.5,
      calibrated: true,
      contributions: [],
    } as const;
    expect(said(of({ ...output, decision: ['B'] }))).toEqual([{ label: 'B', score: 0.875, evidence: whole }]);
    expect(of({ ...output, decision: [] })).toEqual([]);
    // A decision that is none of the classes has no probability, not one of nought.
    expect(of({ ...output, decision: ['C'] })).toMatchObject([{ label: 'C', score: null, proposal: { label: 'C', score: null } }]);
  });

  it.each([
    [0.5, 0.5],
    [70, null],
    [-3, null],
  ])('a score of %s as %s', (value, score) => {
    const output = { id: 's', kind: 'score', label: 'risk', value, unit: '1', operatingPoint: null, calibrated: false } as const;
    expect(of(output)).toMatchObject([{ label: 'risk', score, evidence: { kind: 'whole', output: 's' } }]);
  });

  it('nothing of what stands beside the findings', () => {
    const grid = segmentation.grid;
    expect(
      of(
        { id: 'h', kind: 'heatmap', grid, data: new Float32Array(12), range: [0, 1], label: 'A', explains: null },
        { id: 'u', kind: 'curve', label: 'A', x: [0], y: [1], xUnit: 's', yUnit: '1' },
        { id: 'm', kind: 'measurements', measurements: [{ label: null, name: 'count', value: 3, unit: '1' }] },
        { id: 't', kind: 'text', text: 'words' },
        { id: 'f', kind: 'features', dims: [1, 1], data: new Float32Array(1) },
        { id: 'e', kind: 'entities', entities: [{ start: 0, end: 1, label: 'A', score: 1, text: 'w' }] },
        { id: 'k', kind: 'codes', codes: [] },
        { id: 'l', kind: 'timeline', events: [] },
      ),
    ).toEqual([]);
  });
});

describe('what an answer about a text proposes', () => {
  const place = (output: string, start: number, end: number) => ({ kind: 'text', job: 'j1', output, row: 2, start, end });

  it('entities, codes, events and decisions where they stand in it', () => {
    const findings = textFindings(
      [
        { id: 'e', kind: 'entities', entities: [{ start: 3, end: 8, label: 'drug', score: 0.5, text: 'aspir' }] },
        { id: 'k', kind: 'codes', codes: [{ scheme: 'ICD-10', value: 'I10', meaning: 'm', score: 0.25, span: null }] },
        { id: 'l', kind: 'timeline', events: [{ date: null, label: 'visit', text: 'w', span: { start: 1, end: 2 } }] },
        { id: 's', kind: 'score', label: 'risk', value: 0.75, unit: '1', operatingPoint: null, calibrated: true },
        { id: 't', kind: 'text', text: 'words' },
      ],
      seriesId('p'),
      2,
      AUTHOR,
    );
    expect(said(findings)).toEqual([
      { label: 'drug', score: 0.5, evidence: place('e', 3, 8) },
      { label: 'ICD-10 I10', score: 0.25, evidence: place('k', 0, 0) },
      { label: 'visit', score: null, evidence: place('l', 1, 2) },
      { label: 'risk', score: 0.75, evidence: place('s', 0, 0) },
    ]);
  });
});
