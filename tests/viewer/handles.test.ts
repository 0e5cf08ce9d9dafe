import { describe, expect, it } from 'vitest';
import { hitTest } from '../../src/viewer/overlays/hit-test';
import { clampBox, handlePoints, moveCorner, moveHandle } from '../../src/viewer/overlays/handles';
import { measurementLines } from '../../src/viewer/overlays/measurement-text';
import { visibleFindings } from '../../src/viewer/overlays/finding-shapes';
import { findingStyle, findingTag } from '../../src/viewer/overlays/finding-style';
import type { OverlaidImage, Scene } from '../../src/viewer/overlays/scene';
import { DEFAULT_TEXTS } from '../../src/viewer/viewport/shared-settings';
import { findingId, instanceId, jobId, measurementId, seriesId } from '../../src/domain/ids';
import type { Finding, ImageFinding } from '../../src/domain/finding';
import { PLAIN_LOOK, type LabelOverlay } from '../../src/domain/label-overlay';
import type { Measurement } from '../../src/domain/view';

const line: Measurement = {
  id: measurementId('m'),
  series: seriesId('s'),
  instance: instanceId('i'),
  frameNumber: 1,
  kind: 'length',
  points: [
    { x: 10, y: 10 },
    { x: 50, y: 10 },
  ],
  text: '',
  value: 12.345,
  unit: 'mm',
  calibration: 'detector',
  statistics: null,
};

function finding(id: string, author: 'model' | 'person', status: Finding['status'], width: number): ImageFinding {
  return {
    id: findingId(id),
    series: seriesId('s'),
    label: 'RBC',
    score: author === 'model' ? 0.876 : null,
    evidence: { kind: 'box', instance: instanceId('i'), frameNumber: 1, box: { x: 100, y: 100, width, height: width } },
    author:
      author === 'person'
        ? { kind: 'person' }
        : { kind: 'model', job: jobId('j'), modelId: 'm', modelVersion: '1', weightsSha256: '', provider: 'wasm' },
    proposal: null,
    status,
    note: '',
    decidedAt: null,
  };
}

const scene: Scene = {
  affine: [2, 0, 0, 2, 5, 7],
  size: { width: 800, height: 600 },
  findings: [finding('large', 'model', 'proposed', 80), finding('small', 'person', 'proposed', 20)],
  measurements: [line],
  selectedFinding: null,
  selectedMeasurement: null,
  labels: null,
  cuts: [],
  drawnBox: null,
  prompt: null,
  link: null,
  region: null,
  pen: null,
  grid: null,
  labelLook: { nameOf: (key) => (key === 'RBC' ? 'Hématie' : key), colourOf: () => '#ffb000' },
  texts: DEFAULT_TEXTS,
};
const at = (x: number, y: number) => ({ x: 2 * x + 5, y: 2 * y + 7 });

describe('handles', () => {
  it('drags a corner of a region and keeps the opposite one', () => {
    const box = {
      kind: 'ellipse' as const,
      points: [
        { x: 30, y: 40 },
        { x: 10, y: 20 },
      ],
    };
    expect(handlePoints(box)[0]).toMatchObject({ x: 10, y: 20 });
    expect(moveHandle(box, 0, { x: 5, y: 6 })).toEqual([
      { x: 5, y: 6 },
      { x: 30, y: 40 },
    ]);
    expect(moveHandle(line, 1, { x: 1, y: 2 })).toEqual([
      { x: 10, y: 10 },
      { x: 1, y: 2 },
    ]);
  });

  it('turns a box inside out without a negative size, and keeps it on the image', () => {
    expect(moveCorner({ x: 10, y: 10, width: 20, height: 20 }, 0, { x: 50, y: 60 })).toEqual({ x: 30, y: 30, width: 20, height: 30 });
    expect(clampBox({ x: -5, y: 90, width: 20, height: 20 }, 100, 100)).toEqual({ x: 0, y: 90, width: 15, height: 10 });
  });
});

describe('hit test', () => {
  it('finds lines near, and handles only of what is selected', () => {
    expect(hitTest(scene, at(30, 11), 12)).toMatchObject({ kind: 'measurement' });
    expect(hitTest(scene, at(30, 30), 12)).toBeNull();
    expect(hitTest({ ...scene, selectedMeasurement: line.id }, at(50, 12), 12)).toMatchObject({ kind: 'measurement-handle', handle: 1 });
  });

  it('prefers the smallest box, and tells border from inside', () => {
    expect(hitTest(scene, at(110, 110), 12)).toMatchObject({ kind: 'finding', finding: { id: 'small' }, onBorder: false });
    expect(hitTest(scene, at(150, 150), 12)).toMatchObject({ kind: 'finding', finding: { id: 'large' } });
    expect(hitTest(scene, at(100, 140), 12)).toMatchObject({ finding: { id: 'large' }, onBorder: true });
    expect(hitTest({ ...scene, selectedFinding: findingId('large') }, at(180, 180), 12)).toMatchObject({
      kind: 'finding-corner',
      corner: 2,
    });
  });
});

describe('a turned view', () => {
  // Clockwise by 36.87°, whose cosine is 0.8 and whose sine is 0.6.
  const turned: Scene = { ...scene, measurements: [], affine: [0.8, 0.6, -0.6, 0.8, 300, 50] };
  const on = (x: number, y: number) => ({ x: 0.8 * x - 0.6 * y + 300, y: 0.6 * x + 0.8 * y + 50 });

  it('finds a box inside its turned sides alone', () => {
    expect(hitTest(turned, on(170, 110), 12)).toMatchObject({ kind: 'finding', finding: { id: 'large' } });
    // Within the upright box around it on screen, outside its sides.
    expect(hitTest(turned, on(190, 90), 12)).toBeNull();
    expect(hitTest(turned, on(140, 97), 12)).toMatchObject({ finding: { id: 'large' }, onBorder: true });
  });
});

describe('a region of a label map', () => {
  // Label 1 fills the left half of an image of 4 × 4 pixels; its box is given as the whole.
  const data = Uint8Array.from({ length: 16 }, (_, i) => (i % 4 < 2 ? 1 : 0));
  const grid = { slices: 1, rows: 4, columns: 4, affine: [0.5, 0, 0, 10, 0, 0.5, 0, 20, 0, 0, 2, 30] } as const;
  const overlay: LabelOverlay = {
    id: 'j/map/',
    series: seriesId('s'),
    labels: { grid, data },
    frame: { instance: instanceId('i'), frameNumber: 1 },
    paint: 'labels',
    colours: new Map([[1, '#ffffff']]),
  };
  const evidence = {
    kind: 'region',
    instance: instanceId('i'),
    frameNumber: 1,
    box: { x: 0, y: 0, width: 4, height: 4 },
    job: jobId('j'),
    output: 'map',
    value: 1,
    amount: { value: 8, unit: 'px' },
  } as const;
  const placed = {
    geometry: { position: [10, 20, 30], rowDirection: [1, 0, 0], columnDirection: [0, 1, 0], frameOfReference: null },
    spacing: { row: 0.5, column: 0.5, calibration: 'patient' },
    rows: 4,
    columns: 4,
  } as const;
  const under = (x: number, overlays: readonly LabelOverlay[], where: OverlaidImage['placed'] = null) =>
    hitTest(
      {
        ...scene,
        measurements: [],
        findings: [{ ...finding('f', 'model', 'proposed', 4), evidence }],
        labels: { frame: 'f', rows: 4, columns: 4, placed: where, overlays, look: PLAIN_LOOK },
      },
      at(x, 2),
      12,
    )?.kind;

  it('is hit on its pixels, not in all of its box', () => {
    expect([under(1.5, [overlay]), under(2.5, [overlay])]).toEqual(['finding', undefined]);
  });

  it('nor where it is not drawn', () => {
    expect(under(1.5, [])).toBeUndefined();
    expect(under(1.5, [{ ...overlay, colours: new Map() }])).toBeUndefined();
    expect(under(1.5, [{ ...overlay, id: 'other/map/' }])).toBeUndefined();
  });

  it('of a volume where it lies in space', () => {
    const inSpace = [{ ...overlay, frame: null }];
    expect([under(1.5, inSpace, placed), under(2.5, inSpace, placed)]).toEqual(['finding', undefined]);
    const below = { ...placed, geometry: { ...placed.geometry, position: [10, 20, 40] } } as const;
    expect(under(1.5, inSpace, below)).toBeUndefined();
  });
});

describe('findings in sight', () => {
  it('are outlined where an outline would be seen, and specks of their colour where it would not', () => {
    const far: Scene = { ...scene, affine: [0.1, 0, 0, 0.1, 0, 0] };
    const { boxes, specks } = visibleFindings(far);
    expect(boxes.map(({ finding: { id } }) => id)).toEqual(['large']);
    expect([...specks]).toEqual([[scene.labelLook.colourOf('RBC', null), [11, 11]]]);
    const chosen = visibleFindings({ ...far, selectedFinding: findingId('small') });
    expect(chosen.boxes.map(({ finding: { id } }) => id)).toEqual(['large', 'small']);
    expect(chosen.specks.size).toBe(0);
  });

  it('are none of those beside the viewport', () => {
    expect(visibleFindings({ ...scene, affine: [2, 0, 0, 2, 1000, 0] })).toEqual({ boxes: [], specks: new Map() });
  });
});

describe('words on the image', () => {
  it('names the calibration wherever millimetres are shown, with a decimal comma in French', () => {
    expect(measurementLines(line, DEFAULT_TEXTS)).toEqual(['12,3\u202fmm (capteur)']);
    expect(measurementLines({ ...line, unit: 'px', calibration: null }, DEFAULT_TEXTS)).toEqual(['12,3\u202fpx']);
  });

  it('tells authors and verdicts apart without colour', () => {
    const style = (author: 'model' | 'person', status: Finding['status']) => {
      const judged = finding('f', author, status, 20);
      const { dash, width } = findingStyle(judged, scene.labelLook);
      return { dash: dash.length > 0, width, tag: findingTag(judged, scene.labelLook, DEFAULT_TEXTS) };
    };
    expect(style('model', 'proposed')).toEqual({ dash: true, width: 2, tag: 'IA Hématie 0,88' });
    expect(style('person', 'proposed')).toEqual({ dash: false, width: 2, tag: 'Hématie' });
    expect(style('model', 'accepted')).toEqual({ dash: false, width: 2, tag: '✓ IA Hématie 0,88' });
    expect(style('model', 'edited')).toMatchObject({ dash: true, tag: '✎ IA Hématie' });
    expect(style('model', 'rejected')).toMatchObject({ dash: true, width: 1, tag: '✕ IA Hématie' });
  });
});
