import { useEffect, useId, useRef, type ReactNode } from 'react';
import { X } from 'lucide-react';
import { useTranslate } from '../i18n/language';
import { IconButton } from './Button';
import { classNames } from './class-names';
import { ScrollArea } from './ScrollArea';
import styles from './Dialog.module.css';

export interface DialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly wide?: boolean;
  /** Without it the dialog can only be left through its own buttons. */
  readonly onClose?: () => void;
  readonly testId?: string;
}

/** A modal on the native `<dialog>`: the browser holds the focus inside and gives it back. Mounted means open. */
export function Dialog({ title, children, actions, wide = false, onClose, testId }: DialogProps) {
  const element = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  const t = useTranslate();

  useEffect(() => {
    const dialog = element.current;
    if (dialog === null) return undefined;
    const before = document.activeElement;
    if (!dialog.open) dialog.showModal();
    return () => {
      if (dialog.open) dialog.close();
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, []);

  return (
    <dialog
      ref={element}
      className={classNames(styles.dialog, wide && styles.wide)}
      aria-labelledby={titleId}
      data-testid={testId}
      onCancel={(event) => {
        event.preventDefault();
        onClose?.();
      }}
    >
      <header className={styles.header}>
        <h2 id={titleId} className={styles.title}>
          {title}
        </h2>
        {onClose !== undefined && <IconButton icon={X} label={t('common.close')} onClick={onClose} />}
      </header>
      <ScrollArea label={title} className={styles.body}>
        {children}
      </ScrollArea>
      {actions !== undefined && <footer className={styles.actions}>{actions}</footer>}
    </dialog>
  );
}
