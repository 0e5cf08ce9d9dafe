import { Lock } from 'lucide-react';
import { useCommands } from '../app-context';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';

/** After the idle time: the studies are gone already, this hides the rest. */
export function LockScreen() {
  const commands = useCommands();
  const t = useTranslate();
  return (
    <Dialog
      title={t('lock.title')}
      testId="lock"
      actions={
        <Button look="primary" icon={Lock} data-testid="unlock" onClick={commands.unlock}>
          {t('lock.unlock')}
        </Button>
      }
    >
      <p>{t('lock.text')}</p>
    </Dialog>
  );
}
