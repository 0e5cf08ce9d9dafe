import { seriesGrid } from '../../domain/geometry/series-grid';
import type { ModelSummary } from '../../domain/model-package';
import type { Series } from '../../domain/study';
import type { SourceShapes } from '../../inference/memory/memory-plan';
import { volumeShape } from '../../inference/memory/source-shapes';
import type { Stores } from '../context';
import type { ComputeHost } from '../workers/compute.client';
import type { ModelCatalogue } from './model-catalogue';

export interface ForecastPorts {
  readonly catalogue: Pick<ModelCatalogue, 'manifest'>;
  readonly compute: Pick<ComputeHost, 'plan'>;
}

/**
 * Keeps `ModelsState.memory` true: what the selected model will take on the volume in the active viewport. Other sources are
 * small; what cannot be planned is not told, and the run will say what is wrong.
 */
export function forecastMemory({ models, session, view }: Stores, { catalogue, compute }: ForecastPorts): void {
  let shown = '';
  let asking: AbortController | null = null;
  const refresh = (): void => {
    const { selected, applicability, models: installed } = models.getState();
    const { viewports, active } = view.getState();
    const series = session.getState().series.find(({ id }) => id === viewports[active].series) ?? null;
    const summary = installed.find((model) => model.summary.id === selected)?.summary;
    const verdict = selected === null ? undefined : applicability[selected]?.verdict;
    const sources = summary === undefined || series === null || verdict === 'no' ? null : volumeOf(summary, series);
    const key = sources === null ? '' : [summary?.id, summary?.version, series?.id, series?.frames.length].join(' ');
    if (key === shown) return;
    shown = key;
    asking?.abort();
    models.setState({ memory: null });
    if (sources === null || summary === undefined) return;
    asking = new AbortController();
    const { signal } = asking;
    const ask = async (): Promise<void> => {
      const memory = await compute.plan(catalogue.manifest(summary.id), sources, signal);
      if (!signal.aborted) models.setState({ memory });
    };
    void ask().catch(() => undefined);
  };
  models.subscribe((now, before) => {
    if (now.selected !== before.selected || now.applicability !== before.applicability || now.models !== before.models) refresh();
  });
}

/** Null where the model reads no volume, or the series makes none. */
function volumeOf({ sources }: ModelSummary, series: Series): SourceShapes | null {
  const [source] = sources;
  if (source?.kind !== 'volume' || series.kind !== 'volume') return null;
  try {
    return new Map([[source.id, volumeShape(seriesGrid(series))]]);
  } catch {
    return null;
  }
}
