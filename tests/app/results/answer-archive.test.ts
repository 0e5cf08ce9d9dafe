import { decode } from 'fast-png';
import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { defaultClasses } from '../../../src/domain/regions/annotation-classes';
import { answerArchive } from '../../../src/app/results/answer-archive';
import { imageFindings } from '../../../src/app/results/findings-of';
import { packageFolder } from '../../../src/inference/packages/archive/container';
import type { Finding } from '../../../src/domain/finding';
import type { ModelAnswer } from '../../../src/domain/model-answer';
import type { ModelOutput } from '../../../src/domain/result';
import { findingId } from '../../../src/domain/ids';
import { personFinding } from '../../../src/domain/review/verdicts';
import { OWN_ORDER } from '../../../src/results/nifti/write-nifti';
import { answerOf, AUTHOR, digits, instances, segmentation, seriesOf } from './answers';

const series = seriesOf(2);
const AFFINE = [-1, 0, 0, 5, 0, 1, 0, 6, 0, 0, 2, 7] as const;
const boxes: ModelOutput = {
  id: 'boxes',
  kind: 'boxes',
  threshold: 0.5,
  boxes: ['A', 'B', 'C'].map((label, i) => ({ label, score: 0.9 - i / 10, box: { x: 50 * i, y: 0, width: 10, height: 10 } })),
};

const findingsOf = (outputs: readonly ModelOutput[], change: (finding: Finding) => Partial<Finding> = () => ({})): readonly Finding[] => {
  const [frame] = series.frames;
  if (frame === undefined) throw new Error('no frame');
  return imageFindings(outputs, series, frame, AUTHOR).map((finding) => ({ ...finding, ...change(finding) }));
};

async function unpacked(answers: readonly ModelAnswer[], findings: readonly Finding[], language: 'fr' | 'en' = 'fr') {
  const review = {
    app: { version: '0.1.0', commit: 'abc' },
    language,
    exportedAt: '2026-11-22T10:00:00.000Z',
    series: [series],
    findings,
    answers,
    classes: defaultClasses('photo'),
  };
  const files = unzipSync(new Uint8Array(await (await answerArchive(review, () => OWN_ORDER)).arrayBuffer()));
  const text = (name: string): string => new TextDecoder().decode(files[name]);
  return { files, names: Object.keys(files), json: (name: string): unknown => JSON.parse(text(name)) };
}
const rejecting =
  (...labels: readonly string[]) =>
  ({ label }: Finding): Partial<Finding> =>
    labels.includes(label) ? { status: 'rejected' } : {};

describe('what models drew, as an archive', () => {
  it('is named by number, model and output, and is no model package', async () => {
    const outputs = [segmentation, boxes];
    const { names } = await unpacked([answerOf(outputs)], findingsOf(outputs));
    expect(names).toEqual(['serie-1-image-1.m.map.png', 'serie-1-image-1.m.map.geojson', 'serie-1-image-1.m.boxes.geojson', 'result.json']);
    expect(packageFolder(names)).toBeNull();
    const english = await unpacked([answerOf(outputs)], findingsOf(outputs), 'en');
    expect(english.names[0]).toBe('series-1-frame-1.m.map.png');
  });

  it('keeps every answer of one model on one frame under a name of its own', async () => {
    const answers = [answerOf([boxes]), answerOf([boxes]), answerOf([boxes])];
    const { names } = await unpacked(answers, findingsOf([boxes]));
    expect(names).toEqual([
      'serie-1-image-1.m.boxes.geojson',
      'serie-1-image-1.m-2.boxes.geojson',
      'serie-1-image-1.m-3.boxes.geojson',
      'result.json',
    ]);
  });

  it('leaves rejected labels out of the map and of its outlines', async () => {
    const { files, json } = await unpacked([answerOf([segmentation])], findingsOf([segmentation], rejecting('ell')));
    const png = decode(files['serie-1-image-1.m.map.png'] ?? new Uint8Array());
    expect([...png.data]).toEqual([...digits('0000', '0003', '0000')]);
    expect(json('serie-1-image-1.m.map.geojson')).toMatchObject({ features: [{ properties: { classification: { name: 'dot' } } }] });
    // What the model said stays as it was.
    expect([...segmentation.data].filter((value) => value === 1)).toHaveLength(4);
  });

  it('leaves rejected objects out', async () => {
    const { files } = await unpacked([answerOf([instances])], findingsOf([instances], rejecting('ring')));
    const png = decode(files['serie-1-image-1.m.cells.png'] ?? new Uint8Array());
    expect([...new Set(png.data)].sort()).toEqual([0, 2]);
  });

  it('leaves rejected boxes out, and those never shown; what was changed is as it was changed', async () => {
    const findings = findingsOf([boxes], ({ label, evidence }) => {
      if (label === 'A') return { status: 'rejected' };
      return label === 'B' && evidence.kind === 'box'
        ? { status: 'edited', label: 'D', evidence: { ...evidence, box: { x: 1, y: 2, width: 3, height: 4 } } }
        : {};
    });
    const { json } = await unpacked(
      [answerOf([boxes])],
      findings.filter(({ label }) => label !== 'C'),
    );
    const ring = [
      [1, 2],
      [4, 2],
      [4, 6],
      [1, 6],
      [1, 2],
    ];
    expect(json('serie-1-image-1.m.boxes.geojson')).toMatchObject({
      features: [{ geometry: { coordinates: [ring] }, properties: { classification: { name: 'D' } } }],
    });
  });

  it('holds what a person drew, a file a frame', async () => {
    const [frame] = series.frames;
    if (frame === undefined) throw new Error('no frame');
    const { instance, frameNumber } = frame;
    const box = { x: 1, y: 2, width: 3, height: 4 };
    const region = personFinding(
      findingId('r'),
      series.id,
      'tumor',
      { kind: 'ellipse', instance, frameNumber, box },
      '2026-11-22T10:00:00.000Z',
    );
    const { names, json } = await unpacked([], [region]);
    expect(names).toEqual(['serie-1-image-1.lecteur.geojson', 'result.json']);
    expect(json('serie-1-image-1.lecteur.geojson')).toMatchObject({
      features: [{ geometry: { type: 'Polygon' }, properties: { classification: { name: 'Tumeur' } } }],
    });
    expect(json('result.json')).toMatchObject({ drawn: [{ series: 1, frame: 1, files: ['serie-1-image-1.lecteur.geojson'], count: 1 }] });
  });

  it('says which model said what, and what a person decided', async () => {
    const grid = { shape: [1, 3, 4], spacing: [2, 1, 1], affine: AFFINE };
    const volume = { ...segmentation, grid };
    const findings = findingsOf([volume], ({ label }) => ({ status: label === 'ell' ? 'accepted' : 'rejected' }));
    const { json } = await unpacked([answerOf([volume], { frame: null })], findings);
    expect(json('result.json')).toMatchObject({
      app: { name: 'Diaphane', version: '0.1.0' },
      answers: [
        {
          series: 1,
          frame: null,
          modelId: 'm',
          modelVersion: '1.0.0',
          weightsSha256: 'ab'.repeat(32),
          provider: 'wasm',
          outputs: [
            {
              id: 'map',
              kind: 'segmentation',
              files: ['serie-1.m.map.nii'],
              values: [{ value: 1, label: 'ell' }],
              findings: [{ label: 'ell', score: null, status: 'accepted', amount: { value: 0.008, unit: 'mL' } }],
            },
          ],
        },
      ],
      rejected: [{ series: 1, modelId: 'm', label: 'dot', status: 'rejected' }],
    });
  });

  it('names no file and no patient', async () => {
    const { files } = await unpacked([answerOf([segmentation, boxes])], findingsOf([segmentation, boxes]));
    for (const bytes of Object.values(files)) expect(new TextDecoder('latin1').decode(bytes)).not.toMatch(/photo\.png/);
  });
});
