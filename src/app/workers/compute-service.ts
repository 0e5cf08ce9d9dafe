import { AppError } from '../../domain/errors';
import { runGoldenTest } from '../../inference/golden-test';
import { ModelSession } from '../../inference/model-session';
import { filesFromBlobs, type PackageBlobs } from '../../inference/packages/package-files';
import { readPackage } from '../../inference/packages/read-package';
import type { NetworkRuntime } from '../../inference/runtime/network-session';
import { sourceValues } from '../../inference/source-payload';
import type { ComputeApi, InspectedPackage, RuntimeConfig } from './compute-api';
import type { Handlers } from './rpc';

/** The handlers of a compute worker over one runtime. Shared by the two workers, which differ by their runtime alone. */
export function computeHandlers(createRuntime: (config: RuntimeConfig) => Promise<NetworkRuntime>): Handlers<ComputeApi> {
  let runtime: Promise<NetworkRuntime> | null = null;
  const sessions = new Map<string, Promise<ModelSession>>();
  const runtimeFor = (config: RuntimeConfig): Promise<NetworkRuntime> => (runtime ??= createRuntime(config));
  const loaded = async (key: string): Promise<ModelSession> => {
    const session = sessions.get(key);
    if (session === undefined) throw new AppError('model-not-installed', `no package is loaded as ${key}`);
    return session;
  };
  return {
    warm: async (config) => {
      const here = await runtimeFor(config);
      await here.warm();
      return { adapter: await here.adapter() };
    },
    inspect: inspectPackage,
    load: async ({ config, key, files }) => {
      const started = performance.now();
      const known = sessions.get(key);
      const session = known ?? (async () => ModelSession.load(await readPackage(filesFromBlobs(files)), await runtimeFor(config)))();
      sessions.set(key, session);
      try {
        const { provider } = await session;
        return { provider, milliseconds: known === undefined ? performance.now() - started : 0 };
      } catch (error) {
        sessions.delete(key);
        throw error;
      }
    },
    test: async ({ key, rounds }) => {
      const report = await runGoldenTest(await loaded(key), rounds);
      return { ...report, adapter: (await (await runtime)?.adapter()) ?? '' };
    },
    run: async ({ key, sources, series }, { signal, progress }) => {
      const session = await loaded(key);
      return session.run(sourceValues(sources), {
        signal,
        series,
        onProgress: (done, total) => {
          progress({ done, total });
        },
      });
    },
    release: async ({ key }) => {
      const session = sessions.get(key);
      sessions.delete(key);
      await (await session)?.release();
      return null;
    },
  };
}

async function inspectPackage(files: PackageBlobs): Promise<InspectedPackage> {
  const { summary, manifest, audits } = await readPackage(filesFromBlobs(files));
  const list = [...audits.values()];
  return {
    summary,
    manifest,
    webgpuNotes: list.flatMap(({ webgpuNotes }) => webgpuNotes),
    mayUseWebgpu:
      manifest.networks.every(({ ep, bundle }) => ep.includes('webgpu') && bundle !== 'wasm') && list.every(({ wasmOnly }) => !wasmOnly),
  };
}
