import type { ReactNode } from 'react';
import { useCommands } from '../app-context';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';

interface Props {
  readonly name: string;
  readonly children: ReactNode;
  readonly disabled?: boolean;
  /** Absent where no draft can be made. */
  readonly onInstall?: () => void;
}

/** The dialog around a draft: install it, or not. */
export function DraftFrame({ name, children, disabled = false, onInstall }: Props) {
  const commands = useCommands();
  const t = useTranslate();
  const decline = (): void => {
    commands.answerDraft(null);
  };
  return (
    <Dialog
      title={t('draft.title', { name })}
      wide
      testId="draft-dialog"
      onClose={decline}
      actions={
        <>
          <Button data-testid="draft-decline" onClick={decline}>
            {t(onInstall === undefined ? 'common.close' : 'draft.decline')}
          </Button>
          {onInstall !== undefined && (
            <Button look="primary" data-testid="draft-install" disabled={disabled} onClick={onInstall}>
              {t('draft.install')}
            </Button>
          )}
        </>
      }
    >
      {children}
    </Dialog>
  );
}
