import { AppError } from '../../errors';
import type { NdArray } from '../nd-array';
import { labelArray, largestLabel, type LabelData, type LabelMap } from './lattice';

/** Keeps the labels named and clears the rest (MONAI `LabelFilter`). */
export function filterLabels<D extends LabelData>(map: LabelMap<D>, labels: readonly number[]): LabelMap<D> {
  const kept = new Set(labels);
  const data = map.data.slice() as D;
  for (let i = 0; i < data.length; i++) if (!kept.has(data[i] ?? 0)) data[i] = 0;
  return { data, shape: map.shape };
}

/** Gives labels new numbers, several old ones to one new where wanted; labels not named stay. */
export function mergeLabels(map: LabelMap, table: ReadonlyMap<number, number>): LabelMap {
  const largest = Math.max(largestLabel(map.data), ...table.values());
  const data = labelArray(map.data.length, largest);
  for (let i = 0; i < data.length; i++) {
    const label = map.data[i] ?? 0;
    data[i] = table.get(label) ?? label;
  }
  return { data, shape: map.shape };
}

/** Numbers the labels that occur 1, 2, … in their order (`skimage.segmentation.relabel_sequential`). */
export function relabelSequential(map: LabelMap): { readonly map: LabelMap; readonly count: number } {
  const largest = largestLabel(map.data);
  const number = new Uint32Array(largest + 1);
  for (const label of map.data) number[label] = 1;
  let count = 0;
  number[0] = 0;
  for (let label = 1; label <= largest; label++) if (number[label] === 1) number[label] = ++count;
  const data = labelArray(map.data.length, count);
  for (let i = 0; i < data.length; i++) data[i] = number[map.data[i] ?? 0] ?? 0;
  return { map: { data, shape: map.shape }, count };
}

/** Numbers the labels 1, 2, … in the order in which a raster scan meets them (`fastremap.renumber`). */
export function relabelByAppearance(map: LabelMap): { readonly map: LabelMap; readonly count: number } {
  const number = new Uint32Array(largestLabel(map.data) + 1);
  let count = 0;
  for (const label of map.data) if (label !== 0 && number[label] === 0) number[label] = ++count;
  const data = labelArray(map.data.length, count);
  for (let i = 0; i < data.length; i++) data[i] = number[map.data[i] ?? 0] ?? 0;
  return { map: { data, shape: map.shape }, count };
}

/**
 * Label map of overlapping regions (nnU-Net's region-based heads): channel `c` of `probabilities` `[C, …]` above the
 * threshold writes `order[c]`, later channels over earlier ones (`regions_class_order`).
 * @throws AppError `inference-failed` where channels and order differ in number
 */
export function regionsToLabels(probabilities: NdArray, order: readonly number[], threshold = 0.5): LabelMap {
  const [channels = 0, ...shape] = probabilities.shape;
  if (channels !== order.length) {
    throw new AppError('inference-failed', `${String(order.length)} regions are named, the network gives ${String(channels)}`);
  }
  const length = probabilities.data.length / Math.max(channels, 1);
  const data = labelArray(length, Math.max(0, ...order));
  for (const [channel, label] of order.entries()) {
    const base = channel * length;
    for (let i = 0; i < length; i++) if ((probabilities.data[base + i] ?? 0) > threshold) data[i] = label;
  }
  return { data, shape };
}
