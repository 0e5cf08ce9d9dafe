import { gridSquares, GRID_SIDES, squareOf } from '../../domain/regions/counting-grid';
import { isRegional } from '../../domain/regions/region';
import type { FrameInfo } from '../../domain/study';
import { useCommands, useReview, useView } from '../app-context';
import { useTranslate } from '../i18n/language';
import { NumberField, SelectField } from '../kit/Field';
import styles from './Regions.module.css';

const OVER = ['view', 'region'] as const;

/** Size and place of the counting grid, and what its two kinds of lines mean. */
export function GridSettings({ frame }: { readonly frame: FrameInfo }) {
  const commands = useCommands();
  const t = useTranslate();
  const grid = useView((view) => view.grid);
  const corners = useView((view) => view.viewports[view.active].corners);
  const region = useReview(({ findings, selected }) => {
    const evidence = findings.find(({ id }) => id === selected)?.evidence;
    return evidence !== undefined && isRegional(evidence);
  });
  const tooMany = grid.over === 'view' && gridSquares([corners], squareOf(grid.side, frame.spacing), 'view') === null;
  return (
    <section
      className={styles.grid}
      aria-label={t('grid.title')}
      data-testid="counting-grid-settings"
      data-side={grid.side}
      data-over={grid.over}
    >
      <div className={styles.gridFields}>
        <NumberField
          label={t('grid.side', { unit: frame.spacing === null ? 'px' : 'µm' })}
          value={grid.side}
          minimum={GRID_SIDES.least}
          maximum={GRID_SIDES.most}
          onCommit={(side) => {
            commands.setGrid({ side });
          }}
        />
        <SelectField
          label={t('grid.over')}
          value={grid.over}
          options={OVER.map((value) => ({ value, label: t(`grid.over.${value}`) }))}
          onChange={(over) => {
            commands.setGrid({ over });
          }}
        />
      </div>
      {tooMany && <p className={styles.warning}>{t('grid.tooMany')}</p>}
      {grid.over === 'region' && !region && <p className={styles.warning}>{t('grid.noRegion')}</p>}
      <p className={styles.legend}>
        <span className={styles.included} aria-hidden="true" /> {t('grid.included')}
      </p>
      <p className={styles.legend}>
        <span className={styles.excluded} aria-hidden="true" /> {t('grid.excluded')}
      </p>
      <p className={styles.muted}>{t('grid.displayOnly')}</p>
    </section>
  );
}
