import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { encode } from 'fast-png';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packed, tinyPackage } from '../inference/fixtures/tiny-package';

interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}
const root = new URL('../../', import.meta.url).pathname;

/** The command as a user runs it. */
async function model(...words: string[]): Promise<Outcome> {
  try {
    const { stdout, stderr } = await promisify(execFile)('npm', ['run', '--silent', 'model', '--', ...words], { cwd: root });
    return { code: 0, stdout, stderr };
  } catch (error) {
    const { code, stdout, stderr } = error as Outcome;
    return { code, stdout, stderr };
  }
}
const lines = (outcome: Outcome): Record<string, unknown>[] =>
  outcome.stdout.split('\n').flatMap((line) => (line === '' ? [] : [JSON.parse(line) as Record<string, unknown>]));

let folder = '';
function write(path: string, bytes: Uint8Array | string): string {
  const full = join(folder, path);
  mkdirSync(dirname(full), { recursive: true });
  writeFileSync(full, bytes);
  return full;
}
function photo(red: readonly [x: number, y: number]): Uint8Array {
  const data = new Uint8Array(64 * 64 * 3);
  for (let y = red[1]; y < red[1] + 8; y++) for (let x = red[0]; x < red[0] + 8; x++) data[(y * 64 + x) * 3] = 255;
  return encode({ width: 64, height: 64, data, channels: 3, depth: 8 });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'diaphane-model-'));
  for (const [path, blob] of packed(tinyPackage())) write(`package/${path}`, new Uint8Array(await blob.arrayBuffer()));
});
afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

describe('model run', () => {
  it('gives one line an image, folders expanded and sorted, unknown files left out, failures in place', async () => {
    write('in/b.png', photo([8, 16]));
    write('in/a/c.png', photo([40, 0]));
    write('in/a/broken.png', photo([0, 0]).subarray(0, 40));
    write('in/notes.txt', 'words');
    const outcome = await model('run', join(folder, 'package'), join(folder, 'in'), join(folder, 'nowhere.png'));
    const found = lines(outcome);
    expect(found.map(({ input }) => input)).toEqual(
      ['in/a/broken.png', 'in/a/c.png', 'in/b.png', 'nowhere.png'].map((path) => join(folder, path)),
    );
    expect(found[0]).toEqual({
      input: expect.any(String) as string,
      error: { code: expect.any(String) as string, message: expect.any(String) as string },
    });
    expect(found[3]).toMatchObject({ error: { code: 'read-failed' } });
    const { manifest } = tinyPackage();
    expect(found[2]).toMatchObject({
      model: { id: 'tiny', version: '1.0.0', sha256: manifest.networks[0]?.weights[0]?.sha256 },
      findings: [{ label: 'A', box: [8, 16, 8, 8] }],
      outputs: [],
      threshold: 0.5,
    });
    expect(Object.keys(found[2]?.['ms'] as object)).toEqual(['load', 'pre', 'run', 'post']);
    expect(['wasm', 'wasm-threads']).toContain(found[2]?.['provider']);
    expect(outcome.stderr).toContain('notes.txt: left out');
    expect(outcome.code).toBe(1);
  });

  it('ends well where every input succeeded', async () => {
    const path = write('one/x.png', photo([0, 0]));
    const outcome = await model('run', join(folder, 'package'), path);
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    expect(lines(outcome)).toHaveLength(1);
  });

  it('fails for what is named and is no image, leaves the same out of a folder, and says when one is empty', async () => {
    const notes = write('text/notes.txt', 'words');
    mkdirSync(join(folder, 'empty'), { recursive: true });
    const named = await model('run', join(folder, 'package'), notes, join(folder, 'nowhere.png'));
    expect(lines(named)).toEqual([
      { input: notes, error: { code: 'model-not-applicable', message: 'this model reads image, not a text' } },
      { input: join(folder, 'nowhere.png'), error: { code: 'read-failed', message: expect.stringMatching('no such file') as string } },
    ]);
    expect(named.code).toBe(1);
    const inside = await model('run', join(folder, 'package'), join(folder, 'text'), join(folder, 'empty'));
    expect(inside).toMatchObject({ code: 0, stdout: '' });
    expect(inside.stderr).toMatch(/notes\.txt: left out \(a text, not an image\)\n.*empty: left out \(a folder without files\)/u);
  });

  it('gives sizes in mm where a pixel size is given, else in px', async () => {
    const path = write('size/x.png', photo([8, 16]));
    const [plain] = lines(await model('run', join(folder, 'package'), path));
    expect(plain).toMatchObject({ findings: [{ size: { width: 8, height: 8, unit: 'px' } }] });
    const [spaced] = lines(await model('run', join(folder, 'package'), path, '--spacing', '0.5,0.25'));
    expect(spaced).toMatchObject({ findings: [{ box: [8, 16, 8, 8], size: { width: 2, height: 4, unit: 'mm' } }] });
  });

  it('times a package on its own test vectors', async () => {
    const outcome = await model('bench', join(folder, 'package'), '--threads', '1', '--runs', '2');
    expect(outcome).toMatchObject({ code: 0, stderr: '' });
    const [line, more] = lines(outcome);
    expect(more).toBeUndefined();
    expect(line).toMatchObject({ model: { id: 'tiny', version: '1.0.0' }, provider: 'wasm', threads: 1, runs: 2, tests: 1 });
    const { cold_session: cold, forward_median: middle, forward_min: least } = line?.['ms'] as Record<string, number>;
    expect(cold).toBeGreaterThan(0);
    expect(least).toBeGreaterThan(0);
    expect(middle).toBeGreaterThanOrEqual(least ?? 0);
    expect(line?.['overhead']).toBeGreaterThanOrEqual(0);
    expect(line?.['peak_rss_mb']).toBeGreaterThan(50);
    expect(await model('bench', join(folder, 'nowhere'))).toMatchObject({ code: 1, stdout: '' });
  });

  it('tells wrong use apart', async () => {
    const outcome = await model('run', join(folder, 'package'));
    expect(outcome).toMatchObject({ code: 2, stdout: '' });
    expect(outcome.stderr).toContain('usage:');
    const help = await model('--help');
    expect(help).toMatchObject({ code: 0, stderr: '' });
    expect(help.stdout).toContain('Exit codes: 0');
  });
});

describe('model check', () => {
  it('passes a sound package and names what is wrong with another, in one line', async () => {
    const good = await model('check', join(folder, 'package'));
    expect(good).toMatchObject({ code: 0, stderr: '' });
    expect(good.stdout).toMatch(/^ok tiny 1\.0\.0: 1 test vector passed on wasm/);
    const parts = tinyPackage();
    const network = parts.files.get('network.onnx') ?? new Uint8Array();
    network[200] = (network[200] ?? 0) ^ 1;
    for (const [path, blob] of packed(parts)) write(`flipped/${path}`, new Uint8Array(await blob.arrayBuffer()));
    const bad = await model('check', join(folder, 'flipped'));
    expect(bad.code).toBe(1);
    expect(bad.stdout.trim().split('\n')).toEqual([expect.stringMatching(/^failed package-hash-mismatch: network\.onnx/) as string]);
  });
});
