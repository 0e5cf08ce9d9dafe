import { useId, useState, type ReactNode, type Ref } from 'react';
import { ChevronDown, ChevronRight } from 'lucide-react';
import styles from './Section.module.css';

export interface SectionProps {
  readonly title: string;
  readonly count?: string;
  readonly tools?: ReactNode;
  readonly initiallyOpen?: boolean;
  readonly ref?: Ref<HTMLElement>;
  readonly children: ReactNode;
}

/** A foldable part of a side panel. Its content stays mounted while folded. */
export function Section({ title, count, tools, initiallyOpen = true, ref, children }: SectionProps) {
  const [open, setOpen] = useState(initiallyOpen);
  const id = useId();
  const Chevron = open ? ChevronDown : ChevronRight;
  return (
    <section ref={ref} className={styles.section} aria-labelledby={`${id}-title`}>
      <div className={styles.header}>
        <h2 className={styles.heading} id={`${id}-title`}>
          <button
            type="button"
            className={styles.fold}
            aria-expanded={open}
            aria-controls={id}
            onClick={() => {
              setOpen(!open);
            }}
          >
            <Chevron size={16} aria-hidden="true" />
            {title}
            {count !== undefined && <span className={styles.count}>{count}</span>}
          </button>
        </h2>
        {tools}
      </div>
      <div id={id} className={styles.body} hidden={!open}>
        {children}
      </div>
    </section>
  );
}
