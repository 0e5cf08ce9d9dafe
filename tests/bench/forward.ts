import process from 'node:process';
import { fileURLToPath } from 'node:url';
import * as native from 'onnxruntime-node';
import * as bare from 'onnxruntime-web';
import { nodeRuntime } from '../../src/inference/runtime/ort-node';
import { benchNetworks, type BenchNetwork } from './networks';
import { output } from './harness/child';
import { compare } from './harness/pairs';
import { comparisonRow, type Row } from './harness/report';

/** P4a: one forward through the project's runtime against the bare session under it, and against onnxruntime's native build. */
export async function forward(): Promise<readonly Row[]> {
  const rows: Row[] = [];
  // Threads of the WASM runtime are set once for a process: each number of threads is measured in one of its own.
  for (const threads of [1, 2]) {
    const text = await output(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), 'forward', String(threads)]);
    rows.push(...(JSON.parse(text.trim().split('\n').at(-1) ?? '[]') as Row[]));
  }
  return rows;
}

async function measure(threads: number): Promise<readonly Row[]> {
  const runtime = nodeRuntime(threads);
  const label = `${String(threads)} thread${threads === 1 ? '' : 's'}`;
  const rows: Row[] = [];
  for (const { name, bytes, inputs } of benchNetworks()) {
    const session = await runtime.createSession(bytes);
    const ours = (): Promise<number> => timed(() => session.run(inputs));
    const plain = await bare.InferenceSession.create(bytes, { executionProviders: ['wasm'], graphOptimizationLevel: 'all' });
    const under = await compare(ours, () => timed(() => plain.run(feeds(inputs, bare.Tensor))));
    await plain.release();
    rows.push(comparisonRow('P4a', `${name}, WASM, ${label}; bare session.run`, under, '≤ 1.05'));
    const peer = await native.InferenceSession.create(bytes, {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
    });
    const against = await compare(ours, () => timed(() => peer.run(feeds(inputs, native.Tensor))));
    await peer.release();
    await session.release();
    rows.push(comparisonRow('P4a', `${name}, WASM, ${label}; onnxruntime-node`, against, name.includes('2-D') ? '≤ 4.0' : '≤ 1.8'));
  }
  return rows;
}

function feeds<T>(
  inputs: BenchNetwork['inputs'],
  Tensor: new (type: 'float32', data: Float32Array, dims: readonly number[]) => T,
): Record<string, T> {
  return Object.fromEntries(Object.entries(inputs).map(([name, { data, dims }]) => [name, new Tensor('float32', data, dims)]));
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

const [, script, task, argument = ''] = process.argv;
if (script === fileURLToPath(import.meta.url) && task === 'forward') {
  process.stdout.write(`${JSON.stringify(await measure(Number(argument)))}\n`);
  process.exit(0);
}
