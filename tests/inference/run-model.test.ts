import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { ModelSession } from '../../src/inference/model-session';
import { readPackage } from '../../src/inference/packages/read-package';
import { sessionWith, type NetworkRuntime } from '../../src/inference/runtime/network-session';
import { floatTensor, int64Tensor } from './fixtures/onnx-writer';
import {
  asFiles,
  boxesOf,
  CELL,
  frameSource,
  frameWithCells,
  packed,
  testRuntime,
  tinyNetwork,
  tinyPackage,
} from './fixtures/tiny-package';

describe('a model on an image', () => {
  let session: ModelSession;
  beforeAll(async () => {
    session = await ModelSession.load(await readPackage(asFiles(packed(tinyPackage()))), testRuntime());
  });
  afterAll(() => session.release());

  it('answers boxes in source pixels, best first, with the decision threshold apart', async () => {
    // 128 × 96 is halved to 64 × 48 and padded to 64 × 64: cells of 16 source pixels.
    const frame = frameWithCells(96, 128, [
      { x: 16, y: 32, size: 16, channel: 0, value: 255 },
      { x: 112, y: 80, size: 16, channel: 2, value: 128 },
    ]);
    const { outputs, provider, timing } = await session.run(frameSource(frame));
    expect(provider).toBe('wasm-threads');
    expect(outputs[0]).toMatchObject({ id: 'cells', kind: 'boxes', threshold: 0.5 });
    const boxes = boxesOf({ outputs }).filter(({ score }) => score > 0.4);
    expect(boxes.map(({ label, box }) => ({ label, box }))).toEqual([
      { label: 'A', box: { x: 16, y: 32, width: 16, height: 16 } },
      { label: 'C', box: { x: 112, y: 80, width: 16, height: 16 } },
    ]);
    // The antialiasing filter lets the neighbours in: a quarter of the edge pixels' weight.
    expect(boxes[0]?.score).toBeGreaterThan(0.9);
    expect(timing.run).toBeGreaterThan(0);
  });

  it('reports progress of the network calls', async () => {
    const seen: [number, number][] = [];
    await session.run(frameSource(frameWithCells(64, 64, [])), { onProgress: (done, total) => seen.push([done, total]) });
    expect(seen).toEqual([
      [0, 1],
      [1, 1],
    ]);
  });

  it('stops at once when aborted before', async () => {
    const controller = new AbortController();
    controller.abort();
    await expect(session.run(frameSource(frameWithCells(64, 64, [])), { signal: controller.signal })).rejects.toMatchObject({
      name: 'AbortError',
    });
  });

  it('stops between steps when aborted during the run', async () => {
    const controller = new AbortController();
    const run = session.run(frameSource(frameWithCells(64, 64, [])), {
      signal: controller.signal,
      onProgress: () => {
        controller.abort();
      },
    });
    await expect(run).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('gives the same answer twice', async () => {
    const frame = frameWithCells(50, 70, [{ x: 3, y: 4, size: 20, channel: 1, value: 200 }]);
    const first = await session.run(frameSource(frame));
    const second = await session.run(frameSource(frame));
    expect(second.outputs).toEqual(first.outputs);
  });
});

describe('a network that answers NaN', () => {
  it('is refused: nothing found would be the wrong answer', async () => {
    const initializers = [
      floatTensor('weights', [3, 3, CELL, CELL], new Float32Array(9 * CELL * CELL).fill(NaN)),
      floatTensor('boxes', [1, 4, CELL, CELL], new Float32Array(4 * CELL * CELL)),
      int64Tensor('shape', [1, 7, -1]),
    ];
    const session = await ModelSession.load(await readPackage(asFiles(packed(tinyPackage(tinyNetwork({ initializers }))))), testRuntime());
    const frame = frameWithCells(64, 64, []);
    await expect(session.run(frameSource(frame))).rejects.toMatchObject({ code: 'answer-not-finite', context: { output: 'detections' } });
    await session.release();
  });
});

describe('the time of a run', () => {
  it('counts the networks that a rule asks before it', async () => {
    let clock = 0;
    const now = vi.spyOn(performance, 'now').mockImplementation(() => clock);
    const runtime: NetworkRuntime = {
      ...testRuntime(),
      createSession: async (weights) => {
        const session = await testRuntime().createSession(weights);
        return sessionWith(session, (inputs) => {
          clock += 100;
          return session.run(inputs);
        });
      },
    };
    // What is shown is `raw`; the rule asks a second run of the network, of which nothing else is wanted.
    const asked = packed(tinyPackage(), (json) => {
      const pipeline = json['pipeline'] as Record<string, unknown>[];
      pipeline.push({
        step: 'infer',
        network: 'detector',
        in: { image: 'padded' },
        out: { detections: 'first' },
        kwargs: { inferer: 'Simple' },
      });
      const kwargs = { register: 'first', max: 1 };
      json['checks'] = [{ when: 'before', rule: 'entropy_max', kwargs, severity: 'info', message: { fr: 'Incertain.', en: 'Unsure.' } }];
    });
    try {
      const session = await ModelSession.load(await readPackage(asFiles(asked)), runtime);
      const { timing, checks } = await session.run(frameSource(frameWithCells(64, 64, [])));
      await session.release();
      expect(checks).toHaveLength(1);
      expect(timing).toEqual({ pre: 0, run: 200, post: 0 });
    } finally {
      now.mockRestore();
    }
  });
});
