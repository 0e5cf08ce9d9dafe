import { useId, useMemo, useState } from 'react';
import { X } from 'lucide-react';
import type { GalleryFilter } from '../../domain/gallery/gallery-groups';
import { useCommands, useView } from '../app-context';
import { useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { AddClass } from './AddClass';
import { CellDetail } from './CellDetail';
import { ClassTable } from './ClassTable';
import { CropGrid } from './CropGrid';
import { DifferentialCounter } from './DifferentialCounter';
import { GalleryBar } from './GalleryBar';
import { useCropDrag } from './use-crop-drag';
import { useGallery } from './use-gallery';
import { useGalleryReview } from './use-gallery-review';
import styles from './CellGallery.module.css';

/** What was found, cut out and laid by class beside the image: to look at all of a class at once, and to count. */
export function CellGallery() {
  const commands = useCommands();
  const t = useTranslate();
  const title = useId();
  const [filter, setFilter] = useState<GalleryFilter>({ status: 'all', label: null, order: 'surest' });
  const gallery = useGallery(filter);
  const size = useView((view) => view.gallery.size);
  const look = useView((view) => view.viewports[view.active].slide?.look ?? null);
  const review = useGalleryReview(gallery);
  const { drag, press, wasDragged } = useCropDrag((ids, label) => {
    review.judge(ids, { say: 'relabel', label });
  });
  const { active, chosen } = review.selection;
  const finding = useMemo(() => gallery.findings.find(({ id }) => id === active) ?? null, [gallery.findings, active]);

  return (
    <section className={styles.gallery} aria-labelledby={title} data-testid="cell-gallery" data-count={gallery.findings.length}>
      <aside className={styles.side} aria-label={t('gallery.classes')}>
        <div className={styles.head}>
          <h2 id={title}>{t('gallery.title')}</h2>
          <IconButton
            icon={X}
            label={t('gallery.close')}
            data-testid="cell-gallery-close"
            onClick={() => {
              commands.setGallery({ open: false });
            }}
          />
        </div>
        <DifferentialCounter counts={gallery.counts} />
        <ClassTable
          gallery={gallery}
          shown={filter.label}
          onShow={(label) => {
            setFilter({ ...filter, label });
          }}
          over={drag?.over ?? null}
          movable={review.ids.length > 0}
          onMove={(label) => {
            review.judge(review.ids, { say: 'relabel', label });
          }}
        />
        <AddClass classes={gallery.classes} />
      </aside>
      <div className={styles.main}>
        <GalleryBar
          gallery={gallery}
          filter={filter}
          onFilter={setFilter}
          several={review.several}
          onSeveral={review.toggleSeveral}
          onSelectAll={review.selectAll}
        />
        <CropGrid
          gallery={gallery}
          selection={review.selection}
          size={size}
          look={look}
          over={drag?.over ?? null}
          onKey={review.onKey}
          onPress={(event, index) => {
            const id = gallery.order[index];
            if (id !== undefined) press(event, chosen.has(id) ? [...chosen] : [id]);
          }}
          onPick={(event, index) => {
            if (!wasDragged()) review.onPick(event, index);
          }}
        />
        {gallery.order.length === 0 && (
          <p className={styles.empty}>{t(gallery.findings.length === 0 ? 'gallery.none' : 'gallery.empty')}</p>
        )}
        <CellDetail
          finding={finding}
          labels={gallery.labels}
          scale={gallery.scale}
          size={size}
          chosen={review.ids.length}
          said={review.said}
          onAccept={() => {
            review.judge(review.ids, { say: 'accept' });
          }}
          onReject={() => {
            review.judge(review.ids, { say: 'reject' });
          }}
        />
      </div>
      {drag !== null && (
        <div className={styles.ghost} style={{ left: drag.x, top: drag.y }} aria-hidden="true">
          {drag.over === null ? t('gallery.chosen', { count: drag.ids.length }) : `→ ${gallery.labels.nameOf(drag.over)}`}
        </div>
      )}
    </section>
  );
}
