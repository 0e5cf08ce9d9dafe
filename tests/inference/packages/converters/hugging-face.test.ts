import { describe, expect, it } from 'vitest';
import { classifier, convert, kwargs, photo, run, steps } from './convert';

describe('Hugging Face classifiers', () => {
  const config = { model_type: 'toy', id2label: { 0: 'red', 1: 'green', 2: 'blue' } };
  const processor = {
    do_resize: true,
    size: { height: 32, width: 32 },
    resample: 3,
    do_rescale: true,
    rescale_factor: 1 / 255,
    do_normalize: true,
    image_mean: [0.5, 0.4, 0.3],
    image_std: [0.5, 0.25, 0.1],
    do_pad: true,
  };

  it('keep their filter, mean and labels; what has no step is listed', async () => {
    const { draft, unmapped } = await convert('huggingface', {
      'preprocessor_config.json': processor,
      'config.json': config,
      'onnx/model.onnx': classifier(32),
    });
    expect(steps(draft)).toEqual(['PhotometricRGB', 'Resize', 'scale_linear', 'fixed_zero_mean_unit_variance', 'infer', 'softmax']);
    expect(kwargs(draft, 'Resize')).toMatchObject({ spatial_size: [32, 32], mode: 'bicubic' });
    expect(unmapped).toEqual(['do_pad']);
    expect(draft.summary.verified).toBe(false);
    const { outputs } = await run(draft, photo([255, 51, 0]));
    const logits = [(1 - 0.5) / 0.5, (0.2 - 0.4) / 0.25, (0 - 0.3) / 0.1];
    const total = logits.reduce((sum, logit) => sum + Math.exp(logit), 0);
    expect(outputs[0]).toMatchObject({ kind: 'classification', decision: ['red'] });
    if (outputs[0]?.kind !== 'classification') throw new Error('no classification');
    for (const [i, { label, probability }] of outputs[0].classes.entries()) {
      expect(label).toBe(['red', 'green', 'blue'][i]);
      expect(probability).toBeCloseTo(Math.exp(logits[i] ?? NaN) / total, 4);
    }
  });

  const drafted = (changes: Readonly<Record<string, unknown>>) => {
    const stated = { ...processor, do_pad: false, ...changes };
    return convert('huggingface', { 'preprocessor_config.json': stated, 'config.json': config, 'm.onnx': classifier('side') });
  };

  it.each([
    ['ConvNextImageProcessor', 224, 0.875, { spatial_size: 256, size_mode: 'shortest' }, [224, 224]],
    // It has this share where its configuration is from before the share was written.
    ['ConvNextFeatureExtractor', 224, null, { spatial_size: 256, size_mode: 'shortest' }, [224, 224]],
    ['ConvNextImageProcessor', 384, 0.875, { spatial_size: [384, 384], size_mode: 'all' }, null],
    ['LevitImageProcessor', 224, null, { spatial_size: 256, size_mode: 'shortest' }, null],
    ['ViTImageProcessor', 224, null, { spatial_size: 224, size_mode: 'shortest' }, null],
  ])('keep of %s at %i the share %s of the resized image', async (type, side, share, resize, crop) => {
    const { draft, unmapped } = await drafted({ image_processor_type: type, size: { shortest_edge: side }, crop_pct: share });
    expect(kwargs(draft, 'Resize')).toMatchObject(resize);
    expect(kwargs(draft, 'CenterSpatialCrop')).toEqual(crop === null ? undefined : { roi_size: crop });
    expect(unmapped).toEqual([]);
  });

  it('crop what PoolFormer enlarged', async () => {
    const { draft } = await drafted({
      size: { shortest_edge: 224 },
      crop_pct: 0.9,
      do_center_crop: true,
      crop_size: { height: 224, width: 224 },
    });
    expect(kwargs(draft, 'Resize')).toMatchObject({ spatial_size: 248, size_mode: 'shortest' });
    expect(steps(draft).filter((step) => step === 'CenterSpatialCrop')).toHaveLength(1);
  });

  it('scale about zero where that is said clearly, and list it where not', async () => {
    const about = await drafted({ rescale_factor: 1 / 127.5, rescale_offset: true });
    expect(kwargs(about.draft, 'scale_linear')).toEqual({ gain: 1 / 127.5, offset: -1 });
    expect(about.unmapped).toEqual([]);
    const unclear = await drafted({ rescale_offset: true });
    expect(kwargs(unclear.draft, 'scale_linear')).toEqual({ gain: 1 / 255 });
    expect(unclear.unmapped).toEqual(['rescale_offset']);
  });

  it('list whatever else the processor states', async () => {
    const more = {
      include_top: true,
      size_divisor: 32,
      image_processor_type: 'EfficientNetImageProcessor',
      pad_size: null,
      do_flip: false,
    };
    expect((await drafted(more)).unmapped).toEqual(['include_top', 'size_divisor']);
  });

  it('are refused without weights, in words', async () => {
    await expect(convert('huggingface', { 'preprocessor_config.json': processor, 'config.json': config })).rejects.toMatchObject({
      code: 'conversion-failed',
    });
  });
});
