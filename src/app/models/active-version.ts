import type { InstalledPackage } from '../../domain/installed-package';
import { compareVersions } from '../../domain/version';

/** Usable before unusable, pinned before newer, and so on: the first of a model's versions is the one that runs. */
function byPreference(a: InstalledPackage, b: InstalledPackage): number {
  const usable = Number(b.state !== 'failed') - Number(a.state !== 'failed');
  if (usable !== 0) return usable;
  if (a.pinned !== b.pinned) return Number(b.pinned) - Number(a.pinned);
  return compareVersions(b.summary.version, a.summary.version);
}

/** Marks of each model the one version that is used: the pinned one, else the newest; one that cannot run only if alone. */
export function markActive(installed: readonly InstalledPackage[]): readonly InstalledPackage[] {
  const best = new Map<string, InstalledPackage>();
  for (const one of installed) {
    const other = best.get(one.summary.id);
    if (other === undefined || byPreference(one, other) < 0) best.set(one.summary.id, one);
  }
  return installed.map((one) => {
    const active = best.get(one.summary.id) === one;
    return one.active === active ? one : { ...one, active };
  });
}

/** Models by id; of each the version that is used first, then the newer before the older. */
export function byModelAndUse(a: InstalledPackage, b: InstalledPackage): number {
  if (a.summary.id !== b.summary.id) return a.summary.id < b.summary.id ? -1 : 1;
  return Number(b.active) - Number(a.active) || compareVersions(b.summary.version, a.summary.version);
}
