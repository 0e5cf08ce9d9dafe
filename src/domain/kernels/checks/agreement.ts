/**
 * Part of the samples on which label maps agree, of those that any calls foreground: members of an ensemble or of
 * augmented runs. 1 where none finds anything.
 */
export function labelAgreement(maps: readonly ArrayLike<number>[]): number {
  const [first, ...others] = maps;
  if (first === undefined) return Number.NaN;
  let foreground = 0;
  let equal = 0;
  for (let i = 0; i < first.length; i++) {
    const label = first[i] ?? 0;
    const same = others.every((map) => map[i] === label);
    if (same && label === 0) continue;
    foreground++;
    if (same) equal++;
  }
  return foreground === 0 ? 1 : equal / foreground;
}
