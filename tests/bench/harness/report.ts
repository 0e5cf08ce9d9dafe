import { median, medianInterval, type Comparison } from './pairs';

/** One figure of the table. */
export interface Row {
  /** As in docs/benchmarks.md: `P4a`. */
  readonly id: string;
  readonly what: string;
  /** Median of ours, of the peer, and their ratio with its 95 % interval; or one figure with its own. */
  readonly ours: string;
  readonly peer: string;
  readonly ratio: string;
  readonly target: string;
}

export function comparisonRow(id: string, what: string, comparison: Comparison, target: string): Row {
  const { ours, peer, ratio, interval } = comparison;
  return {
    id,
    what,
    ours: milliseconds(ours),
    peer: milliseconds(peer),
    ratio: `${ratio.toFixed(2)} [${interval.map((value) => value.toFixed(2)).join(', ')}]`,
    target,
  };
}

/** A figure without a peer. */
export function figureRow(id: string, what: string, samples: readonly number[], show: (value: number) => string, target: string): Row {
  const [low, high] = medianInterval(samples);
  return { id, what, ours: show(median(samples)), peer: '–', ratio: `[${show(low)}, ${show(high)}]`, target };
}

/** A bench that could not run here, and why. */
export function skippedRow(id: string, what: string, why: string): Row {
  return { id, what, ours: 'skipped', peer: why, ratio: '–', target: '–' };
}

export function milliseconds(samples: readonly number[]): string {
  return `${median(samples).toFixed(1)} ms`;
}

/** A Markdown table, ready for docs/benchmarks.md. */
export function table(rows: readonly Row[]): string {
  const head: Row = { id: '', what: 'what', ours: 'ours (median)', peer: 'peer (median)', ratio: 'ours / peer [95 %]', target: 'target' };
  const line = ({ id, what, ours, peer, ratio, target }: Row): string => `| ${[id, what, ours, peer, ratio, target].join(' | ')} |`;
  return [line(head), '|---|---|---|---|---|---|', ...rows.map(line)].join('\n');
}
