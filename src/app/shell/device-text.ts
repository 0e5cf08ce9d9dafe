import { packageKey, type InstalledPackage } from '../../domain/installed-package';
import type { SelfTest } from '../../domain/model-package';
import type { ModelsState, ModelStorage, ShellState } from '../app';
import { estimateRun } from '../models/run-estimate';
import type { DeviceFacts } from './device-facts';

export interface DeviceTextParts {
  readonly shell: Pick<ShellState, 'runtime' | 'offline'>;
  readonly installed: readonly InstalledPackage[];
  readonly storage: ModelStorage | null;
  readonly lastRuns: ModelsState['lastRuns'];
}

/** What this workstation can do, in plain English for those who run it: capabilities and models, nothing of patients or files. */
export function deviceText(facts: DeviceFacts, { shell, installed, storage, lastRuns }: DeviceTextParts): string {
  const { runtime, offline } = shell;
  const { webgpu, wasm, webgl, memory, codecs } = facts;
  return [
    `Diaphane ${runtime.appVersion} (${runtime.commit})`,
    `Browser: ${runtime.browser}`,
    webgpu.state === 'ready'
      ? `WebGPU: ${webgpu.adapter}${webgpu.fallback ? ' (software)' : ''}, largest buffer ${mebibytes(webgpu.maxBufferSize)}, ` +
        `storage binding ${mebibytes(webgpu.maxStorageBufferBindingSize)}, half precision ${yesNo(webgpu.halfPrecision)}`
      : `WebGPU: none (${NO_WEBGPU[webgpu.state]})`,
    `WebAssembly: ${String(wasm.threads)} of ${String(wasm.cores)} threads, SIMD ${yesNo(wasm.simd)}, cross-origin isolated ${yesNo(wasm.isolated)}`,
    webgl === null ? 'WebGL 2: none' : `WebGL 2: ${webgl.renderer}, textures up to ${String(webgl.maxTextureSize)}`,
    `Memory: ${memory.device === null ? 'not told' : `${String(memory.device)} GiB or more`}, page heap up to ` +
      `${memory.heapLimit === null ? 'not told' : mebibytes(memory.heapLimit)}, a run up to ${mebibytes(memory.budget)}`,
    storage === null
      ? `Storage: ${runtime.storage}`
      : `Storage: ${storage.durability}, models ${mebibytes(storage.models)}, used ${optional(storage.used)}, left ${optional(storage.left)}`,
    `Offline: ${offline.status}`,
    `Pixel codings: ${codecs.join(', ')}`,
    'Models:',
    ...(installed.length === 0 ? ['  none'] : installed.map((one) => `  ${modelLine(one, lastRuns)}`)),
  ].join('\n');
}

const NO_WEBGPU = { 'no-api': 'the browser has none', 'no-adapter': 'no adapter', failed: 'asking for an adapter failed' } as const;

function modelLine({ summary, selfTests, selfTestStates }: InstalledPackage, lastRuns: ModelsState['lastRuns']): string {
  const tests = (['webgpu', 'wasm'] as const).map((provider) => {
    const test = selfTests.findLast((one) => one.provider === provider);
    return `${provider} ${selfTestStates[provider]}${test === undefined ? '' : ` ${testFigures(test)}`}`;
  });
  const estimate = estimateRun(selfTests, lastRuns[packageKey(summary)], 0);
  const time = estimate === null ? 'not timed' : `${(estimate.milliseconds / 1000).toFixed(2)} s a run (${estimate.basis})`;
  return `${summary.id} ${summary.version}: ${tests.join('; ')}; ${time}`;
}

function testFigures({ date, maximumError, milliseconds }: SelfTest): string {
  return `(${date.slice(0, 10)}, largest error ${maximumError.toExponential(1)}, ${milliseconds.toFixed(0)} ms)`;
}

function mebibytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(0)} MiB`;
}

function optional(bytes: number | null): string {
  return bytes === null ? 'not told' : mebibytes(bytes);
}

function yesNo(value: boolean): string {
  return value ? 'yes' : 'no';
}
