import type { Finding } from '../finding';
import type { SeriesId } from '../ids';

/** Decision thresholds by model id, 0–1. A model without one shows everything. */
export type Thresholds = Readonly<Record<string, number>>;

/**
 * Is the finding in the list and over the image? A proposal scored under its model's threshold is not; once a person
 * has decided on it, it stays whatever the threshold does, so that no verdict ever vanishes.
 */
export function isShown(finding: Finding, thresholds: Thresholds): boolean {
  if (finding.author.kind === 'person' || finding.status !== 'proposed' || finding.score === null) return true;
  return finding.score >= (thresholds[finding.author.modelId] ?? 0);
}

export interface LabelCount {
  readonly label: string;
  readonly count: number;
  /** Of all counted findings, 0–100, not rounded. */
  readonly percent: number;
}

export interface ReviewSummary {
  /** Counted findings. */
  readonly total: number;
  /** In the order of `labels`, then labels met elsewhere; those of `labels` without a finding count 0. */
  readonly byLabel: readonly LabelCount[];
  /** Shown findings by what became of them; `proposed` still await a verdict. */
  readonly byStatus: Readonly<Record<Finding['status'], number>>;
}

/** Counts and percentages. `series` null: all series. `labels` are the model's keys in its own order. */
export function summarise(
  findings: readonly Finding[],
  thresholds: Thresholds,
  series: SeriesId | null,
  labels: readonly string[] = [],
): ReviewSummary {
  const shown = findings.filter((finding) => (series === null || finding.series === series) && isShown(finding, thresholds));
  const counts = new Map<string, number>(labels.map((label) => [label, 0]));
  const byStatus = { proposed: 0, accepted: 0, edited: 0, rejected: 0 };
  let total = 0;
  for (const finding of shown) {
    byStatus[finding.status] += 1;
    if (finding.status === 'rejected') continue;
    total += 1;
    counts.set(finding.label, (counts.get(finding.label) ?? 0) + 1);
  }
  const byLabel = [...counts].map(([label, count]) => ({ label, count, percent: total === 0 ? 0 : (100 * count) / total }));
  return { total, byLabel, byStatus };
}
