import { useId, useState } from 'react';
import { Plus } from 'lucide-react';
import { classesOf } from '../../domain/regions/annotation-classes';
import { useApp, useView } from '../app-context';
import { useActiveSeries } from '../hooks/use-active-series';
import { useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import fieldStyles from '../kit/Field.module.css';
import { VisuallyHidden } from '../kit/VisuallyHidden';
import styles from './ClassTable.module.css';

/** A class that no model knows: what models have never seen needs a name too. */
export function AddClass({ classes }: { readonly classes: readonly string[] }) {
  const app = useApp();
  const series = useActiveSeries();
  const t = useTranslate();
  const id = useId();
  const [draft, setDraft] = useState('');
  const added = useView((view) => view.gallery.added);
  const name = draft.trim();
  const add = (): void => {
    if (name === '') return;
    app.commands.addClass(name);
    // A class of that name may have been there: then it is that one.
    const known = classesOf(app.review.getState().classes, series).find((one) => Object.values(one.name).includes(name));
    if (known !== undefined && !classes.includes(known.key)) app.commands.setGallery({ added: [...added, known.key] });
    setDraft('');
  };
  return (
    <div className={styles.add}>
      <label htmlFor={id}>
        <VisuallyHidden>{t('gallery.addClass')}</VisuallyHidden>
      </label>
      <input
        id={id}
        className={fieldStyles.input}
        value={draft}
        placeholder={t('gallery.addClassName')}
        data-testid="cell-gallery-new-class"
        onChange={(event) => {
          setDraft(event.target.value);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') add();
        }}
      />
      <IconButton icon={Plus} look="plain" label={t('gallery.addClass')} disabled={name === ''} onClick={add} />
    </div>
  );
}
