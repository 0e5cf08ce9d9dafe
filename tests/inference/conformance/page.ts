import '../../../src/app/trusted-types';
import { ComputeHost } from '../../../src/app/workers/compute.client';
import type { SelfTest } from '../../../src/domain/model-package';
import { fetchPackage } from '../support/fetch-package';
import type { GraphAnswer, GraphRequest } from './graph.worker';
import { fromPlain, toPlain, type PlainTensor } from './plain-tensor';

/** `webgpu-lost`: three runs, the device destroyed before the last but one. */
export type Mode = 'wasm' | 'webgpu' | 'webgpu-prepared' | 'webgpu-lost';

export interface CaseFile {
  readonly model: readonly number[];
  readonly inputs: Readonly<Record<string, PlainTensor>>;
}

export interface Conformance {
  run(path: string, mode: Mode): Promise<Answer | { readonly error: string }>;
  /** The package's test vectors on the app's WebGPU worker, or on one that prepares no graph. */
  selfTest(name: string, provider: 'wasm' | 'webgpu', raw: boolean): Promise<SelfTest>;
  /** Begins a run of a package, cancels it after a moment, then inspects the package with the same host. */
  cancel(name: string): Promise<{ readonly outcome: string; readonly after: string }>;
}

interface Answer {
  readonly outputs: Record<string, PlainTensor>;
  readonly applied: readonly string[];
  readonly provider: string;
  readonly failure: string | null;
}

const config = { assets: new URL('ort/', document.baseURI).href, threads: 1 };
const rawWorker = (): Worker => new Worker(new URL('./raw-webgpu.worker.ts', import.meta.url), { type: 'module' });

const workers = new Map<Mode, Worker>();

function ask(mode: Mode, request: GraphRequest): Promise<GraphAnswer> {
  const worker = workers.get(mode) ?? new Worker(new URL('./graph.worker.ts', import.meta.url), { type: 'module' });
  workers.set(mode, worker);
  return new Promise((resolve) => {
    worker.onmessage = ({ data }: MessageEvent<GraphAnswer>) => {
      // After a failure its device is unusable.
      if ('error' in data) drop(mode);
      resolve(data);
    };
    worker.onerror = ({ message }) => {
      drop(mode);
      resolve({ error: message });
    };
    worker.postMessage(request);
  });
}

function drop(mode: Mode): void {
  workers.get(mode)?.terminate();
  workers.delete(mode);
}

const conformance: Conformance = {
  async run(path, mode) {
    const { model, inputs } = (await (await fetch(path)).json()) as CaseFile;
    const answer = await ask(mode, {
      runtime: mode === 'wasm' ? 'wasm' : 'webgpu',
      prepared: mode === 'webgpu-prepared',
      assets: config.assets,
      ...(mode === 'webgpu-lost' ? { loseDevice: 3 } : {}),
      model: Uint8Array.from(model),
      inputs: Object.fromEntries(Object.entries(inputs).map(([name, tensor]) => [name, fromPlain(tensor)])),
    });
    if ('error' in answer) return answer;
    if (mode === 'webgpu-lost') drop(mode);
    return { ...answer, outputs: Object.fromEntries(Object.entries(answer.outputs).map(([name, tensor]) => [name, toPlain(tensor)])) };
  },
  async selfTest(name, provider, raw) {
    const host = new ComputeHost({ config, ...(raw ? { spawn: { wasm: rawWorker, webgpu: rawWorker } } : {}) });
    const report = await host.selfTest(await fetchPackage(name), provider);
    host.release();
    return report;
  },
  async cancel(name) {
    const host = new ComputeHost({ config });
    const model = await fetchPackage(name);
    const controller = new AbortController();
    const side = 64;
    const pixels = new Uint8Array(side * side * 3).fill(255);
    const grid = { rows: side, columns: side, samplesPerPixel: 3, bitsAllocated: 8, bitsStored: 8, signed: false } as const;
    const frame = { ...grid, photometric: 'RGB', pixels, palette: null } as const;
    const sources = new Map([['image', { kind: 'frame', frame, spacing: null, modalityLut: null } as const]]);
    const options = {
      signal: controller.signal,
      onStart: () => {
        setTimeout(() => {
          controller.abort();
        }, 500);
      },
    };
    const outcome = await host.run({ model, provider: 'wasm', sources, series: new Map() }, options).then(
      () => 'finished',
      (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
    );
    const { summary } = await host.inspect(model.files);
    host.release();
    return { outcome, after: summary.id };
  },
};
Object.assign(globalThis, { conformance });
