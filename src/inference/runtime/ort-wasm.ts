import * as ort from 'onnxruntime-web/wasm';
import type { NetworkRuntime } from './network-session';
import { ortRuntime } from './ort-runtime';

/** The WASM runtime in a worker. Threads need a cross-origin isolated page. */
export function wasmRuntime(options: { readonly assets: string; readonly threads: number }): NetworkRuntime {
  const { assets, threads } = options;
  return ortRuntime(ort, { provider: 'wasm', threads, assets, describe: () => Promise.resolve(`${String(threads)} threads`) });
}
