import '../../../src/app/trusted-types';
import { ComputeHost, type ComputeRequest, type ComputeResult } from '../../../src/app/workers/compute.client';
import type { SelfTest } from '../../../src/domain/model-package';
import type { DecodedFrame } from '../../../src/domain/pixels';
import { fetchPackage } from '../support/fetch-package';

/** What the test drives: the app's own compute host on the app's own workers, with packages fetched beside this page. */
export interface Harness {
  selfTest(name: string, provider: 'wasm' | 'webgpu'): Promise<SelfTest>;
  run(
    name: string,
    provider: 'wasm' | 'webgpu',
    side: number,
  ): Promise<Pick<ComputeResult, 'outputs' | 'provider' | 'load'> & { fallback: string | null }>;
  /** Milliseconds from the cancel to the rejection, and its name. */
  cancel(name: string, side: number): Promise<{ readonly name: string; readonly milliseconds: number }>;
  /** Ends the workers, so that the next calls load their packages again. */
  restart(): void;
}

// All cores, so that threads are under test on the smallest machine too.
const host = new ComputeHost({ config: { assets: new URL('ort/', document.baseURI).href, threads: navigator.hardwareConcurrency } });

function frame(side: number): DecodedFrame {
  const pixels = Uint8Array.from({ length: side * side * 3 }, (_, i) => (i * 7919) % 251);
  const grid = { rows: side, columns: side, samplesPerPixel: 3, bitsAllocated: 8, bitsStored: 8, signed: false } as const;
  return { ...grid, photometric: 'RGB', pixels, palette: null };
}

/** A frame as the one source of the test packages. */
function place(side: number): Pick<ComputeRequest, 'sources' | 'series'> {
  return { sources: new Map([['image', { kind: 'frame', frame: frame(side), spacing: null, modalityLut: null }]]), series: new Map() };
}

const harness: Harness = {
  selfTest: async (name, provider) => host.selfTest(await fetchPackage(name), provider),
  run: async (name, provider, side) => {
    const { outputs, provider: used, load, fallback } = await host.run({ model: await fetchPackage(name), provider, ...place(side) });
    return { outputs, provider: used, load, fallback: fallback?.code ?? null };
  },
  cancel: async (name, side) => {
    const handle = await fetchPackage(name);
    const controller = new AbortController();
    let cancelled = 0;
    const options = {
      signal: controller.signal,
      onStart: () => {
        setTimeout(() => {
          cancelled = performance.now();
          controller.abort();
        }, 20);
      },
    };
    const outcome = await host.run({ model: handle, provider: 'wasm', ...place(side) }, options).then(
      () => 'finished',
      (error: unknown) => (error instanceof Error ? error.name : 'unknown'),
    );
    return { name: outcome, milliseconds: performance.now() - cancelled };
  },
  restart: () => {
    host.release();
  },
};
Object.assign(globalThis, { harness });
