import { useTranslate } from '../i18n/language';
import type { LabelledSpan } from './highlight';
import styles from './TextView.module.css';

export interface SpanLegendProps {
  readonly spans: readonly LabelledSpan[];
  readonly colours: ReadonlyMap<string, string>;
  readonly names: Readonly<Record<string, string>>;
  readonly hidden: ReadonlySet<string>;
  readonly onHidden: (hidden: ReadonlySet<string>) => void;
}

/** Labels found in a text, with their colour and count; pressing one hides and shows its marks. */
export function SpanLegend({ spans, colours, names, hidden, onHidden }: SpanLegendProps) {
  const t = useTranslate();
  if (spans.length === 0) return null;
  return (
    <div className={styles.legend} role="group" aria-label={t('text.legend')}>
      {[...colours].map(([label, colour]) => {
        const count = spans.filter((span) => span.label === label).length;
        const shown = !hidden.has(label);
        return (
          <button
            key={label}
            type="button"
            className={styles.key}
            aria-pressed={shown}
            data-testid="text-legend"
            data-label={label}
            onClick={() => {
              const next = new Set(hidden);
              if (shown) next.add(label);
              else next.delete(label);
              onHidden(next);
            }}
          >
            <span
              className={styles.swatch}
              style={{ backgroundColor: shown ? colour : 'transparent', borderColor: colour }}
              aria-hidden="true"
            />
            {names[label] ?? label} {count}
          </button>
        );
      })}
    </div>
  );
}
