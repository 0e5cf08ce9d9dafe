import { AppError } from '../../errors';
import { connectedComponents } from '../masks/connected-components';
import { lattice, type Hops, type LabelMap } from '../masks/lattice';
import { relabelSequential } from '../masks/relabel';
import { removeSmallObjects } from '../masks/remove-small-objects';
import { watershed } from '../masks/watershed';
import type { NdArray } from '../nd-array';

export interface BoundaryOptions {
  /** Default 0.5. */
  readonly foregroundThreshold?: number;
  /** Seeds lie where the boundary is below this; default 0.5. */
  readonly boundaryThreshold?: number;
  /** Smaller seeds and instances are dropped, samples; default 0. */
  readonly minObjectSize?: number;
  /** Default 1. */
  readonly hops?: Hops;
}

/**
 * Instances of a foreground and a boundary map (as of the two-channel networks of BioImage.IO): connected insides are
 * seeds, and flood the foreground over the boundary map.
 * @param foreground,boundary `[(z), y, x]`, probabilities
 * @throws AppError `inference-failed` where the shapes differ
 */
export function boundaryInstances(foreground: NdArray, boundary: NdArray, options: BoundaryOptions = {}): LabelMap {
  const { foregroundThreshold = 0.5, boundaryThreshold = 0.5, minObjectSize = 0, hops = 1 } = options;
  const { shape } = foreground;
  if (lattice(shape).length !== boundary.data.length) {
    throw new AppError('inference-failed', `maps have shapes ${shape.join('×')} and ${boundary.shape.join('×')}`);
  }
  const mask: LabelMap = { data: Uint8Array.from(foreground.data, (value) => (value > foregroundThreshold ? 1 : 0)), shape };
  const insides = mask.data.map((value, i) => (value === 1 && (boundary.data[i] ?? 0) < boundaryThreshold ? 1 : 0));
  const seeds = connectedComponents({ data: insides, shape }, hops).labels;
  const markers = removeSmallObjects({ data: seeds, shape }, { minSize: minObjectSize, hops });
  const flooded = watershed(boundary.data, markers, { mask, hops });
  return relabelSequential(removeSmallObjects(flooded, { minSize: minObjectSize, hops })).map;
}
