import { packageKey } from '../../domain/installed-package';
import type { Stores } from '../context';
import { samplesOf } from './run-estimate';

/** Remembers what each run took, so that the next one can be foretold. Lives in memory, as long as the app is open. */
export function rememberRuns({ models, session }: Pick<Stores, 'models' | 'session'>): void {
  models.subscribe(({ job, models: installed }, before) => {
    if (job === before.job || job?.state !== 'succeeded' || job.purpose !== 'answer' || job.timing === null || job.provider === null) return;
    const summary = installed.find((model) => model.summary.id === job.modelId)?.summary;
    if (summary === undefined) return;
    const series = session.getState().series.find(({ id }) => id === job.series) ?? null;
    const { pre, run, post } = job.timing;
    const last = { milliseconds: pre + run + post, samples: samplesOf(summary, series), provider: job.provider };
    models.setState(({ lastRuns }) => ({ lastRuns: { ...lastRuns, [packageKey(summary)]: last } }));
  });
}
