import type { ExecutionProvider } from '../../domain/job';
import type { ModelSummary, SelfTest } from '../../domain/model-package';
import type { Series } from '../../domain/study';

/** What a run took here. Says nothing of what it was run on but its size. */
export interface LastRun {
  /** Preparing, network and what follows; loading left out. */
  readonly milliseconds: number;
  /** Pixels or voxels it was given; 0 where that does not count (one image, a table, a text). */
  readonly samples: number;
  readonly provider: ExecutionProvider;
}

export interface RunEstimate {
  readonly milliseconds: number;
  /** `measured`: the last run was just so. `estimated`: that run scaled to another size, or the self-test. */
  readonly basis: 'measured' | 'estimated';
}

/** Samples that a run of this model on this series has to get through; 0 where its network sees one size whatever it is given. */
export function samplesOf({ sources }: ModelSummary, series: Series | null): number {
  const kind = sources[0]?.kind;
  if (series === null || (kind !== 'volume' && kind !== 'stack' && kind !== 'wsi')) return 0;
  const [instance] = series.instances;
  if (instance === undefined) return 0;
  return instance.rows * instance.columns * (kind === 'wsi' ? 1 : series.frames.length);
}

/**
 * How long one run will take on this machine.
 * @param samples of what would be run on; 0 where nothing is open.
 * @returns null where nothing has been timed here.
 */
export function estimateRun(tests: readonly SelfTest[], last: LastRun | undefined, samples: number): RunEstimate | null {
  if (last !== undefined) {
    if (last.samples === 0 || samples === 0 || samples === last.samples) return { milliseconds: last.milliseconds, basis: 'measured' };
    return { milliseconds: (last.milliseconds * samples) / last.samples, basis: 'estimated' };
  }
  const times = tests.filter(({ passed, milliseconds }) => passed && milliseconds > 0).map(({ milliseconds }) => milliseconds);
  return times.length === 0 ? null : { milliseconds: Math.min(...times), basis: 'estimated' };
}
