import './prelude';
import { webgpuRuntime } from '../../inference/runtime/ort-webgpu';
import type { ComputeApi } from './compute-api';
import { computeHandlers } from './compute-service';
import { serve } from './rpc';

/** Inference on WebGPU. Made only when a package is tested or run there, thrown away after any failure. */
serve<ComputeApi>(self, computeHandlers(webgpuRuntime));
