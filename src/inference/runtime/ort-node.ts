import * as ort from 'onnxruntime-web';
import type { NetworkRuntime } from './network-session';
import { ortRuntime } from './ort-runtime';

/** The same WASM runtime in Node, where the package's own entry finds its files: command line and tests. */
export function nodeRuntime(threads: number): NetworkRuntime {
  return ortRuntime(ort, { provider: 'wasm', threads, describe: () => Promise.resolve(`${String(threads)} threads`) });
}
