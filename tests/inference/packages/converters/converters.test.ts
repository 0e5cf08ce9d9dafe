import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { PACKAGE_LIMITS } from '../../../../src/inference/packages/limits';
import { guessConverter } from '../../../../src/inference/packages/converters/guess-converter';
import type { ConverterId } from '../../../../src/inference/packages/converters/registry';
import { runGoldenTest } from '../../../../src/inference/golden-test';
import { ModelSession } from '../../../../src/inference/model-session';
import { nodeRuntime } from '../../../../src/inference/runtime/ort-node';
import type { SourcePayload } from '../../../../src/inference/source-payload';
import { floatTensor, int64Tensor, intsAttribute, model, valueInfo } from '../../fixtures/onnx-writer';
import { classifier, convert, kwargs, photo, run, segmenter, steps } from './convert';

/** Two halves of 0 and 4 along x, 2 mm voxels: 8 slices of 6 × 10. */
const volume: SourcePayload = {
  kind: 'volume',
  block: {
    grid: { slices: 8, rows: 6, columns: 10, affine: [2, 0, 0, 0, 0, 2, 0, 0, 0, 0, 2, 0] },
    data: Float32Array.from({ length: 480 }, (_, i) => (i % 10 < 5 ? 0 : 4)),
  },
};

describe('WSInfer configurations', () => {
  const transform = [
    { name: 'Resize', arguments: { size: 16 } },
    { name: 'ToTensor' },
    { name: 'Normalize', arguments: { mean: [0.5, 0.5, 0.5], std: [0.25, 0.25, 0.25] } },
    { name: 'ColorJitter' },
  ];
  const config = {
    spec_version: '1.0',
    architecture: 'toy',
    num_classes: 3,
    class_names: ['a', 'b', 'c'],
    patch_size_pixels: 20,
    spacing_um_px: 0.5,
    transform,
  };

  const TOO_MANY = PACKAGE_LIMITS.labels + 1;
  it.each([
    ['names', ['a', 'b'], classifier(16)],
    ['a name that is none', ['a', null, 'c'], classifier(16)],
    ['more names than a package has', Array.from({ length: TOO_MANY }, (_, i) => `c${String(i)}`), classifier(16, {}, 2, TOO_MANY)],
  ])('are refused with other %s than the network has classes', async (_what, names, network) => {
    const given = { 'config.json': { ...config, class_names: names }, 'model.onnx': network };
    await expect(convert('wsinfer', given)).rejects.toMatchObject({ code: 'conversion-failed' });
  });

  it('list a size and a mean that are not of their length, and keep both sides of a tile', async () => {
    const odd = [
      { name: 'Resize', arguments: { size: [16, 16, 3] } },
      { name: 'Normalize', arguments: { mean: [0.5], std: [0.25, 0.25, 0.25] } },
      { name: 'Resize', arguments: 'none' },
    ];
    const { draft, unmapped } = await convert('wsinfer', {
      'config.json': { ...config, transform: odd },
      'model.onnx': classifier('side'),
    });
    expect(unmapped).toEqual(['transform[0]', 'transform[1]', 'transform[2]', 'outputs']);
    expect(kwargs(draft, 'infer')).toEqual({ inferer: 'Crops', boxes: 'tiles', size: [20, 20], gain: 1 / 255 });
    const sides = [{ name: 'Resize', arguments: { size: [16, 24] } }];
    const oblong = await convert('wsinfer', { 'config.json': { ...config, transform: sides }, 'model.onnx': classifier('side') });
    expect(kwargs(oblong.draft, 'infer')).toMatchObject({ size: [16, 24] });
  });

  it('become tiles at their resolution', async () => {
    const { draft, unmapped } = await convert('wsinfer', { 'config.json': config, 'model.onnx': classifier(16) });
    expect(steps(draft)).toEqual(['TileGrid', 'infer', 'softmax']);
    expect(unmapped).toContain('transform[3]');
    const { outputs } = await run(draft, {
      kind: 'slide',
      frame: (photo([255, 51, 0]) as Extract<SourcePayload, { kind: 'frame' }>).frame,
      micronsPerPixel: [0.5, 0.5],
    });
    expect(outputs[0]).toMatchObject({ kind: 'features', dims: [2 * 3, 3] });
  });
});

describe('Ultralytics exports', () => {
  it('are letterboxed as their metadata says', async () => {
    const detector = model({
      nodes: [
        {
          type: 'MaxPool',
          inputs: ['images'],
          outputs: ['m'],
          attributes: [intsAttribute('kernel_shape', [8, 8]), intsAttribute('strides', [8, 8])],
        },
        { type: 'Conv', inputs: ['m', 'w'], outputs: ['c'], attributes: [intsAttribute('kernel_shape', [1, 1])] },
        { type: 'Reshape', inputs: ['c', 'shape'], outputs: ['output0'] },
      ],
      initializers: [floatTensor('w', [6, 3, 1, 1], new Float32Array(18).fill(0.1)), int64Tensor('shape', [1, 6, 64])],
      inputs: [valueInfo('images', [1, 3, 64, 64])],
      outputs: [valueInfo('output0', [1, 6, 64])],
      metadata: { names: "{0: 'cell', 1: 'plate\\'let'}", imgsz: '[64, 64]', task: 'detect', license: 'AGPL-3.0' },
    });
    const { draft } = await convert('ultralytics', { 'best.onnx': detector });
    expect(steps(draft)).toEqual([
      'PhotometricRGB',
      'Resize',
      'SpatialPad',
      'scale_linear',
      'fixed_zero_mean_unit_variance',
      'infer',
      'BoxDecode',
      'InvertTransforms',
      'NMS',
    ]);
    expect(kwargs(draft, 'SpatialPad')).toMatchObject({ spatial_size: [64, 64], value: 114 });
    expect(draft.manifest.license).toBe('AGPL-3.0');
    expect(draft.summary.labels.map(({ key }) => key)).toHaveLength(2);
  });
});

describe('MONAI bundles', () => {
  const metadata = {
    version: '0.3.1',
    task: 'Toy segmentation',
    network_data_format: {
      inputs: { image: { modality: 'CT' } },
      outputs: { pred: { channel_def: { 0: 'background', 1: 'organ', 2: 'bone' } } },
    },
  };
  const inference = {
    preprocessing: {
      _target_: 'Compose',
      transforms: [
        { _target_: 'LoadImaged', keys: 'image' },
        { _target_: 'EnsureChannelFirstd', keys: 'image' },
        { _target_: 'Orientationd', keys: 'image', axcodes: 'RAS' },
        { _target_: 'Spacingd', keys: 'image', pixdim: [1, 1, 1], mode: 'bilinear' },
        { _target_: 'ScaleIntensityRanged', keys: 'image', a_min: 0, a_max: 4, b_min: 0, b_max: 2, clip: true },
        { _target_: 'RandFlipd', keys: 'image', prob: 0.5 },
        '$lambda x: x',
      ],
    },
    inferer: { _target_: 'SlidingWindowInferer', roi_size: [8, 8, 8], sw_batch_size: 4, overlap: 0.5, mode: 'gaussian' },
    postprocessing: {
      _target_: 'Compose',
      transforms: [
        { _target_: 'Activationsd', keys: 'pred', softmax: true },
        { _target_: 'Invertd', keys: 'pred', transform: '@preprocessing', nearest_interp: false },
        { _target_: 'AsDiscreted', keys: 'pred', argmax: true },
        { _target_: 'SaveImaged', keys: 'pred' },
      ],
    },
  };

  it('are mapped by name, expressions listed and never run', async () => {
    const { draft, unmapped } = await convert('monai', {
      'configs/metadata.json': metadata,
      'configs/inference.json': inference,
      'models/model.onnx': segmenter(3),
    });
    expect(steps(draft)).toEqual([
      'ModalityLUT',
      'Orientation',
      'Spacing',
      'ScaleIntensityRange',
      'ensure_dtype',
      'infer',
      'softmax',
      'InvertTransforms',
      'AsDiscrete',
    ]);
    expect(kwargs(draft, 'Orientation')).toEqual({ axcodes: 'SAR' });
    expect(kwargs(draft, 'infer')).toMatchObject({ inferer: 'SlidingWindow', roi_size: [8, 8, 8], overlap: 0.5, mode: 'gaussian' });
    expect(unmapped).toEqual(['preprocessing.transforms[5]', 'preprocessing.transforms[6]']);
    const { outputs } = await run(draft, volume);
    if (outputs[0]?.kind !== 'segmentation') throw new Error('no segmentation');
    // Values 0 and 4 become 0 and 2, whose best channels are 0 and 2.
    const { data, grid } = outputs[0];
    expect(grid.shape).toEqual([8, 6, 10]);
    expect(data[0]).toBe(0);
    expect(data[9]).toBe(2);
  });
});

describe('nnU-Net plans', () => {
  const dataset = { name: 'Toy', channel_names: { 0: 'CT' }, labels: { background: 0, organ: 1, bone: 2 } };
  const plans = {
    transpose_forward: [0, 1, 2],
    foreground_intensity_properties_per_channel: { 0: { mean: 0, std: 2, percentile_00_5: -1, percentile_99_5: 3.9 } },
    configurations: {
      '3d_fullres': {
        spacing: [2, 1, 1],
        patch_size: [4, 8, 8],
        normalization_schemes: ['CTNormalization'],
        use_mask_for_norm: [false],
      },
    },
  };

  it('keep spacing, clipping, windows and the order of the way back', async () => {
    const { draft, unmapped } = await convert('nnunet', {
      'plans.json': plans,
      'dataset.json': dataset,
      'fold_0/model.onnx': segmenter(3),
    });
    expect(steps(draft)).toEqual([
      'ModalityLUT',
      'clip',
      'fixed_zero_mean_unit_variance',
      'Spacing',
      'infer',
      'InvertTransforms',
      'AsDiscrete',
    ]);
    expect(kwargs(draft, 'Spacing')).toEqual({ pixdim: [2, 1, 1], mode: 'nnunet' });
    expect(kwargs(draft, 'clip')).toEqual({ min: -1, max: 3.9 });
    expect(kwargs(draft, 'infer')).toEqual({
      inferer: 'SlidingWindow',
      roi_size: [4, 8, 8],
      overlap: 0.5,
      mode: 'gaussian',
      sigma_scale: 0.125,
    });
    expect(unmapped).toContain('inference_allowed_mirroring_axes');
    const { outputs } = await run(draft, volume);
    if (outputs[0]?.kind !== 'segmentation') throw new Error('no segmentation');
    expect(outputs[0].data[0]).toBe(0);
    // 4 is clipped to 3.9 and halved: nearest 2.
    expect(outputs[0].data[9]).toBe(2);
    expect(outputs[0].values.map(({ label }) => label)).toEqual(['background', 'organ', 'bone']);
  });

  it('write regions in their order', async () => {
    const regions = { ...dataset, labels: { background: 0, whole: [1, 2], core: [2] }, regions_class_order: [1, 2] };
    const { draft } = await convert('nnunet', { 'plans.json': plans, 'dataset.json': regions, 'model.onnx': segmenter(2) });
    expect(steps(draft).slice(-2)).toEqual(['sigmoid', 'RegionsToLabels']);
    expect(kwargs(draft, 'RegionsToLabels')).toEqual({ order: [1, 2] });
  });

  const full = plans.configurations['3d_fullres'];
  const regions = { background: 0, whole: [1, 2], core: [2] };
  it.each([
    ['a label less than the network has', {}, { labels: { background: 0, organ: 1 } }, segmenter(3)],
    ['a channel less than the network takes', {}, {}, segmenter(3, 2)],
    ['an order of fewer regions', {}, { labels: regions, regions_class_order: [1] }, segmenter(2)],
    ['an order that is no list of numbers', {}, { labels: regions, regions_class_order: [1, null] }, segmenter(2)],
    ['pixel sizes of another dimension', { spacing: [2, 1] }, {}, segmenter(3)],
    ['a patch of another dimension', { patch_size: [8, 8] }, {}, segmenter(3)],
    ['a patch with a side that is no number', { patch_size: [4, '8', 8] }, {}, segmenter(3)],
  ])('are refused with %s', async (_what, configuration, changes, network) => {
    const changed = { ...plans, configurations: { '3d_fullres': { ...full, ...configuration } } };
    await expect(
      convert('nnunet', { 'plans.json': changed, 'dataset.json': { ...dataset, ...changes }, 'model.onnx': network }),
    ).rejects.toMatchObject({ code: 'conversion-failed' });
  });
});

describe('absurd numbers of classes', () => {
  it.each<[ConverterId, Readonly<Record<string, unknown>>]>([
    ['onnx', { 'toy.onnx': classifier(24, {}, 2, 2 ** 29) }],
    ['huggingface', { 'preprocessor_config.json': {}, 'config.json': {}, 'm.onnx': classifier(24, {}, 2, 2 ** 29) }],
    [
      'nnunet',
      {
        'plans.json': { configurations: { '2d': { normalization_schemes: ['NoNormalization'], patch_size: [8, 8] } } },
        'dataset.json': { channel_names: { 0: 'x', 1: 'y', 2: 'z' }, labels: { background: 0, organ: 4_000_000_000 } },
        'm.onnx': classifier(24),
      },
    ],
  ])('are refused before a name is made for each: %s', async (from, files) => {
    await expect(convert(from, files as Parameters<typeof convert>[1])).rejects.toMatchObject({ code: 'conversion-failed' });
  });
});

describe('the guess of a converter', () => {
  it.each<[ConverterId | null, string[]]>([
    ['bioimageio', ['model/rdf.yaml', 'model/weights.onnx']],
    ['monai', ['configs/metadata.json', 'configs/inference.json', 'models/model.onnx']],
    ['nnunet', ['plans.json', 'dataset.json', 'm.onnx']],
    ['huggingface', ['preprocessor_config.json', 'config.json', 'm.onnx']],
    ['wsinfer', ['config.json', 'm.onnx']],
    ['onnx', ['m.onnx']],
    [null, ['photo.png']],
  ])('%s', (expected, paths) => {
    expect(guessConverter(paths)).toBe(expected);
  });
});

const SAMPLE = new URL('../../../../../shared/data/models/spec-bioimage-io/unet2d_nuclei_broad/', import.meta.url);
const sampleThere = existsSync(SAMPLE);
if (!sampleThere) console.info('the BioImage.IO sample is not there: its conversion is not tested');

describe.skipIf(!sampleThere)('a BioImage.IO model', () => {
  it('reproduces its own test tensors through the whole chain', async () => {
    const names = ['bioimageio.yaml', 'weights.onnx', 'test_input.npy', 'test_output.npy', 'README.md'];
    const source = Object.fromEntries(names.map((name) => [name, new Uint8Array(readFileSync(new URL(name, SAMPLE)))]));
    const { draft, unmapped } = await convert('bioimageio', source);
    expect(steps(draft)).toEqual(['ModalityLUT', 'zero_mean_unit_variance', 'infer', 'sigmoid']);
    expect(kwargs(draft, 'infer')).toMatchObject({ inferer: 'SlidingWindow', roi_size: [512, 512], halo: 32 });
    expect(unmapped).toEqual(['weights.pytorch_state_dict', 'weights.torchscript', 'covers', 'training_data']);
    const session = await ModelSession.load(draft, nodeRuntime(2));
    const report = await runGoldenTest(session);
    await session.release();
    expect(report).toMatchObject({ passed: true, problem: '' });
    expect(report.maximumError).toBeLessThan(1e-5);
  });
});
