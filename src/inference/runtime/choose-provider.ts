import type { SelfTest } from '../../domain/model-package';

/** WebGPU must be this much faster than WASM to be worth its risks. */
export const WEBGPU_ADVANTAGE = 1.3;

/**
 * WebGPU only where the package's test vectors passed on it on this machine and it was faster; WASM otherwise. The last
 * self-test of each provider counts.
 * @param environment adapter and browser of now: a test of WebGPU made with others, before a driver or the browser changed,
 * says nothing. Undefined: not looked at.
 */
export function chooseProvider(tests: readonly SelfTest[], environment?: string): 'webgpu' | 'wasm' {
  const gpu = tests.findLast(({ provider, adapter }) => provider === 'webgpu' && (environment === undefined || adapter === environment));
  const wasm = tests.findLast(({ provider }) => provider === 'wasm');
  // A package without test vectors passes in no time at all: nothing was measured, nothing is known.
  if (gpu?.passed !== true || wasm === undefined || wasm.milliseconds === 0) return 'wasm';
  return gpu.milliseconds * WEBGPU_ADVANTAGE <= wasm.milliseconds ? 'webgpu' : 'wasm';
}
