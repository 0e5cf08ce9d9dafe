import type { Series, Study } from '../../domain/study';
import type { SeriesId } from '../../domain/ids';
import { useSession, useView } from '../app-context';

export function useSeries(id: SeriesId | null): Series | null {
  return useSession((session) => session.series.find((series) => series.id === id) ?? null);
}

export function useStudy(series: Series | null): Study | null {
  return useSession((session) => session.studies.find((study) => study.id === series?.studyId) ?? null);
}

/** The series in the viewport that has the word. */
export function useActiveSeries(): Series | null {
  return useSeries(useView((view) => view.viewports[view.active].series));
}
