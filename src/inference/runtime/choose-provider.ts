import type { SelfTest } from '../../domain/model-package';

/** WebGPU must be this much faster than WASM to be worth its risks. */
export const WEBGPU_ADVANTAGE = 1.3;

/**
 * WebGPU only where the package's test vectors passed on it on this machine and it was faster; WASM otherwise. The last
 * self-test of each provider counts.
 */
export function chooseProvider(tests: readonly SelfTest[]): 'webgpu' | 'wasm' {
  const gpu = tests.findLast(({ provider }) => provider === 'webgpu');
  const wasm = tests.findLast(({ provider }) => provider === 'wasm');
  if (gpu?.passed !== true || wasm === undefined) return 'wasm';
  return gpu.milliseconds * WEBGPU_ADVANTAGE <= wasm.milliseconds ? 'webgpu' : 'wasm';
}
