import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { prepareGraph } from '../../../src/inference/graph/prepare';
import type { SelfTest } from '../../../src/domain/model-package';
import { auditGraph } from '../../../src/inference/packages/onnx/audit';
import { chooseProvider } from '../../../src/inference/runtime/choose-provider';
import { worstDifference } from '../fixtures/compare-tensors';
import {
  allCases,
  channelCases,
  convolutionCases,
  operatorCases,
  wasmOnlyCases,
  type ConformanceCase,
} from '../fixtures/conformance-cases';
import { endlessPackage } from '../fixtures/endless-package';
import { convolutionPackage } from '../fixtures/convolution-package';
import { packed } from '../fixtures/tiny-package';
import { runNative } from '../fixtures/native-session';
import { serveWorkerPage, type WorkerPage } from '../support/worker-page';
import type { CaseFile, Conformance, Mode } from './page';
import { fromPlain, toPlain } from './plain-tensor';

const cases = allCases();

declare const conformance: Conformance;

let site: WorkerPage;
let page: Page;

const pathOf = (item: ConformanceCase): string => `cases/${String(cases.indexOf(item))}.json`;
const caseFile = ({ model, inputs }: ConformanceCase): CaseFile => ({
  model: [...model],
  inputs: Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, toPlain(tensor)])),
});

beforeAll(async () => {
  site = await serveWorkerPage(
    'conformance',
    new Map([
      ['conv-9', packed(convolutionPackage(9))],
      ['endless', packed(endlessPackage())],
    ]),
    new Map(cases.map((item) => [pathOf(item), JSON.stringify(caseFile(item))] as const)),
  );
  ({ page } = site);
  await site.open();
});
afterAll(async () => {
  await site.close();
});

interface Outcome {
  readonly name: string;
  readonly passed: boolean;
  /** Largest difference as a part of the largest value, or the runtime's words. */
  readonly words: string;
}

/** Every case on one runtime, against the native one. */
async function outcomes(mode: Mode, chosen: readonly ConformanceCase[]): Promise<Outcome[]> {
  const list: Outcome[] = [];
  for (const item of chosen) {
    const { name, model, inputs, tolerance } = item;
    const answer = await page.evaluate(([from, how]) => conformance.run(from, how), [pathOf(item), mode] as const);
    if ('error' in answer) {
      list.push({ name, passed: false, words: /Status Message: (.*?)["\n]/.exec(answer.error)?.[1] ?? answer.error.slice(0, 200) });
      continue;
    }
    const outputs = Object.fromEntries(Object.entries(answer.outputs).map(([id, tensor]) => [id, fromPlain(tensor)]));
    const off = worstDifference(outputs, await runNative(model, inputs));
    list.push({ name, passed: off <= tolerance, words: `off by ${off.toExponential(1)} of the largest value` });
  }
  const failed = list.filter(({ passed }) => !passed);
  console.info(
    [
      `${mode}: ${String(list.length - failed.length)} of ${String(list.length)} right`,
      ...failed.map(({ name, words }) => `  ${name}: ${words}`),
    ].join('\n'),
  );
  return list;
}

const failures = (list: readonly Outcome[]): string[] => list.flatMap(({ name, passed, words }) => (passed ? [] : [`${name}: ${words}`]));

/** Software WebGPU compiles some ten shaders a second at best, and fewer on a busy machine. */
const IN_SOFTWARE_MS = 900_000;

/** What the audit does not keep from WebGPU. */
const offered = cases.filter(({ model }) => !auditGraph(model).wasmOnly);

describe('operators in Chromium, against the native runtime', () => {
  /** The others are the same bytes on WebGPU with and without preparation. */
  const rewritten = offered.filter(({ model }) => prepareGraph(model, 'webgpu').applied.length > 0);

  it('there are enough of them', () => {
    expect(operatorCases().length).toBeGreaterThanOrEqual(40);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  it('are kept from WebGPU where the audit says that it lacks them', () => {
    const kept = cases.filter((item) => !offered.includes(item)).map(({ name }) => name);
    expect(kept).toEqual(wasmOnlyCases().map(({ name }) => name));
  });

  it('are right on WASM', async () => {
    expect(failures(await outcomes('wasm', cases))).toEqual([]);
  });

  it(
    'are right on WebGPU once prepared',
    async () => {
      expect(failures(await outcomes('webgpu-prepared', rewritten))).toEqual([]);
    },
    IN_SOFTWARE_MS,
  );

  const convolutions = new Set([...channelCases(), ...convolutionCases()].map(({ name }) => name));
  // What the preparation is for: should a later runtime do better, it can go.
  it.each([
    ['convolutions', offered.filter(({ name }) => convolutions.has(name)), ['Conv 3×3, 6 channels', 'Conv3D, 2 groups']],
    ['other operators', offered.filter(({ name }) => !convolutions.has(name)), ['network: 3-D U-Net']],
  ] as const)(
    'are wrong on WebGPU as they are only where the preparation changes them: %s',
    async (_what, chosen, known) => {
      const wrong = (await outcomes('webgpu', chosen)).filter(({ passed }) => !passed).map(({ name }) => name);
      const changed = new Set(rewritten.map(({ name }) => name));
      expect(wrong.filter((name) => !changed.has(name))).toEqual([]);
      for (const name of known) expect(wrong).toContain(name);
    },
    IN_SOFTWARE_MS,
  );
});

describe('a provider that answers wrongly', () => {
  const selfTest = (provider: 'wasm' | 'webgpu', raw: boolean): Promise<SelfTest> =>
    page.evaluate(([on, how]) => conformance.selfTest('conv-9', on, how), [provider, raw] as const);

  it('is found out by the test vectors of the package, and not used', async () => {
    const wasm = await selfTest('wasm', false);
    const wrong = await selfTest('webgpu', true);
    expect(wasm).toMatchObject({ provider: 'wasm', passed: true });
    expect(wrong).toMatchObject({ provider: 'webgpu', passed: false });
    expect(wrong.maximumError).toBeGreaterThan(0.1);
    // However fast it was.
    expect(chooseProvider([wasm, { ...wrong, milliseconds: 0 }])).toBe('wasm');
  });

  it('passes once the graph is prepared for it', async () => {
    const right = await selfTest('webgpu', false);
    expect(right).toMatchObject({ provider: 'webgpu', passed: true });
    expect(right.maximumError).toBeLessThan(1e-4);
  });
});

describe('a GPU device that is lost in the middle of a run', () => {
  it('is left for WASM, which answers the call that was lost and all after it', async () => {
    const item = cases.find(({ name }) => name === 'network: 2-D U-Net of 6, 9 and 15 channels');
    if (item === undefined) throw new Error('the network is there');
    const answer = await page.evaluate((from) => conformance.run(from, 'webgpu-lost'), pathOf(item));
    if ('error' in answer) throw new Error(answer.error);
    expect(answer).toMatchObject({ failure: 'device-lost', provider: 'wasm' });
    const outputs = Object.fromEntries(Object.entries(answer.outputs).map(([id, tensor]) => [id, fromPlain(tensor)]));
    expect(worstDifference(outputs, await runNative(item.model, item.inputs))).toBeLessThanOrEqual(item.tolerance);
  });
});

describe('a network that never ends', () => {
  it('is stopped by a cancel with its worker, and the next call is answered', async () => {
    expect(await page.evaluate(() => conformance.cancel('endless'))).toEqual({ outcome: 'AbortError', after: 'tiny' });
  });
});
