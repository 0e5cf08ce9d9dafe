import { CloudOff, HardDriveDownload, HardDrive, Shield, ShieldAlert, ShieldCheck } from 'lucide-react';
import { useShell } from '../app-context';
import { useDialogs } from '../dialogs';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import styles from './Shell.module.css';

const SEAL_ICONS = { testing: Shield, sealed: ShieldCheck, unsealed: ShieldAlert } as const;
const OFFLINE_ICONS = { preparing: HardDriveDownload, ready: HardDrive, unavailable: CloudOff } as const;

/** Says that nothing leaves, and opens the ledger that shows it. */
export function SealBadge() {
  const status = useShell((shell) => shell.seal.status);
  const requests = useShell((shell) => shell.foreignRequests);
  const dialogs = useDialogs();
  const t = useTranslate();
  return (
    <Button
      icon={SEAL_ICONS[status]}
      className={styles.badgeButton}
      data-testid="seal"
      data-state={status}
      data-requests={requests}
      data-tip={t('seal.badgeHint', { count: requests })}
      aria-haspopup="dialog"
      onClick={() => {
        dialogs.open('seal');
      }}
    >
      {t(`seal.${status}`)}
    </Button>
  );
}

export function OfflineBadge() {
  const status = useShell((shell) => shell.offline.status);
  const dialogs = useDialogs();
  const t = useTranslate();
  return (
    <Button
      icon={OFFLINE_ICONS[status]}
      className={styles.badgeButton}
      data-testid="offline"
      data-state={status}
      aria-haspopup="dialog"
      onClick={() => {
        dialogs.open('offline');
      }}
    >
      {t(`offline.${status}`)}
    </Button>
  );
}
