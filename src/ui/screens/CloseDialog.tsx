import { Download } from 'lucide-react';
import { useCommands } from '../app-context';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { Message } from '../kit/Message';

/** Verdicts would be lost: offers to keep them first. */
export function CloseDialog({ onClose }: { readonly onClose: () => void }) {
  const commands = useCommands();
  const t = useTranslate();
  return (
    <Dialog
      title={t('close.title')}
      onClose={onClose}
      testId="close-dialog"
      actions={
        <>
          <Button onClick={onClose}>{t('common.cancel')}</Button>
          <Button
            look="danger"
            data-testid="close-confirm"
            onClick={() => {
              commands.closeStudy();
              onClose();
            }}
          >
            {t('close.anyway')}
          </Button>
        </>
      }
    >
      <Message level="warning">{t('close.text')}</Message>
      {(['csv', 'session'] as const).map((format) => (
        <Button key={format} icon={Download} onClick={() => void commands.export(format)}>
          {t(`export.${format}`)}
        </Button>
      ))}
    </Dialog>
  );
}
