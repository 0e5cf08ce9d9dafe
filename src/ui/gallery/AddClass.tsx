import { useId, useState } from 'react';
import { Plus } from 'lucide-react';
import { useCommands, useView } from '../app-context';
import { useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import fieldStyles from '../kit/Field.module.css';
import { VisuallyHidden } from '../kit/VisuallyHidden';
import styles from './ClassTable.module.css';

/** A class that no model knows: what models have never seen needs a name too. */
export function AddClass({ classes }: { readonly classes: readonly string[] }) {
  const commands = useCommands();
  const t = useTranslate();
  const id = useId();
  const [draft, setDraft] = useState('');
  const added = useView((view) => view.gallery.added);
  const name = draft.trim();
  const add = (): void => {
    if (name === '') return;
    if (!classes.includes(name)) commands.setGallery({ added: [...added, name] });
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
