/**
 * Order of two semantic versions (semver.org 2.0.0, 11): negative where `a` is older. Build metadata has no order; what
 * is no version is older than any.
 */
export function compareVersions(a: string, b: string): number {
  const [first, second] = [parse(a), parse(b)];
  for (let i = 0; i < 3; i++) {
    const difference = (first.numbers[i] ?? -1) - (second.numbers[i] ?? -1);
    if (difference !== 0) return difference;
  }
  return comparePrereleases(first.prerelease, second.prerelease);
}

function parse(version: string): { readonly numbers: readonly number[]; readonly prerelease: readonly string[] } {
  const match = /^(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?$/.exec(version);
  if (match === null) return { numbers: [], prerelease: [] };
  return { numbers: match.slice(1, 4).map(Number), prerelease: match[4]?.split('.') ?? [] };
}

/** A version without a prerelease comes after those with one; identifiers compare as numbers where both are. */
function comparePrereleases(a: readonly string[], b: readonly string[]): number {
  if (a.length === 0 || b.length === 0) return b.length - a.length;
  for (let i = 0; i < Math.max(a.length, b.length); i++) {
    const [x, y] = [a[i], b[i]];
    if (x === undefined || y === undefined) return x === undefined ? -1 : 1;
    if (x === y) continue;
    const numeric = [/^\d+$/.test(x), /^\d+$/.test(y)];
    if (numeric[0] === true && numeric[1] === true) return Number(x) - Number(y);
    if (numeric[0] !== numeric[1]) return numeric[0] === true ? -1 : 1;
    return x < y ? -1 : 1;
  }
  return 0;
}
