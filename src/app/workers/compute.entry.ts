import './prelude';
import { wasmRuntime } from '../../inference/runtime/ort-wasm';
import type { ComputeApi } from './compute-api';
import { computeHandlers } from './compute-service';
import { serve } from './rpc';

/** Inference on WASM, with threads where the page is isolated; also where packages are checked at install. */
serve<ComputeApi>(
  self,
  computeHandlers((config) => Promise.resolve(wasmRuntime(config))),
);
