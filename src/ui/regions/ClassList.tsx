import { useMemo, useRef, useState } from 'react';
import { ListPlus, Pencil, Plus, Trash2 } from 'lucide-react';
import { CLASS_KEYS, type AnnotationClass } from '../../domain/regions/annotation-classes';
import { useCommands, useModels, useReview, useView } from '../app-context';
import { useClasses } from '../hooks/use-classes';
import { useFormat, useTranslate } from '../i18n/language';
import { Button, IconButton } from '../kit/Button';
import fieldStyles from '../kit/Field.module.css';
import { Popover } from '../kit/Popover';
import styles from './Regions.module.css';

/** What a person counted on the frame on screen, by class. */
function useTally(): ReadonlyMap<string, number> {
  const findings = useReview((review) => review.findings);
  const series = useView((view) => view.viewports[view.active].series);
  return useMemo(() => {
    const counts = new Map<string, number>();
    for (const { series: id, author, evidence, label, status } of findings) {
      if (id !== series || author.kind !== 'person' || evidence.kind !== 'point' || status === 'rejected') continue;
      counts.set(label, (counts.get(label) ?? 0) + 1);
    }
    return counts;
  }, [findings, series]);
}

/** The classes of the study, one of them in hand, with what was counted of each. */
export function ClassList() {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const { classes, inHand } = useClasses();
  const tally = useTally();
  const total = [...tally.values()].reduce((sum, count) => sum + count, 0);
  return (
    <div className={styles.classes} role="group" aria-label={t('regions.classes')} data-testid="tally" data-total={total}>
      {classes.map(({ key, name, color }, i) => {
        const count = tally.get(key) ?? 0;
        const words = t.local(name);
        return (
          <button
            key={key}
            type="button"
            className={styles.class}
            aria-pressed={key === inHand?.key}
            data-testid="region-class"
            data-label={key}
            data-count={count}
            data-percent={total === 0 ? 0 : Number(((100 * count) / total).toFixed(1))}
            onClick={() => {
              commands.setDrawing({ label: key });
            }}
          >
            <span className={styles.swatch} style={{ background: color }} />
            <span className={styles.name}>{words}</span>
            {count > 0 && (
              <span className={styles.count}>
                {t('regions.share', { count: format.number(count), percent: format.percent(count / total, count / total < 0.1 ? 1 : 0) })}
              </span>
            )}
            {i < CLASS_KEYS && (
              <kbd className={styles.key} aria-hidden="true">
                {i + 1}
              </kbd>
            )}
          </button>
        );
      })}
    </div>
  );
}

function ClassRow({ one, used }: { readonly one: AnnotationClass; readonly used: boolean }) {
  const commands = useCommands();
  const t = useTranslate();
  const name = t.local(one.name);
  return (
    <li className={styles.classRow}>
      <input
        type="color"
        className={styles.colour}
        value={one.color}
        aria-label={t('regions.classColour', { name })}
        onChange={(event) => {
          commands.changeClass(one.key, { color: event.target.value });
        }}
      />
      <input
        key={name}
        className={fieldStyles.input}
        defaultValue={name}
        aria-label={t('regions.className', { name })}
        onBlur={(event) => {
          if (event.target.value !== name) commands.changeClass(one.key, { name: event.target.value });
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') event.currentTarget.blur();
        }}
      />
      <IconButton
        icon={Trash2}
        label={t(used ? 'regions.classInUse' : 'regions.removeClass', { name })}
        disabled={used}
        onClick={() => {
          commands.removeClass(one.key);
        }}
      />
    </li>
  );
}

/** Names and colours of the classes, more of them, or fewer. */
export function ClassEditor() {
  const commands = useCommands();
  const t = useTranslate();
  const anchor = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [draft, setDraft] = useState('');
  const { classes } = useClasses();
  const findings = useReview((review) => review.findings);
  const model = useModels((models) => models.selected);
  const used = useMemo(() => new Set(findings.filter(({ author }) => author.kind === 'person').map(({ label }) => label)), [findings]);
  const add = (): void => {
    commands.addClass(draft);
    setDraft('');
  };
  return (
    <>
      <IconButton
        ref={anchor}
        icon={Pencil}
        label={t('regions.editClasses')}
        aria-haspopup="dialog"
        aria-expanded={open}
        data-testid="edit-classes"
        onClick={() => {
          setOpen(!open);
        }}
      />
      {open && (
        <Popover
          anchor={anchor}
          label={t('regions.editClasses')}
          padded
          onClose={() => {
            setOpen(false);
          }}
        >
          <ul className={styles.classRows}>
            {classes.map((one) => (
              <ClassRow key={one.key} one={one} used={used.has(one.key)} />
            ))}
          </ul>
          <div className={styles.newClass}>
            <input
              className={fieldStyles.input}
              value={draft}
              placeholder={t('regions.newClass')}
              aria-label={t('regions.newClass')}
              data-testid="new-class"
              onChange={(event) => {
                setDraft(event.target.value);
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter') add();
              }}
            />
            <IconButton icon={Plus} label={t('regions.addClass')} disabled={draft.trim() === ''} onClick={add} />
          </div>
          {model !== null && (
            <Button icon={ListPlus} look="quiet" onClick={commands.takeModelClasses}>
              {t('regions.modelClasses')}
            </Button>
          )}
        </Popover>
      )}
    </>
  );
}
