import { useEffect, useRef, type RefObject } from 'react';
import { useModels, useView } from '../app-context';

/** Brings an element to the top of its side panel when a run has just given results, or the reasons why there are none. */
export function useRevealOnSuccess(element: RefObject<HTMLElement | null>, enabled = true): void {
  const job = useModels((models) => models.job);
  const shown = useView((view) => view.viewports[view.active].series);
  const running = useRef<string | null>(null);
  useEffect(() => {
    if (job === null) return;
    const answered = job.state === 'succeeded' || job.error === 'model-not-applicable';
    if (enabled && answered && running.current === job.id && job.series === shown) reveal(element.current);
    running.current = job.state === 'running' || job.state === 'loading' ? job.id : null;
  }, [job, element, shown, enabled]);
}

/** The panel alone scrolls: `scrollIntoView` would move the whole page as well. */
export function reveal(element: HTMLElement | null): void {
  const panel = element?.closest('aside');
  if (element === null || panel === null || panel === undefined) return;
  panel.scrollTop += element.getBoundingClientRect().top - panel.getBoundingClientRect().top;
}
