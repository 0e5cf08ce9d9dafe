import { CornerDownLeft } from 'lucide-react';
import { KEYED_CLASSES } from '../../domain/gallery/gallery-keys';
import type { CellCount } from '../../domain/gallery/differential';
import { useCommands, useView } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { classNames } from '../kit/class-names';
import { VisuallyHidden } from '../kit/VisuallyHidden';
import type { Gallery } from './use-gallery';
import styles from './ClassTable.module.css';

const COLUMNS = ['found', 'verified', 'share'] as const;

export interface ClassTableProps {
  readonly gallery: Gallery;
  /** Class shown alone; null: all. */
  readonly shown: string | null;
  readonly onShow: (label: string | null) => void;
  /** Class that what is dragged lies over. */
  readonly over: string | null;
  /** Something is selected that could be moved. */
  readonly movable: boolean;
  readonly onMove: (label: string) => void;
}

/** The classes with their counts: each shows itself alone, takes what is dropped on it, and counts toward the target or not. */
export function ClassTable({ gallery, shown, onShow, over, movable, onMove }: ClassTableProps) {
  const t = useTranslate();
  const { counts } = gallery;
  return (
    <table className={styles.table}>
      <caption>
        <VisuallyHidden>{t('gallery.classes')}</VisuallyHidden>
      </caption>
      <thead>
        <tr>
          <th scope="col" className={styles.name}>
            {t('gallery.column.class')}
          </th>
          {COLUMNS.map((column) => (
            <th key={column} scope="col" data-tip={t(`gallery.column.${column}Hint`)}>
              {t(`gallery.column.${column}`)}
            </th>
          ))}
          <td />
        </tr>
      </thead>
      <tbody>
        {counts.classes.map((count, i) => (
          <ClassRow
            key={count.label}
            count={count}
            digit={i < KEYED_CLASSES ? String((i + 1) % KEYED_CLASSES) : ''}
            gallery={gallery}
            shown={shown === count.label}
            over={over === count.label}
            movable={movable}
            onShow={onShow}
            onMove={onMove}
          />
        ))}
      </tbody>
    </table>
  );
}

interface ClassRowProps extends Omit<ClassTableProps, 'shown' | 'over'> {
  readonly count: CellCount;
  readonly digit: string;
  readonly shown: boolean;
  readonly over: boolean;
}

function ClassRow({ count, digit, gallery, shown, over, movable, onShow, onMove }: ClassRowProps) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const excluded = useView((view) => view.gallery.excluded);
  const { label, found, verified, counted, percent } = count;
  const name = gallery.labels.nameOf(label);
  return (
    <tr
      className={classNames(over && styles.over, shown && styles.shown, !counted && styles.beside)}
      data-testid="cell-gallery-class"
      data-label={label}
      data-count={found}
      data-verified={verified}
      data-percent={percent ?? ''}
      data-drop-label={label}
    >
      <th scope="row" className={styles.name}>
        <div className={styles.label}>
          <input
            type="checkbox"
            checked={counted}
            aria-label={t('gallery.counts', { label: name })}
            data-tip={t('gallery.counts', { label: name })}
            onChange={() => {
              commands.setGallery({ excluded: counted ? [...excluded, label] : excluded.filter((key) => key !== label) });
            }}
          />
          <button
            type="button"
            className={styles.show}
            aria-pressed={shown}
            data-tip={t(shown ? 'gallery.allClasses' : 'gallery.show', { label: name })}
            onClick={() => {
              onShow(shown ? null : label);
            }}
          >
            <kbd className={styles.digit}>{digit}</kbd>
            <span className={styles.swatch} style={{ background: gallery.labels.colorOf(label) }} />
            <span className={styles.words}>{name}</span>
          </button>
        </div>
      </th>
      <td>{format.number(found)}</td>
      <td>{format.number(verified)}</td>
      <td className={styles.share}>{percent === null ? '–' : format.fixed(percent, percent < 99.95 ? 1 : 0)}</td>
      <td className={styles.move}>
        <IconButton
          icon={CornerDownLeft}
          size={15}
          label={t('gallery.moveHere', { label: name })}
          shortcut={digit === '' ? undefined : digit}
          disabled={!movable}
          onClick={() => {
            onMove(label);
          }}
        />
      </td>
    </tr>
  );
}
