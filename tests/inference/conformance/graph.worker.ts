import '../../../src/app/workers/prelude';
import * as ort from 'onnxruntime-web/webgpu';
import { prepareGraph } from '../../../src/inference/graph/prepare';
import { failoverRuntime, failureOf } from '../../../src/inference/runtime/failover';
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
  /** Runs the network so many times over, and destroys the GPU device before the last but one. */
  readonly loseDevice?: number;
}

export type GraphAnswer =
  | {
      readonly outputs: Record<string, NetworkTensor>;
      readonly applied: readonly string[];
      readonly provider: string;
      readonly failure: string | null;
    }
  | { readonly error: string };

let runtime: Promise<NetworkRuntime> | null = null;

async function makeRuntime({ runtime: kind, assets, loseDevice }: GraphRequest): Promise<NetworkRuntime> {
  const wasm = (): NetworkRuntime => wasmRuntime({ assets, threads: 1 });
  if (kind === 'wasm') return wasm();
  const webgpu = await webgpuRuntime({ assets, prepare: false });
  return loseDevice === undefined ? webgpu : failoverRuntime(webgpu, () => Promise.resolve(wasm()));
}

async function answer(request: GraphRequest): Promise<GraphAnswer> {
  const { prepared, model, inputs, loseDevice } = request;
  try {
    const here = await (runtime ??= makeRuntime(request));
    const graph = prepared ? prepareGraph(model, 'webgpu') : { bytes: model, applied: [] };
    const session = await here.createSession(graph.bytes);
    let outputs = await session.run(inputs);
    for (let left = (loseDevice ?? 0) - 1; left > 0; left--) {
      if (left === 2) (await ort.env.webgpu.device).destroy();
      outputs = await session.run(inputs);
    }
    const failure = failureOf(here)?.code ?? null;
    await session.release();
    return { outputs, applied: graph.applied, provider: here.provider, failure };
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
