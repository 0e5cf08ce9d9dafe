import { createWriteStream, existsSync, mkdtempSync, openAsBlob, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { sha256OfBlob } from '../../src/app/hash';
import { filesFromBlobs, type PackageBlobs } from '../../src/inference/packages/package-files';
import { readPackage } from '../../src/inference/packages/read-package';
import type { HashFiles } from '../../src/storage/files/hash-files';
import { memoryTables } from '../../src/storage/memory-tables';
import { modelStore } from '../../src/storage/repositories/model-store';
import { floatWeights, networkFile } from '../inference/fixtures/network-graph';
import { packed, tinyPackage } from '../inference/fixtures/tiny-package';
import { wallTime } from './harness/child';
import { compare } from './harness/pairs';
import { comparisonRow, type Row } from './harness/report';

const MEGABYTES = 500;

/**
 * P13: a package of 500 MB kept as the app keeps one: written, read back, every byte held against its hash and the network
 * audited, on this machine's files in the place of the browser's private ones; against `sha256sum` and `cp`.
 */
export async function importPackage(): Promise<readonly Row[]> {
  const folder = mkdtempSync(join(tmpdir(), 'diaphane-bench-'));
  try {
    const { blobs, weights } = await largePackage(folder);
    const { summary, manifest } = await readPackage(filesFromBlobs(blobs));
    const files = manifest.files.map(({ path, sha256 }) => ({ path, sha256, blob: blobs.get(path) ?? new Blob() }));
    let round = 0;
    const ours = async (): Promise<number> => {
      const place = await diskFiles(join(folder, `store-${String(round++)}`));
      const packages = memoryTables().installed;
      const store = modelStore({
        places: [place],
        records: packages,
        memoryRecords: packages,
        exclusively: (work) => work(),
        now: () => '2026-01-01T00:00:00.000Z',
      });
      const started = performance.now();
      await store.put({
        summary,
        files,
        manifestSha256: '0'.repeat(64),
        origin: 'imported',
        hash: sha256OfBlob,
        verify: async (stored) => {
          await readPackage(filesFromBlobs(new Map([...stored, ['manifest.json', blobs.get('manifest.json') ?? new Blob()]])));
        },
      });
      const taken = performance.now() - started;
      await store.clear();
      return taken;
    };
    const peer = async (): Promise<number> => {
      const copy = join(folder, 'copy.onnx');
      const taken = (await wallTime('sha256sum', [weights])) + (await wallTime('cp', [weights, copy]));
      rmSync(copy);
      return taken;
    };
    const compared = await compare(ours, peer);
    return [
      comparisonRow('P13', `import ${String(MEGABYTES)} MB: write, read back, hash, audit (Node); sha256sum + cp`, compared, '≤ 2.0'),
    ];
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function largePackage(folder: string): Promise<{ readonly blobs: PackageBlobs; readonly weights: string }> {
  const side = Math.round(Math.sqrt((MEGABYTES * 1e6) / 4));
  const network = networkFile({
    nodes: [
      { type: 'MatMul', inputs: ['row', 'large'], outputs: ['product'] },
      { type: 'Identity', inputs: ['image'], outputs: ['detections'] },
    ],
    initializers: [
      floatWeights('large', { dims: [side, side], data: new Float32Array(side * side).fill(0.5) }),
      floatWeights('row', { dims: [1, side], data: new Float32Array(side) }),
    ],
    inputs: { image: [1, 3, 64, 64] },
    outputs: ['detections'],
  });
  const weights = join(folder, 'weights.onnx');
  const tiny = tinyPackage(network);
  const path = tiny.manifest.networks[0]?.weights[0]?.source ?? '';
  writeFileSync(weights, network);
  // Read from the disk each time, not from memory.
  return { blobs: new Map([...packed(tiny), [path, await openAsBlob(weights)]]), weights };
}

/** Files of this machine named by their hash, as the browser's private ones. */
async function diskFiles(folder: string): Promise<HashFiles> {
  await mkdir(folder);
  return {
    place: 'opfs',
    write: (sha256, blob) => pipeline(chunksOf(blob), createWriteStream(join(folder, sha256))),
    read: async (sha256) => (existsSync(join(folder, sha256)) ? openAsBlob(join(folder, sha256)) : null),
    delete: (sha256) => {
      rmSync(join(folder, sha256), { force: true });
      return Promise.resolve();
    },
    names: () => Promise.resolve(readdirSync(folder)),
  };
}

/** The bytes of a blob as they come; it is never whole in memory. */
async function* chunksOf(blob: Blob): AsyncGenerator<Uint8Array> {
  const reader = blob.stream().getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    yield value;
  }
}
