import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { chromium, type BrowserContext, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { build } from 'vite';
import { CHROMIUM_FLAGS, findChromium, WEBGPU_FLAGS } from '../../../scripts/chromium.mjs';
import { ortAssets } from '../../../scripts/ort-assets-plugin';
import { startServer, type RunningServer } from '../../../scripts/server';
import { boxesOf, packed, tinyPackage } from '../fixtures/tiny-package';
import { convolutionPackage } from '../fixtures/convolution-package';
import type { Harness } from './harness';

const root = new URL('../../../', import.meta.url).pathname;
/** Input channels of 3 × 3 convolutions, those among them that onnxruntime-web has computed wrongly on WebGPU. */
const CHANNELS = [3, 4, 6, 9, 15, 16, 33];

declare const harness: Harness;

let folder = '';
let server: RunningServer;
let context: BrowserContext;
let page: Page;
const outside: string[] = [];
const errors: string[] = [];

async function publish(name: string, files: ReadonlyMap<string, Blob>): Promise<void> {
  for (const [path, blob] of files) {
    const target = join(folder, name, path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, new Uint8Array(await blob.arrayBuffer()));
  }
  writeFileSync(join(folder, name, 'index.json'), JSON.stringify([...files.keys()]));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diaphane-compute-'));
  await build({
    configFile: false,
    root: join(root, 'tests/inference/browser'),
    base: './',
    publicDir: false,
    logLevel: 'error',
    plugins: [ortAssets(root)],
    worker: { format: 'es' },
    build: { target: 'es2023', outDir: folder, emptyOutDir: true, assetsInlineLimit: 0, reportCompressedSize: false },
  });
  await publish('tiny', packed(tinyPackage()));
  for (const channels of CHANNELS) await publish(`conv-${String(channels)}`, packed(convolutionPackage(channels)));
  server = await startServer({ root: folder, port: 0 });
  context = await chromium.launchPersistentContext(join(folder, 'profile'), {
    executablePath: await findChromium(),
    args: [...CHROMIUM_FLAGS, ...WEBGPU_FLAGS],
  });
  page = context.pages()[0] ?? (await context.newPage());
  page.on('request', (request) => {
    if (!request.url().startsWith(server.url) && !request.url().startsWith('data:')) outside.push(request.url());
  });
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(server.url);
});
afterAll(async () => {
  await context.close();
  await server.close();
  rmSync(folder, { recursive: true, force: true });
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

  it('stop a run that is cancelled and start again', async () => {
    expect(await page.evaluate(() => harness.cancel('tiny', 5000))).toMatchObject({ name: 'AbortError' });
    expect(await page.evaluate(() => harness.run('tiny', 'wasm', 64))).toMatchObject({ fallback: null });
  });

  it('ask nothing of the network but the app’s own files, and violate no policy', () => {
    expect(outside).toEqual([]);
    expect(errors).toEqual([]);
  });
});
