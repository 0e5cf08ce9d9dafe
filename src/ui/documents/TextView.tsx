import { useEffect, useMemo, useRef, useState } from 'react';
import { ChevronDown, ChevronUp, Search } from 'lucide-react';
import type { TextDocument } from '../../domain/text-document';
import { useFormat, useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { findAll, labelColours, segments, type LabelledSpan } from './highlight';
import { SpanLegend } from './SpanLegend';
import styles from './TextView.module.css';

export interface TextViewProps {
  readonly document: TextDocument;
  readonly label: string;
  readonly spans: readonly LabelledSpan[];
  /** By label key; a label without has one given. */
  readonly colours: Readonly<Record<string, string>>;
  /** By label key, in the language of the screen. */
  readonly names: Readonly<Record<string, string>>;
}

/** Characters in the page at first, and with every wish for more. */
const PORTION = 200_000;
const MATCHES = 2000;

/** A text at a readable measure, with what was found in it marked in the colour of its label, and a search. */
export function TextView({ document, label, spans, colours: own, names }: TextViewProps) {
  const t = useTranslate();
  const format = useFormat();
  const [portion, setPortion] = useState(PORTION);
  const [wanted, setWanted] = useState('');
  const [at, setAt] = useState(0);
  const [hidden, setHidden] = useState<ReadonlySet<string>>(new Set());
  const frame = useRef<HTMLDivElement>(null);
  const search = useRef<HTMLInputElement>(null);
  const body = useRef<HTMLDivElement>(null);
  const { text } = document;
  const shownText = Math.min(portion, text.length);

  const colours = useMemo(() => labelColours(spans.map((span) => span.label), own), [spans, own]); // prettier-ignore
  const matches = useMemo(() => findAll(text.slice(0, shownText), wanted, MATCHES), [text, shownText, wanted]);
  const visible = useMemo(() => spans.filter((span) => !hidden.has(span.label)), [spans, hidden]);
  const paragraphs = useMemo(() => lines(text.slice(0, shownText)), [text, shownText]);
  const current = matches[Math.min(at, matches.length - 1)];

  const step = (by: number): void => {
    if (matches.length === 0) return;
    const next = (at + by + matches.length) % matches.length;
    setAt(next);
    requestAnimationFrame(() => body.current?.querySelector('[data-current="true"]')?.scrollIntoView({ block: 'center' }));
  };
  useEffect(() => {
    const element = frame.current;
    if (element === null) return undefined;
    // The browser's own search sees only what is in the page.
    const find = (event: KeyboardEvent): void => {
      if (!(event.ctrlKey || event.metaKey) || event.key !== 'f') return;
      event.preventDefault();
      search.current?.focus();
    };
    element.addEventListener('keydown', find);
    return () => {
      element.removeEventListener('keydown', find);
    };
  }, []);

  return (
    <div ref={frame} className={styles.frame} data-testid="text-view" data-language={document.language}>
      <div className={styles.bar}>
        <label className={styles.search}>
          <Search size={16} aria-hidden="true" />
          <input
            ref={search}
            type="search"
            value={wanted}
            placeholder={t('text.find')}
            aria-label={t('text.find')}
            onChange={(event) => {
              setWanted(event.target.value);
              setAt(0);
            }}
            onKeyDown={(event) => {
              if (event.key === 'Enter') step(event.shiftKey ? -1 : 1);
            }}
          />
        </label>
        {wanted !== '' && (
          <span className={styles.count} role="status">
            {t('text.matches', { at: matches.length === 0 ? 0 : Math.min(at, matches.length - 1) + 1, count: matches.length })}
          </span>
        )}
        {
          matches.length > 1 && (
          <>
            <IconButton icon={ChevronUp} label={t('text.previous')} onClick={() => { step(-1); }} />
            <IconButton icon={ChevronDown} label={t('text.next')} onClick={() => { step(1); }} />
          </>
        ) /* prettier-ignore */
        }
        <SpanLegend spans={spans} colours={colours} names={names} hidden={hidden} onHidden={setHidden} />
      </div>
      {/* A scrolled region must be reachable by keyboard. */}
      <div
        ref={body}
        className={styles.scroll}
        role="document"
        aria-label={label}
        tabIndex={0}
        lang={document.language === 'unknown' ? undefined : document.language}
      >
        <div className={styles.text}>
          {paragraphs.map(({ start, end }) => (
            <p key={start} className={styles.line}>
              {segments(start, end, [...visible, ...matches.map(asMatch)]).map((segment) => {
                const part = text.slice(segment.start, segment.end);
                const span = segment.spans.find(({ label: key }) => key !== MATCH);
                const found = segment.spans.some(({ label: key }) => key === MATCH);
                const marked = found ? (
                  <mark
                    className={styles.match}
                    data-current={current !== undefined && segment.start >= current.start && segment.end <= current.end}
                  >
                    {part}
                  </mark>
                ) : (
                  part
                );
                if (span === undefined) return <span key={segment.start}>{marked}</span>;
                const colour = colours.get(span.label) ?? '';
                const name = names[span.label] ?? span.label;
                return (
                  <span
                    key={segment.start}
                    className={styles.span}
                    style={{ backgroundColor: `${colour}33`, borderBottomColor: colour }}
                    data-testid="text-span"
                    data-label={span.label}
                    data-tip={[name, span.value ?? '', span.score === null ? '' : format.percent(span.score)]
                      .filter((each) => each !== '')
                      .join(' · ')}
                  >
                    {marked}
                  </span>
                );
              })}
            </p>
          ))}
          {
            shownText < text.length && (
            <button type="button" className={styles.more} onClick={() => { setPortion(portion + PORTION); }}>
              {t('text.more')}
            </button>
          ) /* prettier-ignore */
          }
        </div>
      </div>
    </div>
  );
}

const MATCH = '\u0000match';

function asMatch({ start, end }: { readonly start: number; readonly end: number }): LabelledSpan {
  return { start, end, label: MATCH, score: null, value: null };
}

/** Each line with the line end that closes it. */
function lines(text: string): readonly { readonly start: number; readonly end: number }[] {
  const found: { start: number; end: number }[] = [];
  let start = 0;
  while (start < text.length) {
    const next = text.indexOf('\n', start);
    const end = next < 0 ? text.length : next + 1;
    found.push({ start, end });
    start = end;
  }
  return found;
}
