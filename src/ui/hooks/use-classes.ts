import { useMemo } from 'react';
import { classesOf, classInHand, type AnnotationClass } from '../../domain/regions/annotation-classes';
import { useReview, useView } from '../app-context';
import { useActiveSeries } from './use-active-series';

/** What a person may call regions and things in the study on screen, and which of them is in hand. */
export function useClasses(): { readonly classes: readonly AnnotationClass[]; readonly inHand: AnnotationClass | null } {
  const changed = useReview((review) => review.classes);
  const label = useView((view) => view.drawing.label);
  const series = useActiveSeries();
  return useMemo(() => {
    const classes = classesOf(changed, series);
    return { classes, inHand: classInHand(classes, label) };
  }, [changed, series, label]);
}
