import { unzipSync } from 'fflate';
import { describe, expect, it } from 'vitest';
import { answerArchive } from '../../../src/app/results/answer-archive';
import { fileOrder } from '../../../src/app/results/file-order';
import { SessionFrames } from '../../../src/app/session-frames';
import { voxelSpacing, type VoxelAffine } from '../../../src/domain/volume';
import { seriesVoxels } from '../../../src/domain/geometry/series-voxels';
import { decodeFrame } from '../../../src/io/decode-frame';
import type { PixelLocator } from '../../../src/io/opened';
import { writeNifti } from '../../fixtures/volume/write-nifti';
import { openVolumes } from '../../io/volume/open';
import { answerOf, seriesOf } from './answers';

const DIMS = [4, 3, 2] as const;
const VOXELS = Uint8Array.from({ length: 24 }, (_, i) => i + 1);

/** Dimensions and sform of a NIfTI-1 file. */
function gridOf(file: Uint8Array): { readonly dims: readonly number[]; readonly sform: readonly number[] } {
  const view = new DataView(file.buffer, file.byteOffset);
  return {
    dims: [42, 44, 46].map((at) => view.getInt16(at, true)),
    // Nought has no sign here.
    sform: Array.from({ length: 12 }, (_, i) => view.getFloat32(280 + 4 * i, true) + 0),
  };
}

describe('a volume that the app writes', () => {
  it.each<[string, VoxelAffine]>([
    ['RAS', [2, 0, 0, -5, 0, 3, 0, 7, 0, 0, 4, 9]],
    ['LPS', [-2, 0, 0, 5, 0, -3, 0, 7, 0, 0, 4, 9]],
    ['RAI, from head to feet', [2, 0, 0, -5, 0, 3, 0, 7, 0, 0, -4, 9]],
    ['a conformed T1 (LIA)', [-2, 0, 0, 5, 0, 0, 3, 7, 0, -4, 0, 9]],
    ['axes turned (ARS)', [0, 2, 0, -5, 3, 0, 0, 7, 0, 0, 4, 9]],
  ])('lies voxel beside voxel on the file it came from: %s', async (_name, sform) => {
    const given = writeNifti({ dims: DIMS, sform, data: VOXELS });
    const { series: all, place } = await openVolumes([{ path: 'a.nii', blob: new Blob([given]) }]);
    const [series] = all;
    const [instance] = series?.instances ?? [];
    if (series === undefined || instance === undefined) throw new Error('the volume did not open');
    const { source, locator } = place(series);
    const frames = new SessionFrames<PixelLocator>((blob, at, frame) => decodeFrame(blob, at, frame));
    frames.add(instance.id, source, locator);

    // A model that answers every voxel with its own value.
    const { grid, readRegion } = seriesVoxels(series, frames);
    const { affine } = grid;
    const spacing = voxelSpacing(affine);
    const answer = answerOf(
      [
        {
          id: 'map',
          kind: 'heatmap',
          grid: { shape: [grid.slices, grid.rows, grid.columns], spacing: [spacing.slice, spacing.row, spacing.column], affine },
          data: Float32Array.from((await readRegion()).data),
          range: [0, 24],
          label: 'value',
          explains: null,
        },
      ],
      { series: series.id, frame: null },
    );
    const review = {
      app: { version: '0.1.0', commit: 'abc' },
      language: 'en' as const,
      exportedAt: '2026-11-22T10:00:00.000Z',
      series: [series],
      findings: [],
      answers: [answer],
      classes: [],
    };
    const archive = await answerArchive(review, (one) => fileOrder(one, (id) => frames.locator(id)));
    const written = unzipSync(new Uint8Array(await archive.arrayBuffer()))['series-1.m.map.nii'] ?? new Uint8Array();
    expect(gridOf(written)).toEqual(gridOf(given));
    expect([...new Float32Array(written.slice(352).buffer)]).toEqual([...VOXELS]);
  });

  it('has its own order where the series is of frames, or its file has gone', () => {
    expect(Object.values(fileOrder(seriesOf(2), () => null))).not.toContain(true);
  });
});
