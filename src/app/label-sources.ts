import type { ModelSummary } from '../domain/model-package';
import { CLASSES_AS_MODEL, classesOf } from '../domain/regions/annotation-classes';
import type { Series } from '../domain/study';
import type { Stores } from './context';

/** The series in the active viewport. */
export function activeSeries({ session, view }: Pick<Stores, 'session' | 'view'>): Series | null {
  const { viewports, active } = view.getState();
  return session.getState().series.find(({ id }) => id === viewports[active].series) ?? null;
}

/** Where labels get their words and colours from: a person's classes of the study on screen, then the models. */
export function labelSources(stores: Stores): readonly Pick<ModelSummary, 'id' | 'labels'>[] {
  const classes = classesOf(stores.review.getState().classes, activeSeries(stores));
  return [{ id: CLASSES_AS_MODEL, labels: classes }, ...stores.models.getState().models.map(({ summary }) => summary)];
}
