import { describe, expect, it } from 'vitest';
import type { VoxelSource } from '../../src/domain/ports';
import { isBlocked, type ModelResult } from '../../src/domain/result';
import type { VoxelAffine } from '../../src/domain/volume';
import { ModelSession } from '../../src/inference/model-session';
import { filesFromBlobs } from '../../src/inference/packages/package-files';
import { readPackage } from '../../src/inference/packages/read-package';
import { thresholdPackage } from './fixtures/threshold-package';
import { testRuntime } from './fixtures/tiny-package';

/** Columns to the left, rows to the feet, slices to the front, 2.5 mm apart. */
const AFFINE: VoxelAffine = [2, 0, 0, 0, 0, 0, -2.5, 0, 0, -3, 0, 0];
const GRID = { slices: 3, rows: 4, columns: 5, affine: AFFINE };
const VALUES = Float32Array.from({ length: 60 }, (_, i) => (i * 37) % 251);
const source: VoxelSource = { grid: GRID, readRegion: () => Promise.resolve({ grid: GRID, data: VALUES }) };

async function run(change?: (manifest: Record<string, unknown>) => void, calls?: number[]): Promise<ModelResult> {
  const session = await ModelSession.load(await readPackage(filesFromBlobs(await thresholdPackage(change))), testRuntime());
  try {
    return await session.run(new Map([['volume', { kind: 'volume', voxels: source }]]), { onProgress: (done) => calls?.push(done) });
  } finally {
    await session.release();
  }
}

const spacing = (severity: string, max: number) => (manifest: Record<string, unknown>) => {
  const kwargs = { source: 'volume', axis: 'z', min: 0.5, max };
  manifest['checks'] = [{ when: 'before', rule: 'spacing_range', kwargs, severity, message: { fr: 'Trop espacé.', en: 'Too far apart.' } }];
};

describe('a package on a volume', () => {
  it('labels every voxel where it lies, though its network looks at the volume turned', async () => {
    const { outputs, checks } = await run();
    const [output] = outputs;
    expect(checks).toEqual([]);
    if (output?.kind !== 'segmentation') throw new Error('no label map');
    expect(output.grid.shape).toEqual([3, 4, 5]);
    expect(output.grid.affine).toEqual(AFFINE);
    expect([...output.data]).toEqual([...VALUES].map((value) => (value > 150 ? 2 : value > 50 ? 1 : 0)));
  });

  it('is not run where a rule that blocks is broken', async () => {
    const calls: number[] = [];
    const result = await run(spacing('block', 1.5), calls);
    expect(calls).toEqual([]);
    expect(isBlocked(result.checks)).toBe(true);
    expect(result).toMatchObject({
      outputs: [],
      checks: [{ rule: 'spacing_range', when: 'before', severity: 'block', satisfied: false, message: { fr: 'Trop espacé.' } }],
    });
  });

  it('is run with a warning, and with a rule that is kept', async () => {
    const warned = await run(spacing('warn', 1.5));
    expect(warned.outputs).toHaveLength(1);
    expect([isBlocked(warned.checks), warned.checks[0]?.satisfied]).toEqual([false, false]);
    const kept = await run(spacing('block', 3));
    expect(kept.outputs).toHaveLength(1);
    expect([isBlocked(kept.checks), kept.checks[0]?.satisfied]).toEqual([false, true]);
  });
});
