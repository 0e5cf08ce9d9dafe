import '../../../src/app/workers/prelude';
import { prepareGraph } from '../../../src/inference/graph/prepare';
import type { NetworkRuntime } from '../../../src/inference/runtime/network-session';
import { wasmRuntime } from '../../../src/inference/runtime/ort-wasm';
import { webgpuRuntime } from '../../../src/inference/runtime/ort-webgpu';
import type { NetworkTensor } from '../../../src/inference/runtime/network-tensor';

/** What a page asks of this worker: one network, run once. */
export interface GraphRequest {
  readonly runtime: 'wasm' | 'webgpu';
  /** Rewrites the graph first, as the app does. */
  readonly prepared: boolean;
  readonly assets: string;
  readonly model: Uint8Array<ArrayBuffer>;
  readonly inputs: Readonly<Record<string, NetworkTensor>>;
}

export type GraphAnswer =
  { readonly outputs: Record<string, NetworkTensor>; readonly applied: readonly string[] } | { readonly error: string };

let runtime: Promise<NetworkRuntime> | null = null;

async function answer({ runtime: kind, prepared, assets, model, inputs }: GraphRequest): Promise<GraphAnswer> {
  try {
    runtime ??= kind === 'webgpu' ? webgpuRuntime({ assets, prepare: false }) : Promise.resolve(wasmRuntime({ assets, threads: 1 }));
    const graph = prepared ? prepareGraph(model, 'webgpu') : { bytes: model, applied: [] };
    const session = await (await runtime).createSession(graph.bytes);
    const outputs = await session.run(inputs);
    await session.release();
    return { outputs, applied: graph.applied };
  } catch (error) {
    const detail = error instanceof Error && 'context' in error ? JSON.stringify(error.context) : '';
    return { error: `${String(error)} ${detail}` };
  }
}

self.addEventListener('message', (event: MessageEvent<GraphRequest>) => {
  void answer(event.data).then((message) => {
    self.postMessage(message);
  });
});
