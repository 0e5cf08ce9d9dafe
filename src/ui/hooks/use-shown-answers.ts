import { useMemo } from 'react';
import { answersForFrame, type ModelAnswer } from '../../domain/model-answer';
import { isTold } from '../answers/OutputView';
import { useReview, useView } from '../app-context';
import { useActiveSeries } from './use-active-series';

/** Answers about the image on screen that have something to say beside it. */
export function useShownAnswers(): readonly ModelAnswer[] {
  const series = useActiveSeries();
  const index = useView((view) => view.viewports[view.active].index);
  const all = useReview((review) => review.answers);
  return useMemo(() => {
    const frame = series?.frames[Math.max(0, index - 1)];
    const here = series === null || frame === undefined ? [] : answersForFrame(all, series.id, frame);
    return here.filter(({ outputs, checks }) => outputs.some(isTold) || checks.some(({ satisfied }) => !satisfied));
  }, [all, series, index]);
}
