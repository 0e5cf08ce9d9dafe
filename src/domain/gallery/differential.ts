import type { Finding } from '../finding';
import { isDecided } from '../review/verdicts';
import type { CountBasis } from './gallery-state';

export interface CellCount {
  readonly label: string;
  /** Not rejected. */
  readonly found: number;
  /** Of those, let stand or made by a person. */
  readonly verified: number;
  /** Does it count toward the target? */
  readonly counted: boolean;
  /** Of all that counts, 0–100, not rounded; null where the class does not count, or nothing does yet. */
  readonly percent: number | null;
}

/** A differential count: cells by class toward a target. */
export interface Differential {
  readonly classes: readonly CellCount[];
  /** Cells that count. */
  readonly total: number;
  readonly target: number;
  /** Cells still to come; 0 once the target is reached. */
  readonly remaining: number;
}

/**
 * Counts by class, in the order of `classes`; findings of other classes and rejected ones are left out.
 * @param options.target cells, from 1
 * @param options.excluded label keys that stand beside the count, as erythroblasts do in a white cell differential
 */
export function differential(
  findings: readonly Pick<Finding, 'label' | 'status'>[],
  classes: readonly string[],
  options: { readonly target: number; readonly basis: CountBasis; readonly excluded: readonly string[] },
): Differential {
  const { target, basis, excluded } = options;
  const counts = new Map(classes.map((label) => [label, { found: 0, verified: 0 }]));
  for (const finding of findings) {
    const count = counts.get(finding.label);
    if (count === undefined || finding.status === 'rejected') continue;
    count.found += 1;
    if (isDecided(finding)) count.verified += 1;
  }
  const rows = [...counts].map(([label, count]) => ({ label, ...count, counted: !excluded.includes(label) }));
  const total = rows.reduce((sum, row) => (row.counted ? sum + row[basis] : sum), 0);
  return {
    classes: rows.map((row) => ({ ...row, percent: row.counted && total > 0 ? (100 * row[basis]) / total : null })),
    total,
    target,
    remaining: Math.max(0, target - total),
  };
}
