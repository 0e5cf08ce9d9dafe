import { memo, useRef } from 'react';
import { FileText, ImageOff, Table, TriangleAlert } from 'lucide-react';
import { isDocumentKind, type Series } from '../../domain/study';
import { useCommands, useView } from '../app-context';
import { useThumbnail } from '../hooks/use-thumbnail';
import { seriesIssueWords } from '../i18n/codes';
import { useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import { VisuallyHidden } from '../kit/VisuallyHidden';
import { modalityText, seriesDescription } from '../viewport/texts';
import { SERIES_DRAG_TYPE } from './series-drag';
import styles from './SeriesStrip.module.css';

export interface SeriesItemProps {
  readonly series: Series;
  /** In the active viewport, in another one, or in none. */
  readonly place: 'current' | 'shown' | 'none';
}

function Thumbnail({ series }: { readonly series: Series }) {
  const place = useRef<HTMLSpanElement>(null);
  const url = useThumbnail(series.id, place);
  return (
    <span ref={place} className={styles.thumbnail}>
      {typeof url === 'string' && <img src={url} alt="" draggable={false} />}
      {url === null && <ImageOff size={20} aria-hidden="true" />}
    </span>
  );
}

function DocumentIcon({ kind }: { readonly kind: 'table' | 'text' }) {
  const Icon = kind === 'table' ? Table : FileText;
  return (
    <span className={styles.thumbnail}>
      <Icon size={22} aria-hidden="true" />
    </span>
  );
}

function DocumentSize({ series }: { readonly series: Series }) {
  const t = useTranslate();
  const document = useCommands().document(series.id);
  if (document === null) return null;
  return document.kind === 'table'
    ? t('table.size', { rows: document.rowCount, columns: document.columns.length })
    : t('text.characters', { count: document.text.length });
}

export const SeriesItem = memo(function SeriesItem({ series, place }: SeriesItemProps) {
  const commands = useCommands();
  const t = useTranslate();
  const count = series.frames.length;
  const issues = series.issues.map((issue) => seriesIssueWords[t.language][issue]);
  const [firstIssue] = issues;
  const known = seriesDescription(
    series,
    useView((view) => view.identityHidden),
  );
  const description = known === '' ? t('series.unnamed') : known;
  return (
    <button
      type="button"
      className={classNames(styles.item, place === 'shown' && styles.shown, place === 'current' && styles.current)}
      data-testid="series-item"
      data-kind={series.kind}
      data-modality={series.modality}
      data-count={count}
      data-issues={series.issues.join(' ')}
      aria-current={place === 'current'}
      data-tip={issues.length > 1 ? issues.join('\n') : undefined}
      draggable
      onDragStart={(event) => {
        event.dataTransfer.setData(SERIES_DRAG_TYPE, series.id);
        event.dataTransfer.effectAllowed = 'copy';
      }}
      onClick={() => {
        commands.showSeries(series.id);
      }}
    >
      {isDocumentKind(series.kind) ? <DocumentIcon kind={series.kind} /> : <Thumbnail series={series} />}
      <span className={styles.text}>
        <strong>
          {modalityText(series, t)}
          {series.number !== null && ` · ${String(series.number)}`}
          {place !== 'none' && <VisuallyHidden> ({t('series.shown')})</VisuallyHidden>}
        </strong>
        <span className={styles.description}>{description}</span>
        <span className={styles.muted}>
          {isDocumentKind(series.kind) ? <DocumentSize series={series} /> : t('series.images', { count })}
          {count > 1 && ` · ${t(`kind.${series.kind}`)}`}
        </span>
      </span>
      {firstIssue !== undefined && (
        <span className={styles.issues} style={{ gridColumn: '1 / -1' }}>
          <TriangleAlert size={14} aria-hidden="true" />
          <span>{issues.length === 1 ? firstIssue : t('series.issues', { count: issues.length })}</span>
          {issues.length > 1 && <VisuallyHidden>{issues.join(', ')}</VisuallyHidden>}
        </span>
      )}
    </button>
  );
});
