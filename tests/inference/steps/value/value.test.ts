import { describe, expect, it } from 'vitest';
import type { DecodedFrame } from '../../../../src/domain/pixels';
import type { FrameValue, ImageValue, RegisterType, StackValue, VolumeValue } from '../../../../src/inference/steps/register';
import { largestError, noise, reference } from '../../../domain/kernels/reference-input';
import { ownSpace, runStep, stepTypes } from '../../fixtures/run-step';

interface Reference {
  readonly grayscale: { seed: number; shape: number[]; luma: number[]; weighted: number[] };
  readonly project: Readonly<Record<'input' | 'edf' | 'max', number[]>>;
  readonly adc: { b: number[]; signals: number[][]; values: number[] };
}
const cases = reference('intensity') as Reference;

function frame(rows: number, columns: number, pixels: DecodedFrame['pixels'], samplesPerPixel: 1 | 3 = 1): FrameValue {
  return {
    kind: 'frame',
    frame: {
      rows,
      columns,
      samplesPerPixel,
      bitsAllocated: pixels instanceof Uint8Array ? 8 : 16,
      bitsStored: pixels instanceof Uint8Array ? 8 : 16,
      signed: pixels instanceof Int16Array,
      photometric: samplesPerPixel === 3 ? 'RGB' : 'MONOCHROME2',
      pixels,
      palette: null,
    },
    spacing: [0.5, 0.25],
    modalityLut: { kind: 'linear', slope: 2, intercept: -1024, unit: 'HU' },
  };
}
const stack = (frames: readonly FrameValue[]): StackValue => ({
  kind: 'stack',
  count: frames.length,
  read: (index) => {
    const found = frames[index];
    return found === undefined ? Promise.reject(new Error('no such frame')) : Promise.resolve(found);
  },
});
const slice = (from: number): FrameValue => frame(2, 3, Int16Array.of(from, 1, 2, 3, 4, 5));

describe('ModalityLUT', () => {
  it('of a frame and of a stack', async () => {
    const [image] = await runStep('ModalityLUT', {}, slice(0));
    expect(image).toMatchObject({ channels: 1, shape: [2, 3], data: Float32Array.of(-1024, -1022, -1020, -1018, -1016, -1014) });
    expect(image).toMatchObject({ space: { source: [2, 3], spacing: [0.5, 0.25] } });
    const [deep] = await runStep('ModalityLUT', {}, stack([slice(9), slice(0)]));
    expect(deep).toMatchObject({ channels: 1, shape: [2, 2, 3], space: { source: [2, 2, 3], spacing: null } });
    expect(deep?.kind === 'image' ? [deep.data[0], deep.data[6]] : []).toEqual([-1006, -1024]);
  });

  it('of a volume is its voxels', async () => {
    const grid = { slices: 1, rows: 2, columns: 2, affine: [0.5, 0, 0, 9, 0, 0.7, 0, 8, 0, 0, 3, 7] } as const;
    const block = { grid, data: Float32Array.of(1, 2, 3, 4) };
    const volume: VolumeValue = { kind: 'volume', voxels: { grid, readRegion: () => Promise.resolve(block) } };
    const [image] = await runStep('ModalityLUT', {}, volume);
    expect(image).toMatchObject({ shape: [1, 2, 2], data: block.data, space: { spacing: [3, 0.7, 0.5], affine: grid.affine } });
  });

  it('refuses colours, and frames of several sizes', async () => {
    await expect(runStep('ModalityLUT', {}, frame(1, 2, new Uint8Array(6), 3))).rejects.toMatchObject({ code: 'model-not-applicable' });
    await expect(runStep('ModalityLUT', {}, stack([slice(0), frame(3, 2, new Uint8Array(6))]))).rejects.toMatchObject({
      code: 'model-not-applicable',
    });
  });
});

describe('SUV', () => {
  it('scales what the header gives a factor for', async () => {
    const [image] = await runStep('SUV', {}, { ...slice(0), suv: { bw: 0.5 } });
    expect(image).toMatchObject({ data: Float32Array.of(-512, -511, -510, -509, -508, -507) });
  });

  it('is not applicable without one', async () => {
    for (const [type, source] of [
      ['bsa', { ...slice(0), suv: { bw: 0.5 } }],
      ['bw', slice(0)],
    ] as const)
      await expect(runStep('SUV', { type }, source)).rejects.toMatchObject({ code: 'model-not-applicable' });
  });
});

it('Grayscale is Pillow’s luma or a weighted sum', async () => {
  const planes = noise(cases.grayscale.seed, 3 * 143);
  const interleaved = Uint8Array.from({ length: planes.length }, (_, i) => planes[(i % 3) * 143 + Math.floor(i / 3)] ?? 0);
  const source = frame(11, 13, interleaved, 3);
  const [grey] = await runStep('Grayscale', {}, source);
  expect(grey).toMatchObject({ channels: 1, shape: [11, 13], data: Uint8Array.from(cases.grayscale.luma) });
  const [rgb] = await runStep('PhotometricRGB', {}, source);
  const [weighted] = await runStep('Grayscale', { weights: [0.2125, 0.7154, 0.0721] }, rgb ?? []);
  expect(largestError(weighted?.kind === 'image' ? weighted.data : [], cases.grayscale.weighted)).toBeLessThan(1e-7);
});

it('PhotometricRGB of a stack keeps its frames apart', async () => {
  const [image] = await runStep(
    'PhotometricRGB',
    {},
    stack([frame(1, 2, Uint8Array.of(1, 2, 3, 4, 5, 6), 3), frame(1, 2, Uint8Array.of(7, 8, 9, 10, 11, 12), 3)]),
  );
  expect(image).toMatchObject({ channels: 3, shape: [2, 1, 2], data: Uint8Array.of(1, 4, 7, 10, 2, 5, 8, 11, 3, 6, 9, 12) });
});

it('SelectFrames takes some or one', async () => {
  const frames = [slice(0), slice(1), slice(2), slice(3)];
  const [some] = await runStep('SelectFrames', { frames: [3, 1] }, stack(frames));
  if (some?.kind !== 'stack') throw new Error('not a stack');
  expect([some.count, await some.read(0), await some.read(1)]).toEqual([2, frames[3], frames[1]]);
  expect(await runStep('SelectFrames', { frame: 'middle' }, stack(frames))).toEqual([frames[2]]);
  await expect(runStep('SelectFrames', { frame: 4 }, stack(frames))).rejects.toMatchObject({ code: 'model-not-applicable' });
});

it('Project lies on one frame', async () => {
  const shape = [6, 12, 15];
  const deep: ImageValue = {
    kind: 'image',
    channels: 1,
    shape,
    data: Float32Array.from(cases.project.input),
    space: ownSpace(shape, [2, 0.5, 0.5]),
  };
  const [edf] = await runStep('Project', { method: 'edf' }, deep);
  expect(edf).toMatchObject({ shape: [12, 15], space: { source: [12, 15], spacing: [0.5, 0.5], affine: null } });
  expect(largestError(edf?.kind === 'image' ? edf.data : [], cases.project.edf)).toBeLessThan(1e-7);
});

it('ADC is numpy’s fit', async () => {
  const signals = cases.adc.signals.map((samples): ImageValue => ({
    kind: 'image',
    channels: 1,
    shape: [5, 6],
    data: Float32Array.from(samples),
    space: ownSpace([5, 6]),
  }));
  const [map] = await runStep('ADC', { b_values: cases.adc.b }, signals);
  expect(
    largestError(
      map?.kind === 'image' ? map.data.map((value) => value * 1000) : [],
      cases.adc.values.map((value) => value * 1000),
    ),
  ).toBeLessThan(1e-6);
});

it('is refused before it runs where it cannot fit', () => {
  const image = { kind: 'image', dtype: 'float32', channels: 1, dims: 2, space: 'source' } as const satisfies RegisterType;
  expect(() => stepTypes('Project', { method: 'max' }, [image])).toThrow();
  expect(() => stepTypes('Project', { method: 'max' }, [{ ...image, dims: 3, space: 'derived' }])).toThrow();
  expect(() => stepTypes('Grayscale', {}, [image])).toThrow();
  expect(() => stepTypes('ADC', { b_values: [0, 0] }, [image, image])).toThrow();
  expect(() => stepTypes('ADC', { b_values: [0, 800] }, [image])).toThrow();
  expect(() => stepTypes('ModalityLUT', {}, [image])).toThrow();
});
