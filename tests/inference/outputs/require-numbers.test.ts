import { describe, expect, it } from 'vitest';
import { assembleOutput } from '../../../src/inference/outputs/assemble-output';
import { requireNumbers } from '../../../src/inference/outputs/require-numbers';
import { numbersOnly } from '../../../src/inference/runtime/numbers-only';
import type { NetworkSession } from '../../../src/inference/runtime/network-session';
import type { ModelOutput, OutputKind } from '../../../src/domain/result';

const grid = { shape: [1, 2], spacing: null, affine: null };
const at = { start: 0, end: 1 };

/** A sound answer of every kind, and how a value of it that a reader goes by is made what it is told. */
const OUTPUTS: { readonly [K in OutputKind]: (value: number) => Extract<ModelOutput, { kind: K }> } = {
  boxes: (score) => ({ id: 'o', kind: 'boxes', boxes: [{ label: 'a', score, box: { x: 0, y: 0, width: 1, height: 1 } }], threshold: 0.5 }),
  points: (x) => ({ id: 'o', kind: 'points', points: [{ label: 'a', score: 1, at: { x, y: 0 }, slice: null }], threshold: 0.5 }),
  polygons: (y) => ({ id: 'o', kind: 'polygons', polygons: [{ label: 'a', score: null, rings: [[{ x: 0, y }]] }], threshold: 0.5 }),
  instances: (score) => ({
    id: 'o',
    kind: 'instances',
    grid,
    data: Uint32Array.of(0, 1),
    objects: [{ value: 1, label: 'a', score }],
    threshold: 0.5,
  }),
  segmentation: () => ({ id: 'o', kind: 'segmentation', grid, data: Uint8Array.of(0, 1), values: [] }),
  heatmap: (value) => ({ id: 'o', kind: 'heatmap', grid, data: Float32Array.of(value, value), range: [0, 1], label: 'a', explains: null }),
  classification: (probability) => ({
    id: 'o',
    kind: 'classification',
    classes: [{ label: 'a', probability }],
    decision: [],
    multiLabel: true,
    threshold: 0.5,
    calibrated: false,
    contributions: [],
  }),
  score: (value) => ({ id: 'o', kind: 'score', label: 'a', value, unit: '1', operatingPoint: null, calibrated: false }),
  curve: (value) => ({ id: 'o', kind: 'curve', label: 'a', x: [0, 1], y: [0, value], xUnit: 's', yUnit: '1' }),
  measurements: (value) => ({ id: 'o', kind: 'measurements', measurements: [{ label: null, name: 'length', value, unit: 'mm' }] }),
  entities: (score) => ({ id: 'o', kind: 'entities', entities: [{ ...at, label: 'a', score, text: 't' }] }),
  codes: (score) => ({ id: 'o', kind: 'codes', codes: [{ scheme: 's', value: 'v', meaning: 'm', score, span: at }] }),
  timeline: () => ({ id: 'o', kind: 'timeline', events: [] }),
  text: () => ({ id: 'o', kind: 'text', text: 't' }),
  features: (value) => ({ id: 'o', kind: 'features', dims: [1, 2], data: Float32Array.of(value, value) }),
};
/** Of these a value is whole numbers or words. */
const WITHOUT_NUMBERS: readonly OutputKind[] = ['segmentation', 'timeline', 'text'];
const kinds = (Object.keys(OUTPUTS) as OutputKind[]).filter((kind) => !WITHOUT_NUMBERS.includes(kind));

describe('an answer', () => {
  it.each(Object.keys(OUTPUTS) as OutputKind[])('of numbers passes: %s', (kind) => {
    const output = OUTPUTS[kind](0.25);
    expect(requireNumbers(output)).toBe(output);
  });

  it.each(kinds)('of NaN or infinity is refused, and named: %s', (kind) => {
    for (const value of [NaN, Infinity, -Infinity]) {
      expect(() => requireNumbers(OUTPUTS[kind](value))).toThrow(
        expect.objectContaining({ code: 'answer-not-finite', context: { output: 'o' } }) as Error,
      );
    }
  });

  it('refuses a contribution that is no number', () => {
    const output = { ...OUTPUTS.classification(0.5), contributions: [{ label: 'a', name: 'age', value: '', weight: NaN }] };
    expect(() => requireNumbers(output)).toThrow(expect.objectContaining({ code: 'answer-not-finite' }) as Error);
  });

  it('keeps the places of a map that have no value', () => {
    const map = { ...OUTPUTS.heatmap(0), data: Float32Array.of(NaN, 0.5) };
    expect(requireNumbers(map)).toBe(map);
  });

  it('made of a register that holds no number is refused: a score', () => {
    const score = { kind: 'tensor', dtype: 'float32', dims: [1], data: Float32Array.of(NaN) } as const;
    expect(() => assembleOutput({ kind: 'score', id: 'risk', from: 'r' }, new Map([['r', score]]))).toThrow(
      expect.objectContaining({ code: 'answer-not-finite' }) as Error,
    );
  });
});

describe('a network', () => {
  const answering = (...values: number[]): NetworkSession => ({
    provider: 'webgpu',
    inputNames: [],
    outputNames: ['y'],
    run: () => Promise.resolve({ y: { dtype: 'float32', dims: [values.length], data: Float32Array.from(values) } }),
    release: () => Promise.resolve(),
  });

  it.each([[NaN], [1, Infinity]])('that answers %j is refused, with output and provider', async (...values) => {
    const context = { output: 'y', provider: 'webgpu' };
    await expect(numbersOnly(answering(...values)).run({})).rejects.toMatchObject({ code: 'answer-not-finite', context });
  });

  it('may rule a class out by −∞', async () => {
    expect(await numbersOnly(answering(-Infinity, 1)).run({})).toMatchObject({ y: { data: Float32Array.of(-Infinity, 1) } });
  });
});
