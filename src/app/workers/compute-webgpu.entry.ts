import './prelude';
import { failoverRuntime } from '../../inference/runtime/failover';
import { webgpuRuntime } from '../../inference/runtime/ort-webgpu';
import type { ComputeApi } from './compute-api';
import { computeHandlers } from './compute-service';
import { serve } from './rpc';

/**
 * Inference on WebGPU. Made only when a package is tested or run there. Where the device is lost in the middle of a run, the
 * run goes on here on WASM from the window it was at; the worker is thrown away after it.
 */
serve<ComputeApi>(
  self,
  computeHandlers(async (config) =>
    failoverRuntime(await webgpuRuntime(config), async () => (await import('../../inference/runtime/ort-wasm')).wasmRuntime(config)),
  ),
);
