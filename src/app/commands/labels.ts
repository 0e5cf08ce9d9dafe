import { isAbort } from '../../domain/errors';
import { seriesVoxels } from '../../domain/geometry/series-voxels';
import type { SeriesId } from '../../domain/ids';
import { labelColourMap, labelsFrom, type LabelOverlay } from '../../domain/label-overlay';
import type { FrameSource } from '../../domain/ports';
import type { Commands } from '../app';
import type { Report, Stores } from '../context';
import type { ShownOverlays } from '../results/shown-overlays';

type LabelCommands = Pick<Commands, 'openAsLabels' | 'closeLabels'>;

/** Opened volumes as label maps over others. Which ones are shown is in the view store; their voxels are kept here. */
export function createLabelCommands(stores: Stores, frames: FrameSource, shownOverlays: ShownOverlays, report: Report): LabelCommands {
  const { session, view } = stores;
  const overlays = new Map<SeriesId, LabelOverlay>();
  let controller = new AbortController();

  // What closes the study also empties the store: the voxels go with it.
  view.subscribe((now, before) => {
    if (now.labels === before.labels) return;
    const shown = new Set(now.labels.map(({ source }) => source));
    for (const source of overlays.keys()) if (!shown.has(source)) overlays.delete(source);
    if (shown.size === 0) {
      controller.abort();
      controller = new AbortController();
    }
    shownOverlays.set('opened', [...overlays.values()]);
  });

  return {
    async openAsLabels(source, target) {
      const series = session.getState().series.find(({ id }) => id === source);
      if (series === undefined) return;
      const { signal } = controller;
      try {
        const { grid, data } = await seriesVoxels(series, frames).readRegion(undefined, signal);
        if (signal.aborted) return;
        const labels = labelsFrom(data);
        overlays.set(source, {
          id: source,
          series: target,
          labels: { grid, data: labels.data },
          frame: null,
          paint: 'labels',
          colours: labelColourMap(labels.values),
        });
        view.setState((state) => ({
          labels: [...state.labels.filter((shown) => shown.source !== source), { source, target, values: labels.values }],
        }));
      } catch (error) {
        if (!isAbort(error)) report(error);
      }
    },
    closeLabels(source) {
      view.setState((state) => ({ labels: state.labels.filter((shown) => shown.source !== source) }));
    },
  };
}
