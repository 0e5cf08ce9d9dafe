import '../../../src/app/workers/prelude';
import type { ComputeApi } from '../../../src/app/workers/compute-api';
import { computeHandlers } from '../../../src/app/workers/compute-service';
import { serve } from '../../../src/app/workers/rpc';
import { webgpuRuntime } from '../../../src/inference/runtime/ort-webgpu';

/** The app's WebGPU worker without the preparation of graphs: it computes some convolutions wrongly and says nothing. */
serve<ComputeApi>(
  // The tests are typed as a page's; this one runs in a worker.
  self as unknown as Parameters<typeof serve>[0],
  computeHandlers(({ assets }) => webgpuRuntime({ assets, prepare: false })),
);
