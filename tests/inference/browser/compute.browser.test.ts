import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { boxesOf, packed, tinyPackage } from '../fixtures/tiny-package';
import { convolutionPackage } from '../fixtures/convolution-package';
import { serveWorkerPage, type WorkerPage } from '../support/worker-page';
import type { Harness } from './harness';

/** Input channels of 3 × 3 convolutions, those among them that onnxruntime-web has computed wrongly on WebGPU. */
const CHANNELS = [3, 4, 6, 9, 15, 16, 33];

declare const harness: Harness;

let site: WorkerPage;
let page: Page;
const outside: string[] = [];
const errors: string[] = [];

beforeAll(async () => {
  site = await serveWorkerPage(
    'browser',
    new Map([
      ['tiny', packed(tinyPackage())],
      ...CHANNELS.map((channels) => [`conv-${String(channels)}`, packed(convolutionPackage(channels))] as const),
    ]),
  );
  ({ page } = site);
  page.on('request', (request) => {
    if (!request.url().startsWith(site.url) && !request.url().startsWith('data:')) outside.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await site.open();
});
afterAll(async () => {
  await site.close();
});

describe('the compute workers in Chromium, under the app’s headers', () => {
  it('run on WASM threads and on WebGPU, and agree', async () => {
    expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(true);
    const wasm = await page.evaluate(() => harness.run('tiny', 'wasm', 64));
    const webgpu = await page.evaluate(() => harness.run('tiny', 'webgpu', 64));
    expect(wasm.provider).toMatch(/^wasm/);
    expect(webgpu).toMatchObject({ provider: 'webgpu', fallback: null });
    const places = (run: typeof wasm) => new Map(boxesOf(run).map(({ label, score, box }) => [`${label} ${JSON.stringify(box)}`, score]));
    const expected = places(wasm);
    expect(expected.size).toBeGreaterThan(20);
    for (const [place, score] of places(webgpu)) expect(expected.get(place)).toBeCloseTo(score, 5);
  });

  it('pass the test vectors of a package on both', async () => {
    for (const provider of ['wasm', 'webgpu'] as const) {
      const report = await page.evaluate((on) => harness.selfTest('tiny', on), provider);
      expect(report).toMatchObject({ provider, passed: true });
      expect(report.maximumError).toBeLessThan(1e-5);
    }
  });

  it.each(CHANNELS)('are right wherever the test vectors pass: 3 × 3 convolution of %i channels', async (channels) => {
    const name = `conv-${String(channels)}`;
    expect(await page.evaluate((of) => harness.selfTest(of, 'wasm'), name)).toMatchObject({ passed: true });
    const { passed, maximumError } = await page.evaluate((of) => harness.selfTest(of, 'webgpu'), name);
    console.info(
      `3 × 3 convolution of ${String(channels)} channels on WebGPU: ${passed ? 'right' : 'wrong'}, off by ${maximumError.toExponential(1)}`,
    );
    if (!passed) return;
    // On another image than that of the vectors.
    const [wasm, webgpu] = await page.evaluate(
      async (of) => [await harness.run(of, 'wasm', 64), await harness.run(of, 'webgpu', 64)] as const,
      name,
    );
    expect(webgpu.provider).toBe('webgpu');
    const best = (run: typeof wasm): number[] =>
      boxesOf(run)
        .slice(0, 5)
        .map(({ score }) => score);
    for (const [i, score] of best(wasm).entries()) expect(best(webgpu)[i]).toBeCloseTo(score, 3);
  });

  it('keep calls apart that are made at the same time on one provider', async () => {
    const names = ['conv-3', 'conv-16', 'conv-33', 'tiny'];
    const alone = await page.evaluate(async (all) => {
      const runs = [];
      for (const name of all) runs.push(await harness.run(name, 'webgpu', 64));
      return runs;
    }, names);
    // Sessions made and run while others run: the module suspends its stack at each wait for the GPU.
    await page.evaluate(() => {
      harness.restart();
    });
    const together = await page.evaluate((all) => Promise.all(all.map((name) => harness.run(name, 'webgpu', 64))), names);
    expect(together.map(({ provider, fallback }) => [provider, fallback])).toEqual(names.map(() => ['webgpu', null]));
    expect(together.map(boxesOf)).toEqual(alone.map(boxesOf));
  });

  it('stop a run that is cancelled and start again', async () => {
    expect(await page.evaluate(() => harness.cancel('tiny', 5000))).toMatchObject({ name: 'AbortError' });
    expect(await page.evaluate(() => harness.run('tiny', 'wasm', 64))).toMatchObject({ fallback: null });
  });

  it('ask nothing of the network but the app’s own files, and violate no policy', () => {
    expect(outside).toEqual([]);
    expect(errors).toEqual([]);
  });
});
