import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import process from 'node:process';
import * as native from 'onnxruntime-node';
import { smearField } from '../../src/domain/demo/smear/smear-field';
import type { DecodedFrame } from '../../src/domain/pixels';
import { folderPackage } from '../../src/cli/folder-package';
import { ModelSession, type SourceValues } from '../../src/inference/model-session';
import { readPackage, weightsOf } from '../../src/inference/packages/read-package';
import { nodeRuntime } from '../../src/inference/runtime/ort-node';
import type { NetworkSession, NetworkTensor } from '../../src/inference/runtime/network-session';
import { output } from './harness/child';
import { compare, repeat } from './harness/pairs';
import { comparisonRow, figureRow, skippedRow, type Row } from './harness/report';

const PACKAGE = fileURLToPath(new URL('../../models/blood-cell-detection/', import.meta.url));
/** Forwards timed together, so that a timer tick does not show. */
const RUNS = 5;

/** P4a, P4c, P4d: the first package's network on the project's runtime against onnxruntime-node, same threads. */
export async function model(): Promise<readonly Row[]> {
  if (!existsSync(join(PACKAGE, 'manifest.json'))) return [skippedRow('P4', 'model forward', 'the package is not there')];
  const pack = await readPackage(folderPackage(PACKAGE));
  const network = pack.manifest.networks[0];
  if (network === undefined) return [skippedRow('P4', 'model forward', 'the package has no network')];
  const weights = await pack.read(weightsOf(network).source);
  const rows: Row[] = [];
  // Threads of the WASM runtime are set once for a process: each number of threads is measured in one of its own.
  for (const threads of [1, 2]) {
    const text = await output(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), 'forward', String(threads)]);
    rows.push(...(JSON.parse(text.trim().split('\n').at(-1) ?? '[]') as Row[]));
  }
  rows.push(await coldSession(weights.byteLength));
  return rows;
}

/** Runs in a process of its own. */
async function forward(threads: number): Promise<readonly Row[]> {
  const pack = await readPackage(folderPackage(PACKAGE));
  const frame = smearFrame();
  const session = await ModelSession.load(pack, nodeRuntime(threads));
  // The very tensor that the pipeline feeds the network.
  const fed = await recordedInput(session, frame);
  const [id, ours] = [...session.sessions][0] ?? [];
  if (id === undefined || ours === undefined) return [];
  const network = pack.manifest.networks.find((candidate) => candidate.id === id);
  if (network === undefined) return [];
  const peer = await native.InferenceSession.create(await pack.read(weightsOf(network).source), {
    intraOpNumThreads: threads,
    interOpNumThreads: 1,
    graphOptimizationLevel: 'all',
  });
  const nativeFed = Object.fromEntries(
    Object.entries(fed).flatMap(([name, tensor]) =>
      tensor.dtype === 'float32' ? [[name, new native.Tensor('float32', tensor.data, tensor.dims)]] : [],
    ),
  );
  const compared = await compare(
    () => timed(() => ours.run(fed)),
    () => timed(() => peer.run(nativeFed)),
  );
  const overhead = await repeat(async () => {
    const { timing } = await session.run(place(frame));
    return (timing.pre + timing.post) / timing.run;
  });
  const label = `${String(threads)} thread${threads === 1 ? '' : 's'}`;
  return [
    comparisonRow('P4a', `forward of blood-cell-detection, WASM, ${label}; onnxruntime-node`, compared, '≤ 4.0 (2-D, stretch)'),
    figureRow('P4c', `harness overhead, ${label}: (pre + post) / run`, overhead, (value) => value.toFixed(3), '≤ 0.10'),
  ];
}

function place(frame: DecodedFrame): SourceValues {
  return new Map([['image', { kind: 'frame', frame, spacing: null, modalityLut: null }]]);
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  for (let index = 0; index < RUNS; index++) await run();
  return (performance.now() - started) / RUNS;
}

/** Runs the pipeline once on a session that remembers what its network was given. */
async function recordedInput(session: ModelSession, frame: DecodedFrame): Promise<Readonly<Record<string, NetworkTensor>>> {
  let fed: Readonly<Record<string, NetworkTensor>> = {};
  const [id, network] = [...session.sessions][0] ?? [];
  if (id === undefined || network === undefined) return fed;
  const listening: NetworkSession = {
    provider: network.provider,
    inputNames: network.inputNames,
    outputNames: network.outputNames,
    run: (inputs) => {
      fed = structuredClone(inputs);
      return network.run(inputs);
    },
    release: () => network.release(),
  };
  const runtime = { ...nodeRuntime(1), createSession: () => Promise.resolve(listening) };
  await (await ModelSession.load(session.model, runtime)).run(place(frame));
  return fed;
}

/** From an empty process to a session that answers: WASM compile and session here, native session there. */
async function coldSession(bytes: number): Promise<Row> {
  const child = (side: 'ours' | 'peer') => async (): Promise<number> =>
    Number((await output(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), 'cold', side])).trim().split('\n').at(-1));
  const compared = await compare(child('ours'), child('peer'));
  return comparisonRow(
    'P4d',
    `first session of a process (Node, ${(bytes / 1e6).toFixed(1)} MB of weights); onnxruntime-node`,
    compared,
    '≤ 500 ms',
  );
}

async function cold(side: string): Promise<number> {
  const pack = await readPackage(folderPackage(PACKAGE));
  const network = pack.manifest.networks[0];
  if (network === undefined) return Number.NaN;
  const weights = await pack.read(weightsOf(network).source);
  const started = performance.now();
  if (side === 'ours') await nodeRuntime(1).createSession(weights);
  else await native.InferenceSession.create(weights, { intraOpNumThreads: 1 });
  return performance.now() - started;
}

function smearFrame(): DecodedFrame {
  const { width, height, rgb } = smearField(1);
  return {
    rows: height,
    columns: width,
    samplesPerPixel: 3,
    bitsAllocated: 8,
    bitsStored: 8,
    signed: false,
    photometric: 'RGB',
    pixels: rgb,
    palette: null,
  };
}

const [, script, task, argument = ''] = process.argv;
if (script === fileURLToPath(import.meta.url)) {
  const result = task === 'cold' ? await cold(argument) : JSON.stringify(await forward(Number(argument)));
  process.stdout.write(`${String(result)}\n`);
}
