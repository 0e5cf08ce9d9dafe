import { CELL_TARGETS } from '../../domain/gallery/gallery-state';
import type { Differential } from '../../domain/gallery/differential';
import { useCommands, useView } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { SelectField } from '../kit/Field';
import { ProgressBar } from '../kit/ProgressBar';
import styles from './ClassTable.module.css';

/** How far the count has come, and toward what. */
export function DifferentialCounter({ counts }: { readonly counts: Differential }) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const { target, basis } = useView((view) => view.gallery);
  const { total, remaining } = counts;
  const progress = t('gallery.progress', { total: format.number(total), target: format.number(target) });
  return (
    <section
      className={styles.counter}
      aria-label={t('gallery.differential')}
      data-testid="cell-gallery-counter"
      data-total={total}
      data-target={target}
      data-remaining={remaining}
    >
      <h3>{t('gallery.differential')}</h3>
      <div className={styles.settings}>
        <SelectField
          label={t('gallery.target')}
          value={String(target)}
          testId="cell-gallery-target"
          options={CELL_TARGETS.map((cells) => ({ value: String(cells), label: t('gallery.targetCells', { count: cells }) }))}
          onChange={(cells) => {
            commands.setGallery({ target: Number(cells) });
          }}
        />
        <SelectField
          label={t('gallery.basis')}
          value={basis}
          testId="cell-gallery-basis"
          options={(['verified', 'found'] as const).map((value) => ({ value, label: t(`gallery.basis.${value}`) }))}
          onChange={(value) => {
            commands.setGallery({ basis: value });
          }}
        />
      </div>
      <ProgressBar label={progress} ratio={total / target} />
      <p className={styles.progress} role="status">
        <strong>{progress}</strong>
        <span className={remaining === 0 ? styles.reached : undefined}>{t('gallery.remaining', { count: remaining })}</span>
      </p>
    </section>
  );
}
