import { describe, expect, it } from 'vitest';
import { draftFromOnnx } from '../../../../src/inference/packages/converters/onnx';
import { onnxNetwork } from '../../../../src/inference/packages/converters/shared/draft-network';
import { describeTask } from '../../../../src/inference/packages/converters/shared/onnx-task';
import { finishDraft } from '../../../../src/inference/packages/converters/finish-draft';
import { int64Tensor, intsAttribute, floatTensor, message, model, valueInfo } from '../../fixtures/onnx-writer';
import { classifier, convert, kwargs, run, segmenter, steps } from './convert';

/** Two columns to the logits (a − b, b − a). */
function tabular(columns: number | string = 2): Uint8Array<ArrayBuffer> {
  return model({
    nodes: [{ type: 'MatMul', inputs: ['features', 'w'], outputs: ['logits'] }],
    initializers: [floatTensor('w', [2, 2], Float32Array.of(1, -1, -1, 1))],
    inputs: [valueInfo('features', ['n', columns])],
    outputs: [valueInfo('logits', ['n', 2])],
  });
}

/** The mean of a volume of 4 × 4 × 4 as the only class. */
function volumeClassifier(): Uint8Array<ArrayBuffer> {
  return model({
    nodes: [
      { type: 'GlobalAveragePool', inputs: ['volume'], outputs: ['pooled'] },
      { type: 'Reshape', inputs: ['pooled', 'shape'], outputs: ['score'] },
    ],
    initializers: [int64Tensor('shape', [1, 1])],
    inputs: [valueInfo('volume', [1, 1, 4, 4, 4])],
    outputs: [valueInfo('score', [1, 1])],
  });
}

const int64Input = (name: string): Uint8Array => message([1, name], [2, [[1, [[1, 7]]]]]);

describe('a bare network of images', () => {
  it('is guessed by its shapes, every guess said', async () => {
    const { draft, unmapped } = await convert('onnx', { 'toy.onnx': classifier(24) });
    expect(draft.manifest.task).toBe('classification');
    expect(draft.summary.id).toBe('toy');
    expect(unmapped).toEqual(expect.arrayContaining(['intended_use', 'preprocessing', 'labels', 'activation']));
    expect(steps(draft)).toContain('Resize');
  });
});

describe('a bare network of volumes', () => {
  it('of any size takes the volume at once, its axes and values guessed and said so', async () => {
    const { draft, unmapped } = await convert('onnx', { 'brain.onnx': segmenter(3) });
    expect(steps(draft)).toEqual(['ModalityLUT', 'zero_mean_unit_variance', 'infer', 'AsDiscrete', 'InvertTransforms']);
    expect(kwargs(draft, 'infer')).toEqual({ inferer: 'Simple' });
    expect(unmapped).toEqual(['intended_use', 'orientation', 'preprocessing', 'labels', 'activation']);
  });

  it('is led in windows of the size that a person gives, with values as told', async () => {
    const conversion = draftFromOnnx(segmenter(3), 'brain', { size: [8, 16, 16], intensity: 'hounsfield', labels: ['fond', 'a', 'b'] });
    const pipeline = conversion.manifest['pipeline'];
    expect(pipeline).toMatchObject([
      { step: 'ModalityLUT' },
      { step: 'ScaleIntensityRange', kwargs: { a_min: -1000, a_max: 1000, b_min: 0, b_max: 1, clip: true } },
      { step: 'infer', kwargs: { inferer: 'SlidingWindow', roi_size: [8, 16, 16] } },
      { step: 'AsDiscrete', out: 'placed' },
    ]);
    expect(conversion.unmapped.map(({ code }) => code)).toEqual(['no-intended-use', 'guessed-axes', 'guessed-windows', 'guessed-argmax']);
    expect((await finishDraft(conversion)).has('manifest.json')).toBe(true);
  });

  it('that gives scores has volumes brought to its size', async () => {
    const { draft } = await convert('onnx', { 'age.onnx': volumeClassifier() });
    expect(steps(draft)).toEqual(['ModalityLUT', 'Resize', 'zero_mean_unit_variance', 'infer', 'sigmoid']);
    expect(kwargs(draft, 'Resize')).toEqual({ spatial_size: [4, 4, 4], mode: 'trilinear' });
  });
});

describe('a bare network of a table', () => {
  it('reads the columns that a person names, in the order of the network', async () => {
    const conversion = draftFromOnnx(tabular(), 'risk', { columns: ['b', 'a'], labels: ['low', 'high'] });
    expect(conversion.unmapped.map(({ code }) => code)).toEqual(['no-intended-use', 'empty-cells', 'guessed-softmax']);
    const { draft } = await convert('onnx', { 'risk.onnx': tabular() });
    expect(draft.manifest.modality).toEqual(['TABLE']);
    const { outputs } = await run(draft, { kind: 'row', cells: new Map([['column_1', 1], ['column_2', 3]]) }); // prettier-ignore
    if (outputs[0]?.kind !== 'classification') throw new Error('no classification');
    // Logits −2 and 2.
    expect(outputs[0].classes[1]?.probability).toBeCloseTo(1 / (1 + Math.exp(-4)), 5);
  });

  it('is refused names that are too few, and a number of columns that it does not state', () => {
    expect(() => draftFromOnnx(tabular(), 'risk', { columns: ['a'] })).toThrow(/1 column names for a network of 2/);
    expect(() => draftFromOnnx(tabular('columns'), 'risk')).toThrow(/by hand/);
  });

  it('takes the probabilities of a classical classifier as they are', () => {
    const forest = model({
      opset: 17,
      domains: { 'ai.onnx.ml': 3 },
      nodes: [
        {
          type: 'LinearClassifier',
          domain: 'ai.onnx.ml',
          inputs: ['features'],
          outputs: ['label', 'probabilities'],
          attributes: [intsAttribute('classlabels_ints', [0, 1])],
        },
      ],
      inputs: [valueInfo('features', ['n', 2])],
      outputs: [int64Input('label'), valueInfo('probabilities', ['n', 2])],
    });
    const { manifest, unmapped } = draftFromOnnx(forest, 'forest', { columns: ['a', 'b'] });
    expect(manifest['outputs']).toMatchObject([{ kind: 'classification', from: 'raw' }]);
    expect(unmapped.map(({ path, code }) => `${path} ${code}`)).toEqual(
      expect.arrayContaining(['outputs.label output-not-shown', 'activation guessed-probabilities']),
    );
  });
});

describe('a bare network of texts', () => {
  it('is refused, saying what it lacks', () => {
    const reader = model({
      nodes: [{ type: 'Cast', inputs: ['input_ids'], outputs: ['logits'] }],
      inputs: [int64Input('input_ids'), int64Input('attention_mask')],
      outputs: [valueInfo('logits', ['n', 2])],
    });
    expect(describeTask(onnxNetwork(reader)).task).toBe('text');
    expect(() => draftFromOnnx(reader, 'reader')).toThrow(/tokenizer\.json/);
  });
});
