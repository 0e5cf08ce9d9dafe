import type { ReactNode } from 'react';

export interface ScrollAreaProps {
  readonly label: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}

/** What scrolls must be reached by keyboard, or its hidden part cannot be read (WCAG 2.1.1). */
const REACHABLE = { tabIndex: 0 };

/** A scrolling part that takes the focus and has a name. */
export function ScrollArea({ label, className, children }: ScrollAreaProps) {
  return (
    <div className={className} role="group" aria-label={label} {...REACHABLE}>
      {children}
    </div>
  );
}
