import { afterAll, describe, expect, it } from 'vitest';
import type { ModelResult } from '../../../src/domain/result';
import type { VoxelAffine } from '../../../src/domain/volume';
import { choosePlan } from '../../../src/inference/memory/choose-plan';
import { memoryBudget } from '../../../src/inference/memory/memory-budget';
import { planMemory } from '../../../src/inference/memory/memory-plan';
import { smallerPipeline } from '../../../src/inference/memory/smaller-pipeline';
import { sourceShapes, volumeShape } from '../../../src/inference/memory/source-shapes';
import { ModelSession } from '../../../src/inference/model-session';
import { readPackage, type ModelPackage } from '../../../src/inference/packages/read-package';
import { runPipeline } from '../../../src/inference/run-pipeline';
import { nodeRuntime } from '../../../src/inference/runtime/ort-node';
import { sourceValues } from '../../../src/inference/source-payload';
import { noiseTensor } from '../fixtures/network-graph';
import { volumePackage, type VolumePackageOptions } from '../fixtures/volume-package';

const AFFINE: VoxelAffine = [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 3, 0];
const grid = (slices: number, rows: number, columns: number) => ({ slices, rows, columns, affine: AFFINE });
const open = async (options: VolumePackageOptions): Promise<ModelPackage> => readPackage(await volumePackage(options));

describe('the memory of a run', () => {
  it('is told by the shapes that the steps will give', async () => {
    const model = await open({ roi: 16, pixdim: 1, softmax: false });
    const source = volumeShape(grid(10, 20, 30));
    const { bytes, largest } = planMemory(model.manifest, model.pipeline, new Map([['image', source]]));
    const before = 10 * 20 * 30;
    // 3 mm slices become 28 slices of 1 mm.
    const spaced = 28 * 20 * 30;
    const [window, weights] = [16 ** 3, 2 * (model.manifest.files.find(({ path }) => path === 'net.onnx')?.size ?? 0)];
    // Source; fed; 3 channels answered; 3 + 1 sums of 16 slices; a window in, its 3 answers twice, 3 maps of the fewest channels.
    const infer = 4 * (before + spaced + 3 * spaced + 4 * 16 * 20 * 30 + window + 2 * 3 * window + 3 * 4 * window) + weights;
    expect(largest[0]).toEqual({ step: 'pipeline[3] infer', bytes: infer });
    expect(bytes).toBe(infer);
  });

  it('counts what the steps really make', async () => {
    const model = await open({ roi: 8, pixdim: 1.7 });
    const block = { grid: grid(6, 14, 13), data: noiseTensor([6 * 14 * 13], 3).data };
    const given = sourceValues(new Map([['image', { kind: 'volume', block }]]));
    const session = await ModelSession.load(model, nodeRuntime(1));
    const { registers } = await runPipeline(model.pipeline, given, { sessions: session.sessions, file: (path) => model.read(path) });
    await session.release();
    // A pipeline that ends at a register plans for its size: the plan of one more step differs by what that step adds.
    const spaced = registers.get('spaced');
    if (spaced?.kind !== 'image') throw new Error('no image');
    const upTo = (count: number) => ({ ...model.pipeline, steps: model.pipeline.steps.slice(0, count) });
    const shapes = await sourceShapes(given);
    const [first, second] = [1, 2].map((count) => planMemory(model.manifest, upTo(count), shapes).bytes);
    expect((second ?? 0) - (first ?? 0)).toBe(spaced.data.byteLength);
  });

  it('takes what the manifest states of its network for what it is', async () => {
    const state = (megabytes: number) =>
      open({
        roi: 16,
        change: (manifest) => ({
          ...manifest,
          networks: (manifest['networks'] as Record<string, unknown>[]).map((network) => ({ ...network, memory_mb: megabytes })),
        }),
      });
    const [some, more] = [await state(100), await state(300)];
    const sources = new Map([['image', volumeShape(grid(32, 32, 32))]]);
    expect(planMemory(more.manifest, more.pipeline, sources).bytes - planMemory(some.manifest, some.pipeline, sources).bytes).toBe(200e6);
  });

  it('is held against half of the machine, 3 GiB at most', () => {
    expect([memoryBudget(undefined), memoryBudget(8), memoryBudget(2)]).toEqual([3 * 2 ** 30, 3 * 2 ** 30, 2 ** 30]);
  });
});

describe('the smaller plan', () => {
  const sessions: ModelSession[] = [];
  afterAll(async () => {
    for (const session of sessions) await session.release();
  });

  it.each([{ softmax: true, pixdim: 1.5 }, { softmax: false, pixdim: 1.5 }, { softmax: true }])(
    'gives identical labels (%o)',
    async (options) => {
      const model = await open({ roi: 12, classes: 5, ...options });
      const block = { grid: grid(9, 31, 22), data: noiseTensor([9 * 31 * 22], 7).data };
      const sources = sourceValues(new Map([['image', { kind: 'volume', block }]]));
      const session = await ModelSession.load(model, nodeRuntime(1));
      sessions.push(session);
      const labels = ({ outputs: [output] }: ModelResult) => (output?.kind === 'segmentation' ? output.data : null);
      const whole = labels(await session.run(sources));
      const small = labels(await session.run(sources, { memoryBudget: 1 }));
      expect(new Set(whole ?? []).size).toBeGreaterThan(2);
      expect(small).toEqual(whole);
    },
  );

  it('is taken where the whole does not fit, and only there', async () => {
    const { manifest, pipeline } = await open({ roi: 32, classes: 20 });
    const sources = new Map([['image', volumeShape(grid(256, 256, 256))]]);
    const whole = planMemory(manifest, pipeline, sources);
    const roomy = choosePlan(manifest, pipeline, sources, whole.bytes);
    expect(roomy).toMatchObject({ pipeline, smaller: false });
    const tight = choosePlan(manifest, pipeline, sources, 1e9);
    expect(tight.smaller).toBe(true);
    expect(tight.plan.fits(1e9)).toBe(true);
    // 20 channels of logits and as many of scores are not held.
    expect(whole.bytes - tight.plan.bytes).toBeGreaterThan(2e9);
    expect(tight.pipeline.steps.map(({ definition }) => definition.name)).toEqual(['ModalityLUT', 'NormalizeIntensity', 'infer']);
  });

  it('is not made where something else needs the channels', async () => {
    const heatmap = { id: 'map', from: 'scores', kind: 'heatmap', channel: 1 };
    const shown = await open({ roi: 16, change: (manifest) => ({ ...manifest, outputs: [...manifest.outputs, heatmap] }) });
    expect(smallerPipeline(shown.manifest, shown.pipeline)).toBeNull();
    const binarized = { step: 'AsDiscrete', in: 'scores', out: 'likely', kwargs: { threshold: 0.5 } };
    const read = await open({ roi: 16, change: (manifest) => ({ ...manifest, pipeline: [...manifest.pipeline, binarized] }) });
    expect(smallerPipeline(read.manifest, read.pipeline)).toBeNull();
    const checked = await open({
      roi: 16,
      change: (manifest) => ({
        ...manifest,
        checks: [{ when: 'after', rule: 'entropy_max', kwargs: { register: 'scores', max: 0.9 }, severity: 'warn', message: 'm' }],
      }),
    });
    expect(smallerPipeline(checked.manifest, checked.pipeline)).toBeNull();
  });
});
