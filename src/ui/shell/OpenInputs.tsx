import type { ChangeEvent, RefObject } from 'react';
import { FileImage, FolderOpen } from 'lucide-react';
import { useCommands } from '../app-context';
import { filesOfInput } from '../hooks/dropped-files';
import { useTranslate } from '../i18n/language';
import styles from './Shell.module.css';

export interface OpenInputRefs {
  readonly files: RefObject<HTMLInputElement | null>;
  readonly folder: RefObject<HTMLInputElement | null>;
}

/** React knows the attribute only by this name; the property is what browsers read. */
const FOLDER = { webkitdirectory: '' };

/** The two pickers. The inputs themselves take the press, laid unseen over their button. */
export function OpenInputs({ files: filesRef, folder: folderRef }: OpenInputRefs) {
  const commands = useCommands();
  const t = useTranslate();
  const open = (event: ChangeEvent<HTMLInputElement>): void => {
    const { files } = event.target;
    if (files === null || files.length === 0) return;
    void commands.openFiles(filesOfInput(files));
    // So that the same choice can be made again.
    event.target.value = '';
  };
  return (
    <>
      <label className={styles.picker}>
        <FileImage size={16} aria-hidden="true" />
        {t('open.files')}
        <input ref={filesRef} type="file" multiple data-testid="open-files" title={t('open.files')} onChange={open} />
      </label>
      <label className={styles.picker}>
        <FolderOpen size={16} aria-hidden="true" />
        {t('open.folder')}
        <input ref={folderRef} type="file" multiple {...FOLDER} data-testid="open-folder" title={t('open.folder')} onChange={open} />
      </label>
    </>
  );
}
