import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import * as native from 'onnxruntime-node';
import { seededRandom } from '../../src/domain/demo/random';
import { givenSpacing } from '../../src/cli/given-spacing';
import { openInputs } from '../../src/cli/open-inputs';
import { runCases } from '../../src/cli/run-cases';
import { minimumDice } from '../../src/inference/golden-compare';
import { ModelSession } from '../../src/inference/model-session';
import { readPackage } from '../../src/inference/packages/read-package';
import { nodeRuntime } from '../../src/inference/runtime/ort-node';
import { sourceValues } from '../../src/inference/source-payload';
import { writeNifti } from '../../src/results/nifti/write-nifti';
import { volumeNetwork, volumePackage } from '../inference/fixtures/volume-package';
import { output } from './harness/child';
import { compare } from './harness/pairs';
import { comparisonRow, type Row } from './harness/report';
import { readVolume, segmentVolume } from './peers/window-pipeline';

/** Slices of 1.28 mm become 128 of 1 mm. */
const SHAPE = [100, 128, 128] as const;
const SLICE_MM = 1.28;
const ROI = 64;
const OVERLAP = 0.25;
const CLASSES = 3;
const WIDTH = 4;
const DICE = 0.9999;

/**
 * P4b: a volume file opened, resampled to 1 mm, run in windows and taken back to labels on its own grid, against a plain
 * pipeline over onnxruntime-node that does the same. Refuses to tell a time where the labels differ.
 */
export async function volumeSegmentation(): Promise<readonly Row[]> {
  // Threads of the WASM runtime are set once for a process: each number of threads is measured in one of its own.
  const rows: Row[] = [];
  for (const threads of [1]) {
    const text = await output(process.execPath, ['--import', 'tsx', fileURLToPath(import.meta.url), 'volume', String(threads)]);
    rows.push(...(JSON.parse(text.trim().split('\n').at(-1) ?? '[]') as Row[]));
  }
  return rows;
}

async function measure(threads: number): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'diaphane-bench-'));
  try {
    const path = join(folder, 'volume.nii');
    writeFileSync(path, writeNifti({ shape: SHAPE, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, SLICE_MM, 0], data: phantom() }));
    const pack = await readPackage(
      await volumePackage({ roi: ROI, overlap: OVERLAP, classes: CLASSES, width: WIDTH, pixdim: 1, softmax: false }),
    );
    const session = await ModelSession.load(pack, nodeRuntime(threads));
    const peer = await native.InferenceSession.create(volumeNetwork(CLASSES, WIDTH), {
      intraOpNumThreads: threads,
      interOpNumThreads: 1,
      graphOptimizationLevel: 'all',
    });
    const given = await givenSpacing(null, null);
    const ours = async (): Promise<Uint8Array | Uint16Array> => {
      const [input] = await openInputs(path);
      if (input?.kind !== 'image') throw new Error('the volume did not open');
      for await (const one of runCases(pack.manifest, pack.summary.sources, input, given)) {
        const { outputs } = await session.run(sourceValues(one.sources), { series: one.series });
        if (outputs[0]?.kind === 'segmentation') return outputs[0].data;
      }
      throw new Error('no labels');
    };
    const theirs = (): Promise<Uint8Array> =>
      segmentVolume(readVolume(readFileSync(path)), peer, { roi: ROI, overlap: OVERLAP, classes: CLASSES });
    const shape = [...SHAPE];
    const dice = minimumDice({ shape, data: Float32Array.from(await ours()) }, { shape, data: Float32Array.from(await theirs()) });
    if (!(dice >= DICE)) throw new Error(`the labels differ: Dice ${String(dice)}`);
    const compared = await compare(
      () => timed(ours),
      () => timed(theirs),
    );
    await session.release();
    const label = `${String(threads)} thread${threads === 1 ? '' : 's'}; onnxruntime-node, same windows (least Dice ${dice.toFixed(5)})`;
    return [comparisonRow('P4b', `volume 128³ opened, resampled, segmented in windows of 64³, ${label}`, compared, '≤ 1.0')];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Smooth blobs in noise. */
function phantom(): Float32Array {
  const random = seededRandom(11);
  const [slices, rows, columns] = SHAPE;
  const blobs = Array.from({ length: 12 }, () => ({
    at: SHAPE.map((length) => random.between(0.15, 0.85) * length),
    radius: random.between(8, 24),
    height: random.between(-2, 3),
  }));
  const data = new Float32Array(slices * rows * columns);
  let i = 0;
  for (let z = 0; z < slices; z++) {
    for (let y = 0; y < rows; y++) {
      for (let x = 0; x < columns; x++) {
        let value = random.next() - 0.5;
        for (const { at, radius, height } of blobs) {
          const distance = Math.hypot(z - (at[0] ?? 0), y - (at[1] ?? 0), x - (at[2] ?? 0));
          if (distance < radius) value += height;
        }
        data[i++] = value;
      }
    }
  }
  return data;
}

async function timed(run: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await run();
  return performance.now() - started;
}

const [, script, task, argument = ''] = process.argv;
if (script === fileURLToPath(import.meta.url) && task === 'volume') {
  process.stdout.write(`${JSON.stringify(await measure(Number(argument)))}\n`);
  process.exit(0);
}
