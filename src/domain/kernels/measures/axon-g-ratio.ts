import { connectedComponents } from '../masks/connected-components';
import { distanceTransform } from '../masks/distance-transform';
import type { LabelMap } from '../masks/lattice';
import { watershed } from '../masks/watershed';

export interface AxonFibre {
  /** Area of the axon and of the fibre with its myelin, samples. */
  readonly axon: number;
  readonly fibre: number;
  /** √(axon / fibre), the ratio of the diameters of equal disks, 0–1. */
  readonly gRatio: number;
}

/**
 * Each axon with the myelin nearest to it, told apart by flooding from the axons (as AxonDeepSeg does). Axons without
 * myelin are left out.
 */
export function axonFibres(map: LabelMap, axonLabel: number, myelinLabel: number): AxonFibre[] {
  const axons = connectedComponents({ data: Uint8Array.from(map.data, (label) => (label === axonLabel ? 1 : 0)), shape: map.shape }, 1);
  const both = { data: Uint8Array.from(map.data, (label) => (label === axonLabel || label === myelinLabel ? 1 : 0)), shape: map.shape };
  // Nearest axon first: the landscape rises with the distance to an axon.
  const outside = { data: Uint8Array.from(axons.labels, (label) => (label === 0 ? 1 : 0)), shape: map.shape };
  const landscape = distanceTransform(
    outside,
    map.shape.map(() => 1),
  );
  const fibres = watershed(landscape, { data: axons.labels, shape: map.shape }, { mask: both });
  const areas = new Uint32Array(axons.count + 1);
  for (const label of fibres.data) areas[label] = (areas[label] ?? 0) + 1;
  return Array.from(axons.sizes.subarray(1), (axon, i): AxonFibre => {
    const fibre = areas[i + 1] ?? axon;
    return { axon, fibre, gRatio: Math.sqrt(axon / fibre) };
  }).filter(({ axon, fibre }) => fibre > axon);
}
