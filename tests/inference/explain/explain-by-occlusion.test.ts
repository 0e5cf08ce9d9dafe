import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppError } from '../../../src/domain/errors';
import type { DecodedFrame } from '../../../src/domain/pixels';
import type { HeatmapOutput, ModelResult } from '../../../src/domain/result';
import { explainByOcclusion } from '../../../src/inference/explain/explain-by-occlusion';
import { occlusionInput } from '../../../src/inference/explain/occlusion-input';
import { ModelSession } from '../../../src/inference/model-session';
import { checkPipeline } from '../../../src/inference/packages/check-pipeline';
import { parseManifest } from '../../../src/inference/packages/parse-manifest';
import { readPackage } from '../../../src/inference/packages/read-package';
import { sessionWith, type NetworkRuntime } from '../../../src/inference/runtime/network-session';
import type { NetworkTensor } from '../../../src/inference/runtime/network-tensor';
import { CORNER, cornerPackage, SIDE } from '../fixtures/corner-package';
import { asFiles, frameWithCells, testRuntime, tinyPackage } from '../fixtures/tiny-package';

const ROWS = 56;
const COLUMNS = 84;
/** Source samples of one of the network's: 2 rows, 3 columns. */
const [DOWN, OVER] = [ROWS / SIDE, COLUMNS / SIDE];

/** Bright at the top left where the network looks, and at the bottom right where it does not. */
function photo(): DecodedFrame {
  const white = ([0, 1, 2] as const).flatMap((channel) => [
    { x: 0, y: 0, size: 24, channel, value: 255 },
    { x: 60, y: 32, size: 24, channel, value: 255 },
  ]);
  return frameWithCells(ROWS, COLUMNS, white);
}

const sources = new Map([['photo', { kind: 'frame', frame: photo(), spacing: [0.5, 0.25] as const, modalityLut: null } as const]]);

function mapOf({ outputs: [output] }: ModelResult): HeatmapOutput {
  if (output?.kind !== 'heatmap') throw new Error('no map');
  return output;
}

describe('a classifier that looks at one corner', () => {
  let session: ModelSession;
  beforeAll(async () => {
    session = await ModelSession.load(await readPackage(asFiles(await cornerPackage())), testRuntime());
  });
  afterAll(() => session.release());

  it('is explained by that corner, on the grid of the photo', async () => {
    const answer = (await session.run(sources)).outputs[0];
    const probability = answer?.kind === 'classification' ? (answer.classes[1]?.probability ?? NaN) : NaN;
    expect(probability).toBeGreaterThan(0.9);
    const map = mapOf(await explainByOcclusion(session, sources, { output: 'light', label: 'bright' }));
    expect(map).toMatchObject({ id: 'light.occlusion-1', label: 'bright', explains: 'light' });
    expect(map.grid).toEqual({ shape: [ROWS, COLUMNS], spacing: [0.5, 0.25], affine: null });
    expect(map.method).toMatchObject({ name: 'occlusion', input: [SIDE, SIDE], window: [4, 4], stride: [2, 2], fill: 'mean' });
    expect(map.method?.probability).toBe(probability);
    // Windows of 4 by steps of 2 that touch the corner end before sample 6.
    const reach = CORNER + 2;
    const importance = (y: number, x: number): number => map.data[y * COLUMNS + x] ?? NaN;
    for (let y = 0; y < ROWS; y++) {
      for (let x = 0; x < COLUMNS; x++) {
        if (y < reach * DOWN && x < reach * OVER) expect(importance(y, x)).toBeGreaterThan(0);
        else expect(importance(y, x)).toBe(0);
      }
    }
    // The window over the whole corner is the only one that covers its first sample: the fall is known in numbers.
    const mean = (2 * 24 * 24) / (ROWS * COLUMNS);
    const hidden = 1 / (1 + Math.exp(4 - 8 * mean));
    expect(importance(0, 0)).toBeCloseTo(probability - hidden, 3);
    expect(map.method?.largestDrop).toBeCloseTo(probability - hidden, 3);
    expect(map.range).toEqual([0, Math.max(...map.data)]);
  });

  it('says of the other class where it speaks against it', async () => {
    const map = mapOf(await explainByOcclusion(session, sources, { output: 'light', label: 'dark' }));
    expect(map.id).toBe('light.occlusion-0');
    expect(map.data[0]).toBeLessThan(-0.5);
    expect(Math.max(...map.data)).toBe(0);
    // Nothing fell: the scale is not stretched over nothing.
    expect(map.range).toEqual([0, 0.05]);
  });

  it('tells how far it is, and stops between calls of the network', async () => {
    const seen: [number, number][] = [];
    const controller = new AbortController();
    const run = explainByOcclusion(
      session,
      sources,
      { output: 'light', label: 'bright' },
      {
        signal: controller.signal,
        onProgress: (done, total) => {
          seen.push([done, total]);
          if (done === 3) controller.abort();
        },
      },
    );
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
    expect(seen).toEqual([0, 1, 2, 3].map((done) => [done, 169]));
  });

  it.each([
    ['an output that is none', { output: 'other', label: 'bright' }],
    ['a label that it has not', { output: 'light', label: 'green' }],
  ])('refuses %s', async (_what, request) => {
    await expect(explainByOcclusion(session, sources, request)).rejects.toMatchObject({ code: 'model-not-applicable' });
  });

  it('says so in its summary', () => {
    expect(session.model.summary.outputs).toMatchObject([{ id: 'light', explainable: true }]);
  });
});

describe('a network that takes several images at once', () => {
  /** Batches that the network was given, with `change` made of what it answered. */
  const explain = async (change: (results: Record<string, NetworkTensor>, batch: number) => void = () => undefined) => {
    const batches: number[] = [];
    const runtime: NetworkRuntime = {
      ...testRuntime(),
      createSession: async (weights) => {
        const one = await testRuntime().createSession(weights);
        return sessionWith(one, async (inputs) => {
          const batch = inputs['image']?.dims[0] ?? 0;
          batches.push(batch);
          const results = await one.run(inputs);
          change(results, batch);
          return results;
        });
      },
    };
    const session = await ModelSession.load(await readPackage(asFiles(await cornerPackage(undefined, 'n'))), runtime);
    const map = mapOf(await explainByOcclusion(session, sources, { output: 'light', label: 'bright' }));
    await session.release();
    return { map, batches };
  };
  const singly = [1, ...Array.from({ length: 169 }, () => 1)];

  it('is asked of eight, with the map that it gives one by one', async () => {
    const session = await ModelSession.load(await readPackage(asFiles(await cornerPackage())), testRuntime());
    const alone = mapOf(await explainByOcclusion(session, sources, { output: 'light', label: 'bright' }));
    await session.release();
    const { map, batches } = await explain();
    // The image alone, then among others; 169 windows are 21 times eight and one.
    expect(batches).toEqual([1, 8, ...Array.from({ length: 21 }, () => 8), 1]);
    expect(map.grid).toEqual(alone.grid);
    for (const [at, value] of map.data.entries()) expect(Math.abs(value - (alone.data[at] ?? NaN))).toBeLessThan(1e-5);
    expect(map.data.filter((value) => value === 0)).toEqual(alone.data.filter((value) => value === 0));
  });

  it('is asked one by one where it answers several otherwise, or cannot', async () => {
    const mixed = await explain(({ logits }, batch) => {
      if (batch > 1 && logits?.dtype === 'float32') logits.data.fill(0);
    });
    expect(mixed.batches).toEqual([1, 8, ...singly.slice(1)]);
    expect(mixed.map.method?.largestDrop).toBeGreaterThan(0.5);
    const failing = await explain((_results, batch) => {
      if (batch > 1) throw new AppError('inference-failed', 'Reshape: the input shape does not fit');
    });
    expect(failing.batches).toEqual([1, 8, ...singly.slice(1)]);
    expect(failing.map.data).toEqual(mixed.map.data);
  });
});

describe('where an image is hidden', () => {
  const inputOf = async (change: (manifest: Record<string, unknown>) => void): Promise<string | null> => {
    const blob = (await cornerPackage(change)).get('manifest.json');
    const manifest = parseManifest(new Uint8Array((await blob?.arrayBuffer()) ?? new ArrayBuffer(0)));
    return occlusionInput(manifest, checkPipeline(manifest), 'light');
  };
  const steps = (manifest: Record<string, unknown>): Record<string, unknown>[] => manifest['pipeline'] as Record<string, unknown>[];

  it('is the plane that the network takes', async () => {
    expect(await inputOf(() => undefined)).toBe('scaled');
    const shipped = parseManifest(readFileSync(join(import.meta.dirname, '../../../models/chest-radiograph/manifest.json')));
    expect(occlusionInput(shipped, checkPipeline(shipped), 'label')).toBe('scaled');
    expect(occlusionInput(shipped, checkPipeline(shipped), 'evidence')).toBeNull();
  });

  /** The network a second time, on what these steps make, and the mean of both. */
  const twice = (...more: Record<string, unknown>[]) =>
    inputOf((manifest) => {
      steps(manifest).splice(
        4,
        1,
        ...more,
        { step: 'infer', network: 'corner', in: { image: 'other' }, out: { logits: 'again' }, kwargs: { inferer: 'Simple' } },
        { step: 'Ensemble', in: ['logits', 'again'], out: 'both', kwargs: { method: 'mean' } },
        { step: 'softmax', in: 'both', out: 'probabilities' },
      );
    });

  it('is before the ways part where there are two, and nowhere where they part at the source', async () => {
    const half = { step: 'scale_linear', out: 'other', kwargs: { gain: 1 / 510, offset: 0 } };
    expect(await twice({ ...half, in: 'small' })).toBe('small');
    const resize = { step: 'Resize', in: 'own', out: 'tiny', kwargs: { spatial_size: [SIDE, SIDE], mode: 'nearest' } };
    expect(await twice({ step: 'Grayscale', in: 'photo', out: 'own' }, resize, { ...half, in: 'tiny' })).toBeNull();
  });

  it('is nowhere in answers of another kind', () => {
    const { manifest } = tinyPackage();
    expect(occlusionInput(manifest, checkPipeline(manifest), 'cells')).toBeNull();
  });
});
