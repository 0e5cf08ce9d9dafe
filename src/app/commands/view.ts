import { removal, replacement } from '../../domain/review/change';
import { OVERLAY_LEVELS, type Layout, type ViewAction } from '../../domain/view';
import type { SeriesId, ViewportId } from '../../domain/ids';
import type { Series } from '../../domain/study';
import type { Commands } from '../app';
import type { Report, Stores } from '../context';
import type { EditHistory } from '../edit-history';
import type { SessionDocuments } from '../session-documents';
import type { ViewerHost } from '../viewer-host';
import { VISIBLE_VIEWPORTS } from '../visible-viewports';

type ViewCommands = Pick<
  Commands,
  | 'attachViewport'
  | 'showSeries'
  | 'document'
  | 'selectRow'
  | 'thumbnail'
  | 'associatedImage'
  | 'setLayout'
  | 'setLinked'
  | 'activate'
  | 'setTool'
  | 'act'
  | 'cycleOverlays'
  | 'toggleIdentity'
  | 'removeMeasurement'
  | 'selectMeasurement'
  | 'setMeasurementText'
>;

/** CSS pixels of the longest side of a series thumbnail, at twice the density of the strip. */
const THUMBNAIL_SIZE = 192;

export function createViewCommands(
  stores: Stores,
  viewer: ViewerHost,
  history: EditHistory,
  documents: SessionDocuments,
  report: Report,
): ViewCommands {
  const { session, view } = stores;
  const find = (id: SeriesId) => session.getState().series.find((series) => series.id === id);

  /** False where the series has no planes: the reader is told why. */
  const hangPlanes = (series: Series): boolean => {
    try {
      viewer.showPlanes(series);
      return true;
    } catch (error) {
      report(error);
      return false;
    }
  };
  /** Under a divider there is always something to compare with: the next open image of the same kind. */
  const hangBeside = (): void => {
    const { v1, v2 } = view.getState().viewports;
    if (v1.series === null || (v2.series !== null && v2.series !== v1.series)) return;
    const all = session.getState().series;
    const at = all.findIndex(({ id }) => id === v1.series);
    const next = [...all.slice(at + 1), ...all.slice(0, at)].find(({ kind }) => kind === all[at]?.kind);
    if (next !== undefined) viewer.show('v2', next);
  };
  const setLayout = (layout: Layout): void => {
    const { active, viewports, layout: before } = view.getState();
    if (layout === 'planes') {
      const { series: id } = viewports[active];
      const series = id === null ? undefined : find(id);
      if (before === layout || series === undefined || !hangPlanes(series)) return;
    } else if (viewer.inPlanes !== null) viewer.leavePlanes();
    const visible: readonly ViewportId[] = VISIBLE_VIEWPORTS[layout];
    // The crosshair means nothing but among planes.
    const tool = layout !== 'planes' && view.getState().tool === 'crosshair' ? 'window' : view.getState().tool;
    view.setState({ layout, tool, active: visible.includes(active) && before !== 'planes' ? active : 'v1' });
    if (layout === 'compare') hangBeside();
  };

  return {
    attachViewport: (id, element) => viewer.attach(id, element),
    showSeries(id, viewport = view.getState().active) {
      const series = find(id);
      if (series === undefined) return;
      if (view.getState().layout !== 'planes') viewer.show(viewport, series);
      else if (!hangPlanes(series)) {
        setLayout('1x1');
        viewer.show('v1', series);
      }
    },
    document: (id) => documents.get(id),
    selectRow(id, row) {
      view.setState((state) => ({ rows: { ...state.rows, [id]: row } }));
    },
    async thumbnail(id, signal) {
      const series = find(id);
      const frame = series?.frames[Math.floor(series.frames.length / 2)];
      if (series === undefined || frame === undefined) return null;
      const loaded = await viewer.load();
      const blob = await loaded.thumbnail(series, frame, THUMBNAIL_SIZE, signal);
      return blob === null ? null : URL.createObjectURL(blob);
    },
    async associatedImage(id, kind, signal) {
      const series = find(id);
      if (series === undefined) return null;
      const loaded = await viewer.load();
      const blob = await loaded.associatedImage(series, kind, signal);
      return blob === null ? null : URL.createObjectURL(blob);
    },
    setLayout,
    setLinked(linked) {
      view.setState({ linked });
    },
    activate(viewport) {
      view.setState({ active: viewport });
    },
    setTool(tool) {
      view.setState({ tool });
    },
    act(action: ViewAction, viewport = view.getState().active) {
      viewer.use((loaded) => {
        loaded.act(viewport, action);
      });
    },
    cycleOverlays() {
      view.setState((state) => {
        const at = OVERLAY_LEVELS.indexOf(state.overlays);
        return { overlays: OVERLAY_LEVELS[(at + 1) % OVERLAY_LEVELS.length] ?? 'all' };
      });
    },
    toggleIdentity() {
      view.setState((state) => ({ identityHidden: !state.identityHidden }));
    },
    removeMeasurement(id) {
      history.measurement(removal(view.getState().measurements, id));
      if (view.getState().selectedMeasurement === id) view.setState({ selectedMeasurement: null });
    },
    selectMeasurement(id) {
      view.setState({ selectedMeasurement: id });
      const measurement = view.getState().measurements.find((candidate) => candidate.id === id);
      if (measurement === undefined) return;
      // Among planes, the one that has the image scrolls to it.
      const targets = viewer.inPlanes === measurement.series ? VISIBLE_VIEWPORTS.planes : [view.getState().active];
      viewer.use((loaded) => {
        for (const target of targets) loaded.goTo(target, measurement.instance, measurement.frameNumber);
      });
    },
    setMeasurementText(id, text) {
      const change = replacement(view.getState().measurements, id, (measurement) =>
        measurement.text === text ? measurement : { ...measurement, text },
      );
      history.measurement(change, `text:${id}`);
    },
  };
}
