import { AppError } from '../../../../domain/errors';
import { sampleCount } from '../../../../domain/kernels/nd-array';

/** Samples of one image: 2 GiB of float32. */
const MOST_SAMPLES = 512 * 1024 * 1024;

/** @throws AppError `out-of-memory` for a grid that a package or a header made absurdly fine, before anything is allocated for it. */
export function checkSampleCount(channels: number, shape: readonly number[]): void {
  const samples = channels * sampleCount(shape);
  if (!(samples <= MOST_SAMPLES)) throw new AppError('out-of-memory', 'more samples than are held at once', { samples });
}
