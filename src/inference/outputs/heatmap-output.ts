import { sampleCount } from '../../domain/kernels/nd-array';
import type { HeatmapOutput } from '../../domain/result';
import type { ManifestOutput } from '../packages/manifest-schema';
import type { ImageValue } from '../steps/register';
import { gridOf } from './grid';

/** One channel of an image as a heatmap. Where the package states no range, that of its finite values. */
export function heatmapOutput(output: Extract<ManifestOutput, { kind: 'heatmap' }>, image: ImageValue): HeatmapOutput {
  const size = sampleCount(image.shape);
  const channel = output.channel ?? 0;
  const data = Float32Array.from(image.data.subarray(channel * size, (channel + 1) * size));
  const labels = output.labels ?? [];
  const label = labels.find(({ id }) => id === channel) ?? labels[0];
  return {
    id: output.id,
    kind: 'heatmap',
    grid: gridOf(image),
    data,
    range: output.range ?? finiteRange(data),
    label: label?.key ?? output.id,
    explains: output.explains ?? null,
  };
}

function finiteRange(data: Float32Array): readonly [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of data) {
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 1];
}
