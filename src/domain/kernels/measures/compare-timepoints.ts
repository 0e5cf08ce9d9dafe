/** Response categories of RECIST 1.1. */
export type RecistResponse = 'CR' | 'PR' | 'SD' | 'PD' | 'NE';

export interface TargetLesion {
  /** Longest diameter, of a lymph node the short axis, mm; null where it cannot be measured. */
  readonly diameter: number | null;
  readonly lymphNode: boolean;
}

export interface RecistTimepoint {
  readonly targets: readonly TargetLesion[];
  /** Of non-target lesions: gone, there still, or unequivocally grown; null where there are none. */
  readonly nonTargets: 'absent' | 'present' | 'progression' | null;
  readonly newLesions: boolean;
}

export interface RecistComparison {
  readonly baselineSum: number;
  /** Smallest sum before this timepoint, baseline included. */
  readonly nadirSum: number;
  /** Null where a target cannot be measured. */
  readonly sum: number | null;
  readonly fromBaseline: number | null;
  readonly fromNadir: number | null;
  readonly target: RecistResponse;
  readonly overall: RecistResponse;
}

/**
 * Response at the last timepoint by RECIST 1.1 (Eisenhauer 2009, table 1): CR all targets gone and nodes under 10 mm; PD
 * sum ≥ 20 % and ≥ 5 mm over the nadir; PR ≥ 30 % under baseline; else SD. Changes are parts (−0.3 = 30 % less).
 * @param timepoints baseline first; at least two
 */
export function compareRecist(timepoints: readonly RecistTimepoint[]): RecistComparison | null {
  const current = timepoints.at(-1);
  const [baseline] = timepoints;
  if (current === undefined || baseline === undefined || timepoints.length < 2) return null;
  const sums = timepoints.map(({ targets }) => sumOf(targets));
  const baselineSum = sums[0] ?? null;
  if (baselineSum === null) return null;
  const nadirSum = Math.min(...sums.slice(0, -1).filter((sum) => sum !== null));
  const sum = sums.at(-1) ?? null;
  const target = targetResponse(current, sum, baselineSum, nadirSum);
  return {
    baselineSum,
    nadirSum,
    sum,
    fromBaseline: sum === null || baselineSum === 0 ? null : sum / baselineSum - 1,
    fromNadir: sum === null || nadirSum === 0 ? null : sum / nadirSum - 1,
    target,
    overall: overallResponse(target, current),
  };
}

function sumOf(targets: readonly TargetLesion[]): number | null {
  let sum = 0;
  for (const { diameter } of targets) {
    if (diameter === null) return null;
    sum += diameter;
  }
  return sum;
}

function targetResponse({ targets }: RecistTimepoint, sum: number | null, baseline: number, nadir: number): RecistResponse {
  if (sum === null) return 'NE';
  if (targets.every(({ diameter, lymphNode }) => diameter !== null && (lymphNode ? diameter < 10 : diameter === 0))) return 'CR';
  // A percentage that is met but for rounding is met.
  const slack = 1e-9;
  if (sum - nadir >= 5 - slack && sum >= 1.2 * nadir - slack) return 'PD';
  return sum <= 0.7 * baseline + slack ? 'PR' : 'SD';
}

function overallResponse(target: RecistResponse, { nonTargets, newLesions }: RecistTimepoint): RecistResponse {
  if (newLesions || nonTargets === 'progression' || target === 'PD') return 'PD';
  if (target === 'CR') return nonTargets === 'present' ? 'PR' : 'CR';
  return target;
}

/** Metabolic response categories of PERCIST 1.0. */
export type PercistResponse = 'CMR' | 'PMR' | 'SMD' | 'PMD';

export interface PercistTimepoint {
  /** SULpeak of the hottest lesion; null where none stands out of the background. */
  readonly sulPeak: number | null;
  /** Mean SUL of the liver. */
  readonly liver: number;
  readonly newLesions: boolean;
}

/**
 * Metabolic response by PERCIST 1.0 (Wahl 2009): CMR nothing above liver and background; PMD > 30 % and > 0.8 more, or
 * new lesions; PMR ≥ 30 % and ≥ 0.8 less; else SMD.
 */
export function comparePercist(baseline: PercistTimepoint, current: PercistTimepoint): PercistResponse {
  if (current.newLesions) return 'PMD';
  if (current.sulPeak === null || (baseline.sulPeak !== null && current.sulPeak < current.liver && baseline.sulPeak >= baseline.liver))
    return 'CMR';
  const before = baseline.sulPeak ?? 0;
  const change = current.sulPeak - before;
  const slack = 1e-9;
  if (change > 0.8 + slack && change > 0.3 * before + slack) return 'PMD';
  return -change >= 0.8 - slack && -change >= 0.3 * before - slack ? 'PMR' : 'SMD';
}
