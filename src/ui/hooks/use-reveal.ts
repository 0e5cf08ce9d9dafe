import { useEffect, useRef, type RefObject } from 'react';
import { useModels, useView } from '../app-context';

/** Brings an element into view when a run has just succeeded: its results are what one waits for. */
export function useRevealOnSuccess(element: RefObject<HTMLElement | null>): void {
  const job = useModels((models) => models.job);
  const shown = useView((view) => view.viewports[view.active].series);
  const running = useRef<string | null>(null);
  useEffect(() => {
    if (job === null) return;
    if (job.state === 'succeeded' && running.current === job.id && job.series === shown)
      element.current?.scrollIntoView({ block: 'start' });
    running.current = job.state === 'running' || job.state === 'loading' ? job.id : null;
  }, [job, element, shown]);
}
