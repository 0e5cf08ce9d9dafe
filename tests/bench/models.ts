/**
 * Every shipped model on one case of its training folder: milliseconds a case in WebAssembly on one and two threads, and in
 * its networks alone against onnxruntime-node on the very tensors they were fed. `npx tsx tests/bench/models.ts [id …]` prints
 * the times and says how busy the machine was; with `--write` they go into models.json beside this file, from which
 * tests/models/write-table.ts makes the table of docs/models.md. Needs ../shared; models without a case there are left out.
 */
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import process from 'node:process';
import * as native from 'onnxruntime-node';
import { folderPackage } from '../../src/cli/folder-package';
import { givenSpacing } from '../../src/cli/given-spacing';
import { configureNodeCodecs } from '../../src/cli/node-codecs';
import { openInputs } from '../../src/cli/open-inputs';
import { runCases, type RunCase } from '../../src/cli/run-cases';
import { ModelSession } from '../../src/inference/model-session';
import { readPackage, weightsOf, type ModelPackage } from '../../src/inference/packages/read-package';
import type { NetworkRuntime, NetworkTensor } from '../../src/inference/runtime/network-session';
import { nodeRuntime } from '../../src/inference/runtime/ort-node';
import { sourceValues } from '../../src/inference/source-payload';
import { output } from './harness/child';
import { disturbance, machineLines } from './harness/machine';
import { median, repeat } from './harness/pairs';

const MODELS = fileURLToPath(new URL('../../models/', import.meta.url));
const DATA = fileURLToPath(new URL('../../../shared/data/train/', import.meta.url));
/** A file of ../shared/data/train, or a folder whose first file is taken. */
const CASES: Readonly<Record<string, string>> = {
  'aki-outcome': 'aki-progression-elaia2/elaia2.csv',
  'axon-myelin': 'nerve-axon-myelin-sem/images',
  'blood-cell-detection': 'blood-wbc/detection-bccd/JPEGImages',
  'breast-ultrasound': 'ultrasound-breast-busi/images/benign',
  'chest-radiograph': 'chest-xray-pneumonia/images',
  'dermoscopy-melanoma': 'dermoscopy-melanoma-isic2017/images',
  'fetal-head-ultrasound': 'ultrasound-fetal-head-hc18/images',
  'french-specialty-router': 'clinical-text/morfitt-fr/dev.tsv',
  'hippocampus-mri': 'brain-mri-hippocampus/imagesTr',
  'injury-coding': 'clinical-text/neiss-firework-ed/narratives.csv',
  'lv-cine-mri': 'cardiac-cine-mri-lv/images',
  'nuclei-instances': 'nuclei-stained/stained/images',
  'retinal-vessels': 'fundus-vessels-chasedb1/images',
  'smear-differential': 'blood-wbc/detection-bccd/JPEGImages',
  'white-cell-classification': 'blood-wbc/classification-pbc/images/neutrophil',
};
/** mm a pixel, where a model goes by size and the files state none. */
const SPACING: Readonly<Record<string, readonly [number, number]>> = { 'axon-myelin': [1e-4, 1e-4], 'fetal-head-ultrasound': [0.1, 0.1] };
const RUNS = 3;

type Feeds = Readonly<Record<string, NetworkTensor>>;
interface Call {
  readonly network: string;
  readonly feeds: Feeds;
}
/** Milliseconds, medians. */
interface Figures {
  readonly case: number;
  readonly networks: number;
  readonly native: number;
}

async function measure(id: string, threads: number): Promise<Figures> {
  configureNodeCodecs();
  const pack = await readPackage(folderPackage(`${MODELS}${id}`));
  const runtime = nodeRuntime(threads);
  const one = await firstCase(pack, id);
  const calls: Call[] = [];
  const session = await ModelSession.load(pack, runtime);
  const listening = await ModelSession.load(pack, recording(pack, runtime, calls));
  const run = (with_: ModelSession): ReturnType<ModelSession['run']> => with_.run(sourceValues(one.sources), { series: one.series });
  await run(listening);
  await listening.release();
  const times = { whole: [] as number[], networks: [] as number[] };
  await repeat(async () => {
    const { timing } = await run(session);
    times.whole.push(timing.pre + timing.run + timing.post);
    times.networks.push(timing.run);
    return timing.run;
  }, RUNS);
  await session.release();
  const rounded = (value: number): number => Number(value.toFixed(2));
  return {
    case: rounded(median(times.whole)),
    networks: rounded(median(times.networks)),
    native: rounded(await nativeTime(pack, calls, threads)),
  };
}

async function firstCase(pack: ModelPackage, id: string): Promise<RunCase> {
  const path = `${DATA}${CASES[id] ?? ''}`;
  const file = /\.\w+$/u.test(path) ? path : `${path}/${readdirSync(path).sort()[0] ?? ''}`;
  const spacing = await givenSpacing(SPACING[id] ?? null, null);
  for (const input of await openInputs(file)) {
    if (input.kind !== 'image' && input.kind !== 'document') continue;
    for await (const one of runCases(pack.manifest, pack.summary.sources, input, spacing)) return one;
  }
  throw new Error(`${file} holds no case for ${id}`);
}

/** A runtime that writes down what each network of the package is fed; sessions are made in the manifest's order. */
function recording(pack: ModelPackage, runtime: NetworkRuntime, calls: Call[]): NetworkRuntime {
  const names = pack.manifest.networks.map(({ id }) => id);
  return {
    ...runtime,
    createSession: async (weights) => {
      const session = await runtime.createSession(weights);
      const network = names.shift() ?? '';
      return {
        provider: session.provider,
        inputNames: session.inputNames,
        outputNames: session.outputNames,
        run: (feeds) => {
          calls.push({ network, feeds: structuredClone(feeds) });
          return session.run(feeds);
        },
        release: () => session.release(),
      };
    },
  };
}

async function nativeTime(pack: ModelPackage, calls: readonly Call[], threads: number): Promise<number> {
  const sessions = new Map<string, native.InferenceSession>();
  for (const network of pack.manifest.networks) {
    const options = { intraOpNumThreads: threads, interOpNumThreads: 1, graphOptimizationLevel: 'all' } as const;
    sessions.set(network.id, await native.InferenceSession.create(await pack.read(weightsOf(network).source), options));
  }
  const fed = calls.map(({ network, feeds }) => ({ session: sessions.get(network), feeds: nativeFeeds(feeds) }));
  const samples = await repeat(async () => {
    const started = performance.now();
    for (const { session, feeds } of fed) await session?.run(feeds);
    return performance.now() - started;
  }, RUNS + 1);
  // The first round prepares the session.
  return median(samples.slice(1));
}

function nativeFeeds(feeds: Feeds): Record<string, native.Tensor> {
  return Object.fromEntries(
    Object.entries(feeds).map(([name, { dtype, data, dims }]) => [name, new native.Tensor(dtype as 'float32', data as Float32Array, dims)]),
  );
}

const [, script, task = '', id = '', threads = ''] = process.argv;
if (script === fileURLToPath(import.meta.url) && task === 'measure') {
  process.stdout.write(`${JSON.stringify(await measure(id, Number(threads)))}\n`);
} else {
  const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'));
  const shipped = readdirSync(MODELS).filter(
    (name) => existsSync(`${MODELS}${name}/manifest.json`) && (asked.length === 0 || asked.includes(name)),
  );
  const say = (line: string): void => void process.stdout.write(`${line}\n`);
  const machine = [...machineLines(), disturbance() ?? 'the machine is quiet'];
  for (const line of machine) say(line);
  const times: Record<string, Figures[]> = {};
  for (const name of shipped) {
    if (CASES[name] === undefined || !existsSync(`${DATA}${CASES[name]}`)) continue;
    // Threads of the WASM runtime are set once for a process: each number of threads is measured in one of its own.
    const figures: Figures[] = [];
    for (const count of ['1', '2']) {
      const text = await output(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), 'measure', name, count]);
      figures.push(JSON.parse(text.trim().split('\n').at(-1) ?? '') as Figures);
    }
    times[name] = figures;
    say(`${name}: ${JSON.stringify(figures)}`);
  }
  say(disturbance() ?? 'the machine was quiet to the end');
  if (process.argv.includes('--write'))
    writeFileSync(new URL('models.json', import.meta.url), `${JSON.stringify({ machine, times }, null, 1)}\n`);
}
