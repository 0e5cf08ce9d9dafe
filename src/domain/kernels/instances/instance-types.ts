import { largestLabel, type LabelMap } from '../masks/lattice';

export interface InstanceType {
  readonly label: number;
  readonly type: number;
  /** Part of the instance's samples that have this type, 0–1. */
  readonly probability: number;
}

/**
 * Type of each instance by the majority of its samples; background only where nothing else occurs (HoVer-Net, MONAI
 * `GenerateInstanceType`). The lower type wins a tie.
 * @param types type of each sample, 0 = background
 */
export function instanceTypes(instances: LabelMap, types: ArrayLike<number>): InstanceType[] {
  const counts = Array.from({ length: largestLabel(instances.data) + 1 }, () => new Map<number, number>());
  for (const [i, label] of instances.data.entries()) {
    const own = counts[label];
    const type = types[i] ?? 0;
    if (label !== 0) own?.set(type, (own.get(type) ?? 0) + 1);
  }
  const result: InstanceType[] = [];
  for (const [label, own] of counts.entries()) {
    const ranked = [...own].sort((a, b) => b[1] - a[1] || a[0] - b[0]);
    const chosen = ranked[0]?.[0] === 0 ? (ranked[1] ?? ranked[0]) : ranked[0];
    if (chosen === undefined) continue;
    const total = ranked.reduce((sum, [, count]) => sum + count, 0);
    result.push({ label, type: chosen[0], probability: chosen[1] / (total + 1e-6) });
  }
  return result;
}
