import type { Finding } from '../../../src/domain/finding';
import { applyChange, type Change } from '../../../src/domain/review/change';
import { instanceId, jobId, seriesId } from '../../../src/domain/ids';
import type { ModelAnswer } from '../../../src/domain/model-answer';
import type { InstancesOutput, ModelOutput, SegmentationOutput } from '../../../src/domain/result';
import type { Series } from '../../../src/domain/study';
import { photo } from '../support/stores';

export const FRAME = { instance: instanceId('image-p'), frameNumber: 1 };
export const AUTHOR = {
  kind: 'model',
  job: jobId('j1'),
  modelId: 'm',
  modelVersion: '1.0.0',
  weightsSha256: 'ab'.repeat(32),
  provider: 'wasm',
} as const;

/** A series of as many frames of 8 × 8. */
export function seriesOf(frames: number): Series {
  const one = photo('p');
  const [first] = one.frames;
  if (first === undefined) throw new Error('a photo has a frame');
  return { ...one, frames: Array.from({ length: frames }, (_, i) => ({ ...first, frameNumber: i + 1 })) };
}

export function answerOf(outputs: readonly ModelOutput[], parts: Partial<ModelAnswer> = {}): ModelAnswer {
  const { job, modelId, modelVersion, weightsSha256, provider } = AUTHOR;
  return {
    job,
    modelId,
    modelVersion,
    weightsSha256,
    provider,
    series: seriesId('p'),
    row: null,
    frame: FRAME,
    outputs,
    checks: [],
    ...parts,
  };
}

/** Findings once a person has changed one of them. */
export function changed(findings: readonly Finding[], change: Change<Finding> | null): readonly Finding[] {
  if (change === null) throw new Error('nothing was changed');
  return applyChange(findings, change);
}

/** A picture of digits as a map. */
export function digits(...rows: readonly string[]): Uint8Array<ArrayBuffer> {
  return Uint8Array.from([...rows.join('')].map(Number));
}

export const plane = (rows: number, columns: number, spacing: readonly number[] | null = null) => ({
  shape: [rows, columns],
  spacing,
  affine: null,
});

/** Label 1 is an L of four pixels, label 3 one pixel; 2 is named and does not occur. */
export const segmentation: SegmentationOutput = {
  id: 'map',
  kind: 'segmentation',
  grid: plane(3, 4),
  data: digits('1000', '1103', '1000'),
  values: [
    { value: 0, label: 'nothing' },
    { value: 1, label: 'ell' },
    { value: 2, label: 'absent' },
    { value: 3, label: 'dot' },
  ],
};

/** A ring with a hole in it, and a block. */
export const instances: InstancesOutput = {
  id: 'cells',
  kind: 'instances',
  grid: plane(4, 6),
  data: Uint32Array.from(digits('777022', '707022', '777000', '000000')),
  objects: [
    { value: 7, label: 'ring', score: 0.75 },
    { value: 2, label: 'block', score: null },
  ],
  threshold: 0.5,
};
