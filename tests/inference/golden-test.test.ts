import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { requirePassed, runGoldenTest } from '../../src/inference/golden-test';
import { ModelSession } from '../../src/inference/model-session';
import { readPackage } from '../../src/inference/packages/read-package';
import { chooseProvider } from '../../src/inference/runtime/choose-provider';
import type { SelfTest } from '../../src/domain/model-package';
import { asFiles, packed, testRuntime, tinyNetwork, tinyPackage, type TinyPackage } from './fixtures/tiny-package';
import { npy } from './fixtures/npy-writer';
import { readNpy } from '../../src/inference/packages/npy';

async function report(parts: TinyPackage): ReturnType<typeof runGoldenTest> {
  const session = await ModelSession.load(await readPackage(asFiles(packed(parts))), testRuntime());
  try {
    return await runGoldenTest(session, 2);
  } finally {
    await session.release();
  }
}

/** The package with another expected tensor, its record renewed: a sound package whose model answers otherwise. */
function expecting(change: (values: Float32Array) => void): TinyPackage {
  const { manifest, files } = tinyPackage();
  const path = 'tests/detections.npy';
  const { shape, data } = readNpy(files.get(path) ?? new Uint8Array(), path);
  const values = Float32Array.from(data, Number);
  change(values);
  const bytes = npy(shape, values);
  files.set(path, bytes);
  const record = { path, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
  return { files, manifest: { ...manifest, files: manifest.files.map((file) => (file.path === path ? record : file)) } };
}

describe('test vectors of a package', () => {
  it('pass within tolerance, with the largest difference named', async () => {
    const found = await report(tinyPackage());
    expect(found).toMatchObject({ passed: true, problem: '', mismatchedPerMillion: 0 });
    expect(found.maximumError).toBeLessThan(1e-5);
    expect(() => {
      requirePassed(found);
    }).not.toThrow();
  });

  it('fail where one value is off', async () => {
    const found = await report(expecting((values) => (values[300] = (values[300] ?? 0) + 0.25)));
    expect(found.passed).toBe(false);
    expect(found.maximumError).toBeCloseTo(0.25, 4);
    expect(() => {
      requirePassed(found);
    }).toThrow(expect.objectContaining({ code: 'model-test-failed' }) as Error);
  });

  it('fail where the network answers NaN or another shape', async () => {
    const nan = await report(expecting((values) => (values[0] = NaN)));
    expect(nan).toMatchObject({ passed: false, maximumError: Infinity });
    const { manifest, files } = tinyPackage();
    const bytes = npy([1, 7, 2], new Float32Array(14));
    files.set('tests/detections.npy', bytes);
    const record = { path: 'tests/detections.npy', sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
    const other = { files, manifest: { ...manifest, files: manifest.files.map((file) => (file.path === record.path ? record : file)) } };
    const problem = expect.stringMatching(/has the shape 1×7×64 here, 1×7×2 in tests\/detections\.npy$/) as string;
    expect(await report(other)).toMatchObject({ passed: false, mismatchedPerMillion: 1e6, problem });
  });

  it('may start from the source image and end in boxes', async () => {
    const parts = tinyPackage(tinyNetwork());
    const pixels = new Uint8Array(64 * 64 * 3);
    for (let y = 8; y < 16; y++) for (let x = 24; x < 32; x++) pixels[(y * 64 + x) * 3 + 1] = 255;
    const files = new Map(parts.files);
    files.set('tests/frame.npy', npy([64, 64, 3], pixels));
    files.set('tests/boxes.npy', npy([1, 6], Float32Array.of(24, 8, 32, 16, 1, 1)));
    const record = (path: string) => {
      const bytes = files.get(path) ?? new Uint8Array();
      return { path, sha256: createHash('sha256').update(bytes).digest('hex'), size: bytes.length };
    };
    const manifest = {
      ...parts.manifest,
      tests: [{ inputs: { image: 'tests/frame.npy' }, expected: { found: 'tests/boxes.npy' } }],
      files: [...files.keys()].map(record),
    };
    expect(await report({ manifest, files })).toMatchObject({ passed: true });
  });
});

describe('.npy files', () => {
  it.each([
    ['empty', new Uint8Array()],
    ['of other bytes', new TextEncoder().encode('PK\x03\x04 not numpy')],
    ['cut short', npy([2, 2], new Float32Array(4)).slice(0, -1)],
    ['with a header past the end', Uint8Array.of(0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, 255, 255)],
  ])('%s are refused', (_name, bytes) => {
    expect(() => readNpy(bytes, 'x.npy')).toThrow(expect.objectContaining({ code: 'package-malformed' }) as Error);
  });

  it('are refused in Fortran order, with the remedy', () => {
    const turned = new TextDecoder('latin1').decode(npy([2, 2], new Float32Array(4))).replace('False', 'True ');
    expect(() =>
      readNpy(
        Uint8Array.from(turned, (letter) => letter.charCodeAt(0)),
        'x.npy',
      ),
    ).toThrow('numpy.ascontiguousarray');
  });

  it('give back what was written', () => {
    const values = Float32Array.from({ length: 6 }, (_, i) => i / 7);
    expect(readNpy(npy([1, 2, 3], values), 'x.npy')).toEqual({ shape: [1, 2, 3], data: values });
    expect(readNpy(npy([3], Uint8Array.of(1, 2, 3)), 'x.npy')).toEqual({ shape: [3], data: Uint8Array.of(1, 2, 3) });
  });
});

describe('the provider', () => {
  const test = (provider: 'webgpu' | 'wasm', passed: boolean, milliseconds: number): SelfTest => ({
    provider,
    passed,
    milliseconds,
    maximumError: 0,
    date: '2026-01-01T00:00:00.000Z',
    adapter: '',
  });
  it.each<[string, SelfTest[], 'webgpu' | 'wasm']>([
    ['nothing measured', [], 'wasm'],
    ['WebGPU passed and much faster', [test('wasm', true, 130), test('webgpu', true, 100)], 'webgpu'],
    ['WebGPU passed but hardly faster', [test('wasm', true, 129), test('webgpu', true, 100)], 'wasm'],
    ['WebGPU fast but wrong', [test('wasm', true, 500), test('webgpu', false, 1)], 'wasm'],
    ['WebGPU right once, wrong now', [test('wasm', true, 500), test('webgpu', true, 1), test('webgpu', false, 1)], 'wasm'],
    ['no test vectors to measure', [test('wasm', true, 0), test('webgpu', true, 0)], 'wasm'],
    ['WASM never measured', [test('webgpu', true, 1)], 'wasm'],
  ])('%s', (_name, tests, expected) => {
    expect(chooseProvider(tests)).toBe(expected);
  });

  it('is not WebGPU where its test was made on another adapter or with another browser', () => {
    const tests = [test('wasm', true, 500), { ...test('webgpu', true, 1), adapter: 'intel gen-12, Chrome 156' }];
    expect(chooseProvider(tests, 'intel gen-12, Chrome 156')).toBe('webgpu');
    expect(chooseProvider(tests, 'intel gen-12, Chrome 157')).toBe('wasm');
  });
});
