import { AppError, toWire } from '../../domain/errors';
import { explainByOcclusion } from '../../inference/explain/explain-by-occlusion';
import { runGoldenTest } from '../../inference/golden-test';
import { choosePlan } from '../../inference/memory/choose-plan';
import { ModelSession } from '../../inference/model-session';
import { checkPipeline } from '../../inference/packages/check-pipeline';
import { filesFromBlobs, type PackageBlobs } from '../../inference/packages/package-files';
import { readPackage } from '../../inference/packages/read-package';
import { failureOf } from '../../inference/runtime/failover';
import { RunGate } from '../../inference/runtime/run-gate';
import type { NetworkRuntime } from '../../inference/runtime/network-session';
import { sourceValues } from '../../inference/source-payload';
import { convertModel, describeNetwork, draftOfNetwork } from '../models/foreign-model';
import { unpackArchive } from '../models/package-archive';
import type { ComputeApi, InspectedPackage, RuntimeConfig } from './compute-api';
import { previewPackage } from './preview-package';
import { withSlides } from './slide-payloads';
import type { Handlers } from './rpc';

/** The handlers of a compute worker over one runtime. Shared by the two workers, which differ by their runtime alone. */
export function computeHandlers(createRuntime: (config: RuntimeConfig) => Promise<NetworkRuntime>): Handlers<ComputeApi> {
  let runtime: Promise<NetworkRuntime> | null = null;
  let memoryBudget: number | undefined;
  const gates = new Map<string, RunGate>();
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
    unpack: unpackArchive,
    convert: convertModel,
    describe: describeNetwork,
    draft: ({ network, name, answers }) => draftOfNetwork(network, name, answers),
    preview: previewPackage,
    inspect: inspectPackage,
    load: async ({ config, key, files }) => {
      ({ memoryBudget } = config);
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
    test: async ({ key, rounds }, { progress }) => {
      const report = await runGoldenTest(await loaded(key), rounds, (done, total) => {
        progress({ done, total });
      });
      const here = await runtime;
      // What another provider answered in its place proves nothing of this one.
      const failure = here === null ? null : failureOf(here);
      if (failure !== null) throw failure;
      return { ...report, adapter: (await here?.adapter()) ?? '' };
    },
    plan: ({ manifest, sources, budget }) => {
      const { plan, smaller } = choosePlan(manifest, checkPipeline(manifest), sources, budget);
      return Promise.resolve({ bytes: plan.bytes, fits: plan.fits(budget), smaller });
    },
    run: async ({ key, run, paused, sources, series, stream, reuse, explain }, { signal, progress }) => {
      const gate = new RunGate();
      if (paused) gate.close();
      gates.set(run, gate);
      let last = { done: 0, total: 1 };
      // A run that is paused is not one that hangs.
      const alive = setInterval(() => {
        if (gate.shut) progress(last);
      }, HEARTBEAT_MS);
      try {
        const session = await loaded(key);
        const options = {
          signal,
          gate,
          onProgress: (done: number, total: number) => {
            last = { done, total };
            progress(last);
          },
        };
        const values = sourceValues(await withSlides(sources));
        const result =
          explain === undefined
            ? await session.run(values, { ...options, series, stream, reuse, memoryBudget })
            : await explainByOcclusion(session, values, explain, options);
        const here = await runtime;
        const failure = here === null ? null : failureOf(here);
        return { result: { ...result, provider: here?.provider ?? result.provider }, failure: failure === null ? null : toWire(failure) };
      } finally {
        clearInterval(alive);
        gates.delete(run);
      }
    },
    pause: ({ run, paused }) => {
      if (paused) gates.get(run)?.close();
      else gates.get(run)?.open();
      return Promise.resolve(null);
    },
    release: async ({ key }) => {
      const session = sessions.get(key);
      sessions.delete(key);
      await (await session)?.release();
      return null;
    },
  };
}

const HEARTBEAT_MS = 5_000;

async function inspectPackage(files: PackageBlobs): Promise<InspectedPackage> {
  const { summary, manifest, signature, audits } = await readPackage(filesFromBlobs(files));
  const list = [...audits.values()];
  return {
    summary,
    manifest,
    signature,
    webgpuNotes: list.flatMap(({ webgpuNotes }) => webgpuNotes),
    mayUseWebgpu:
      manifest.networks.every(({ ep, bundle }) => ep.includes('webgpu') && bundle !== 'wasm') && list.every(({ wasmOnly }) => !wasmOnly),
  };
}
