import type { OutlinedRegion } from '../../domain/hot-regions/hot-region';
import type { LabelOverlay } from '../../domain/label-overlay';

/** The border of a region over its slide. */
export function outlineOverlay({ key, series, instance, frameNumber, box, shape }: OutlinedRegion): LabelOverlay {
  return {
    id: `outlined/${key}`,
    series,
    labels: { grid: { slices: 1, rows: 0, columns: 0, affine: [1, 0, 0, 0, 0, 1, 0, 0, 0, 0, 1, 0] }, data: new Uint8Array() },
    frame: { instance, frameNumber },
    region: box,
    border: shape,
    paint: 'labels',
    colours: new Map(),
  };
}
