import { memo } from 'react';
import { Check, Pencil, X } from 'lucide-react';
import type { ImageFinding } from '../../domain/finding';
import type { CropScale } from '../../domain/gallery/crop-region';
import { labelsBy, type Labels } from '../hooks/use-labels';
import { useFormat, useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import { CropPicture } from './CropPicture';
import styles from './CellGallery.module.css';

const STATUS_ICONS = { proposed: null, accepted: Check, edited: Pencil, rejected: X } as const;

export interface CropItemProps {
  readonly finding: ImageFinding;
  readonly labels: Labels;
  readonly scale: CropScale;
  readonly size: number;
  readonly look: unknown;
  /** Has the keys. */
  readonly active: boolean;
  readonly chosen: boolean;
  /** From 1, of all shown. */
  readonly position: number;
  readonly total: number;
  /** CSS pixels from the corner of the grid. */
  readonly left: number;
  readonly top: number;
}

/** One cell of the gallery: its crop, its score, and what a person has said of it. */
export const CropItem = memo(function CropItem(props: CropItemProps) {
  const { finding, labels, scale, size, look, active, chosen, position, total, left, top } = props;
  const t = useTranslate();
  const format = useFormat();
  const { id, label, score, status, proposal } = finding;
  const name = labelsBy(finding, labels).nameOf(label);
  const scored = score === null ? t('gallery.unscored') : t('gallery.score', { score: format.fixed(score, 2) });
  const Icon = STATUS_ICONS[status];
  return (
    <div
      role="option"
      aria-selected={chosen || active}
      aria-label={t('gallery.cell', { label: name, score: scored, status: t(`findings.status.${status}`) })}
      aria-posinset={position}
      aria-setsize={total}
      tabIndex={active ? 0 : -1}
      className={classNames(styles.item, active && styles.active, chosen && styles.chosen)}
      style={{ left, top, width: size }}
      data-testid="cell-gallery-item"
      data-finding-id={id}
      data-label={label}
      data-score={score ?? ''}
      data-status={status}
      data-position={position - 1}
    >
      <span className={styles.frame} style={{ height: size }}>
        <CropPicture finding={finding} scale={scale} size={size} look={look} />
        {Icon !== null && (
          <span className={classNames(styles.mark, styles[status])}>
            <Icon size={13} aria-hidden="true" />
          </span>
        )}
      </span>
      <span className={styles.caption}>
        {score === null ? '–' : format.fixed(score, 2)}
        {proposal !== null && proposal.label !== label && (
          <span className={styles.was}>← {labelsBy(finding, labels).nameOf(proposal.label)}</span>
        )}
      </span>
    </div>
  );
});
