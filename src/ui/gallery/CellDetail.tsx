import { Check, X } from 'lucide-react';
import type { ImageFinding } from '../../domain/finding';
import type { CropScale } from '../../domain/gallery/crop-region';
import { scaleBar } from '../../domain/geometry/scale-bar';
import { useSeries } from '../hooks/use-active-series';
import { labelsBy, type Labels } from '../hooks/use-labels';
import { useFormat, useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { sizeText } from '../panels/finding-view';
import styles from './CellGallery.module.css';

/** CSS pixels that the scale bar may take. */
const BAR = 90;

export interface CellDetailProps {
  /** The cell that has the keys. */
  readonly finding: ImageFinding | null;
  readonly labels: Labels;
  readonly scale: CropScale;
  readonly size: number;
  /** How many a verdict goes to. */
  readonly chosen: number;
  /** What the last verdict did; empty before any. */
  readonly said: string;
  readonly onAccept: () => void;
  readonly onReject: () => void;
}

/** What is known of the cell that has the keys, the verdicts, and the scale of all crops. */
export function CellDetail({ finding, labels, scale, size, chosen, said, onAccept, onReject }: CellDetailProps) {
  const t = useTranslate();
  return (
    <div className={styles.foot}>
      <Button icon={Check} disabled={chosen === 0} data-testid="cell-gallery-accept" onClick={onAccept}>
        {t('gallery.accept')}
      </Button>
      <Button icon={X} disabled={chosen === 0} data-testid="cell-gallery-reject" onClick={onReject}>
        {t('gallery.reject')}
      </Button>
      <div className={styles.detail}>
        {chosen > 1 || finding === null ? (
          <span>{t('gallery.chosen', { count: chosen })}</span>
        ) : (
          <Facts finding={finding} labels={labels} />
        )}
        {said === '' && <span className={styles.hint}>{t('gallery.keys')}</span>}
        <span className={styles.hint} role="status">
          {said}
        </span>
      </div>
      <ScaleBar scale={scale} size={size} />
    </div>
  );
}

function Facts({ finding, labels }: { readonly finding: ImageFinding; readonly labels: Labels }) {
  const t = useTranslate();
  const format = useFormat();
  const series = useSeries(finding.series);
  const own = labelsBy(finding, labels);
  const { proposal, score, label, status } = finding;
  const proposed =
    proposal === null
      ? t('gallery.byPerson')
      : proposal.label === label
        ? ''
        : t('gallery.proposedAs', { label: own.nameOf(proposal.label) });
  const parts = [
    score === null ? '' : t('gallery.score', { score: format.fixed(score, 2) }),
    sizeText(finding, series, t, format),
    t(`findings.status.${status}`),
    proposed,
  ];
  return (
    <span>
      <strong>{own.nameOf(label)}</strong>
      {parts.filter((part) => part !== '').map((part) => ` · ${part}`)}
    </span>
  );
}

function ScaleBar({ scale: { side, unit }, size }: { readonly scale: CropScale; readonly size: number }) {
  const t = useTranslate();
  const format = useFormat();
  const bar = scaleBar(size / side, Math.min(BAR, size));
  if (bar === null) return null;
  const value = format.number(bar.lengthMm, 3);
  return (
    <span className={styles.scale} role="img" aria-label={t('gallery.scale', { value, unit })}>
      <span className={styles.ruler} style={{ width: bar.cssPixels }} />
      {`${value}\u00a0${unit}`}
    </span>
  );
}
