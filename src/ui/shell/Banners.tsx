import { useState } from 'react';
import { OctagonAlert } from 'lucide-react';
import { useCommands, usePackages, useSession, useShell } from '../app-context';
import { useDialogs } from '../dialogs';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { Message } from '../kit/Message';
import { LostFiles } from './LostFiles';
import { PackageRefusals } from './PackageRefusals';
import styles from './Shell.module.css';

/** Never goes away: this is no medical device. */
export function ResearchLine() {
  const t = useTranslate();
  return (
    <p className={styles.research} data-testid="research-line">
      {t('app.research')}
    </p>
  );
}

function Unsealed() {
  const commands = useCommands();
  const dialogs = useDialogs();
  const t = useTranslate();
  return (
    <Message level="error" live="alert" className={styles.banner}>
      <div className={styles.bannerRow}>
        <p>
          {t('seal.unsealedText')} {t('seal.unsealedAdvice')}
        </p>
        <Button
          onClick={() => {
            dialogs.open('seal');
          }}
        >
          {t('seal.showLedger')}
        </Button>
        <Button look="danger" data-testid="consent-unsealed" onClick={commands.consentUnsealed}>
          {t('seal.consent')}
        </Button>
      </div>
    </Message>
  );
}

function UpdateReady() {
  const commands = useCommands();
  const [later, setLater] = useState(false);
  const t = useTranslate();
  if (later) return null;
  return (
    <Message level="info" live="status" className={styles.banner}>
      <div className={styles.bannerRow}>
        <p>{t('shell.updateReady')}</p>
        <Button data-testid="apply-update" onClick={commands.applyUpdate}>
          {t('shell.updateApply')}
        </Button>
        <Button
          look="quiet"
          onClick={() => {
            setLater(true);
          }}
        >
          {t('shell.updateLater')}
        </Button>
      </div>
    </Message>
  );
}

function SeveralPatients() {
  const t = useTranslate();
  return (
    <div className={styles.patients} role="alert" data-testid="several-patients">
      <strong>
        <OctagonAlert size={17} aria-hidden="true" />
        {t('shell.severalPatients')}
      </strong>
      <span>{t('shell.severalPatientsHint')}</span>
    </div>
  );
}

/** Facts about the session that the reader must not miss. */
export function Banners() {
  const unsealed = useShell((shell) => shell.seal.status === 'unsealed' && !shell.seal.consented);
  const updateReady = useShell((shell) => shell.updateReady);
  const waiting = useSession((session) => session.waitingForSeal);
  const several = useSession((session) => session.severalPatients);
  const busy = usePackages((packages) => packages.busy);
  // The manager shows them itself, where it is open.
  const managing = useDialogs().current === 'models';
  const t = useTranslate();
  return (
    <div className={styles.banners}>
      {several && <SeveralPatients />}
      {unsealed && <Unsealed />}
      {waiting && !unsealed && (
        <Message level="info" live="status" className={styles.banner}>
          {t('open.waiting')}
        </Message>
      )}
      <LostFiles />
      {updateReady && <UpdateReady />}
      {!managing && busy !== null && (
        <Message level="info" live="status" className={styles.banner}>
          {t(`packages.${busy.doing}`, { name: busy.name })}
        </Message>
      )}
      {!managing && <PackageRefusals />}
    </div>
  );
}
