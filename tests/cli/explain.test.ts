import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runModel } from '../../src/cli/run-model';
import { readNpy } from '../../src/inference/packages/npy';
import type { PackageBlobs } from '../../src/inference/packages/package-files';
import { cornerPackage, SIDE } from '../inference/fixtures/corner-package';
import { packed, testRuntime, tinyPackage } from '../inference/fixtures/tiny-package';

let folder = '';
const write = async (name: string, files: PackageBlobs): Promise<void> => {
  for (const [path, blob] of files) {
    mkdirSync(join(folder, name, path, '..'), { recursive: true });
    writeFileSync(join(folder, name, path), new Uint8Array(await blob.arrayBuffer()));
  }
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diaphane-explain-'));
  await write('corner', await cornerPackage());
  await write('tiny', packed(tinyPackage()));
  const data = new Uint8Array(SIDE * SIDE);
  for (let y = 0; y < SIDE / 2; y++) data.fill(255, y * SIDE, y * SIDE + SIDE / 2);
  writeFileSync(join(folder, 'photo.png'), encode({ width: SIDE, height: SIDE, data, channels: 1, depth: 8 }));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

async function run(model: string): Promise<readonly string[]> {
  const lines: string[] = [];
  const inputs = [join(folder, 'photo.png')];
  const plain = {
    kind: 'run',
    model: join(folder, model),
    inputs,
    out: folder,
    spacing: null,
    spacings: null,
    region: null,
    threads: 2,
  } as const;
  const sink = { result: (line: string) => lines.push(line), note: () => undefined };
  expect(await runModel({ ...plain, explain: 'occlusion' }, testRuntime(), sink)).toBe(true);
  return lines;
}

describe('model run --explain occlusion', () => {
  it('writes a map of what the decision rested on beside it', async () => {
    const [line = ''] = await run('corner');
    const { outputs } = JSON.parse(line) as { readonly outputs: readonly Record<string, unknown>[] };
    expect(outputs.map(({ id, kind }) => [id, kind])).toEqual([
      ['light', 'classification'],
      ['light.occlusion-1', 'heatmap'],
    ]);
    const [answer, map] = outputs;
    const { bright } = answer?.['probabilities'] as { readonly bright: number };
    expect(map).toMatchObject({
      label: 'bright',
      explains: 'light',
      files: ['photo.light.occlusion-1.npy'],
      method: { name: 'occlusion', probability: bright, input: [SIDE, SIDE], window: [4, 4], stride: [2, 2], fill: 'mean' },
    });
    const path = join(folder, 'photo.light.occlusion-1.npy');
    const { shape, data } = readNpy(new Uint8Array(readFileSync(path)), path);
    expect(shape).toEqual([SIDE, SIDE]);
    expect(Number(data[0])).toBeGreaterThan(0.5);
    expect(Number(data.at(-1))).toBe(0);
  });

  it('refuses a package that gives nothing to explain before any input', async () => {
    await expect(run('tiny')).rejects.toMatchObject({ code: 'model-not-applicable' });
  });
});
