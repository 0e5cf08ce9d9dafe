import { CheckCheck, SquareStack } from 'lucide-react';
import { CROP_SIZES } from '../../domain/gallery/gallery-state';
import type { GalleryFilter } from '../../domain/gallery/gallery-groups';
import { useCommands, useSession, useView } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { SelectField, Slider, Toggle } from '../kit/Field';
import type { Gallery } from './use-gallery';
import styles from './CellGallery.module.css';

const STATUSES = ['all', 'proposed', 'accepted', 'edited', 'rejected'] as const;
const ORDERS = ['surest', 'doubtful'] as const;

export interface GalleryBarProps {
  readonly gallery: Gallery;
  readonly filter: GalleryFilter;
  readonly onFilter: (filter: GalleryFilter) => void;
  /** A plain click adds to the selection: for fingers, which have no Ctrl key. */
  readonly several: boolean;
  readonly onSeveral: () => void;
  readonly onSelectAll: () => void;
}

/** What is shown, in which order, and how large. */
export function GalleryBar({ gallery, filter, onFilter, several, onSeveral, onSelectAll }: GalleryBarProps) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const { size, allSeries } = useView((view) => view.gallery);
  const seriesCount = useSession((session) => session.series.length);
  const { scale, sides, order } = gallery;
  return (
    <div className={styles.bar} role="toolbar" aria-label={t('gallery.title')}>
      <SelectField
        label={t('gallery.status')}
        inline
        testId="cell-gallery-status"
        value={filter.status}
        options={STATUSES.map((value) => ({ value, label: value === 'all' ? t('gallery.status.all') : t(`findings.status.${value}`) }))}
        onChange={(status) => {
          onFilter({ ...filter, status });
        }}
      />
      <SelectField
        label={t('gallery.order')}
        inline
        testId="cell-gallery-order"
        value={filter.order}
        options={ORDERS.map((value) => ({ value, label: t(`gallery.order.${value}`) }))}
        onChange={(value) => {
          onFilter({ ...filter, order: value });
        }}
      />
      <SelectField
        label={t('gallery.field')}
        inline
        testId="cell-gallery-field"
        value={String(scale.side)}
        options={sides.map((side) => ({
          value: String(side),
          label: t('gallery.fieldValue', { value: format.number(side, 2), unit: scale.unit }),
        }))}
        onChange={(side) => {
          commands.setGallery({ field: Number(side) });
        }}
      />
      <Slider
        label={t('gallery.size')}
        className={styles.size}
        minimum={CROP_SIZES.minimum}
        maximum={CROP_SIZES.maximum}
        step={CROP_SIZES.step}
        value={size}
        valueText={t('gallery.sizeValue', { value: size })}
        onChange={(value) => {
          commands.setGallery({ size: value });
        }}
      />
      {seriesCount > 1 && (
        <Toggle
          label={t('gallery.allSeries')}
          checked={allSeries}
          onChange={(checked) => {
            commands.setGallery({ allSeries: checked });
          }}
        />
      )}
      <span className={styles.spacer} />
      <IconButton icon={SquareStack} label={t('gallery.several')} pressed={several} onClick={onSeveral} />
      <IconButton icon={CheckCheck} label={t('gallery.selectAll')} disabled={order.length === 0} onClick={onSelectAll} />
    </div>
  );
}
