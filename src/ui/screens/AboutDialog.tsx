import { useState } from 'react';
import { Copy, MonitorCheck } from 'lucide-react';
import { useCommands, useShell } from '../app-context';
import { useDialogs } from '../dialogs';
import { useCopy } from '../hooks/use-copy';
import type { MessageKey } from '../i18n/fr';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { Facts } from '../kit/Facts';
import { PlainText } from '../kit/PlainText';
import { Mark } from '../shell/Brand';
import styles from './AboutDialog.module.css';

/** Beside the app, written by the build. */
const LICENCES_FILE = './third-party-licences.txt';

type Loaded = { readonly state: 'unasked' | 'loading' | 'failed' } | { readonly state: 'loaded'; readonly text: string };

function Licences() {
  const [licences, setLicences] = useState<Loaded>({ state: 'unasked' });
  const t = useTranslate();
  const load = async (): Promise<void> => {
    setLicences({ state: 'loading' });
    try {
      const answer = await fetch(LICENCES_FILE);
      setLicences(answer.ok ? { state: 'loaded', text: await answer.text() } : { state: 'failed' });
    } catch {
      setLicences({ state: 'failed' });
    }
  };
  if (licences.state === 'loaded') {
    return <PlainText label={t('about.licences')}>{licences.text}</PlainText>;
  }
  return (
    <div className={styles.row}>
      <Button disabled={licences.state === 'loading'} onClick={() => void load()}>
        {t('about.licencesShow')}
      </Button>
      {licences.state === 'failed' && <span role="status">{t('about.licencesFailed')}</span>}
    </div>
  );
}

function Support() {
  const commands = useCommands();
  const [text] = useState(() => commands.supportText());
  const { copied, copy } = useCopy();
  const t = useTranslate();
  return (
    <>
      <p>{t('about.supportHint')}</p>
      <PlainText label={t('about.support')}>{text}</PlainText>
      <div>
        <Button
          icon={Copy}
          onClick={() => {
            copy(text);
          }}
        >
          {t(copied ? 'common.copied' : 'common.copy')}
        </Button>
      </div>
    </>
  );
}

/** What runs here: for the reader, for the administrator, and to copy for support. */
export function AboutDialog({ onClose }: { readonly onClose: () => void }) {
  const runtime = useShell((shell) => shell.runtime);
  const dialogs = useDialogs();
  const t = useTranslate();
  const facts: readonly (readonly [MessageKey, string])[] = [
    ['about.version', runtime.appVersion],
    ['about.commit', runtime.commit],
    ['about.browser', runtime.browser],
    ['about.webgl', runtime.webgl === '' ? t('about.noWebgl') : runtime.webgl],
    ['about.webgpu', runtime.webgpu === '' ? t('about.noWebgpu') : runtime.webgpu],
    ['about.threads', String(runtime.threads)],
    ['about.isolated', t(runtime.crossOriginIsolated ? 'common.yes' : 'common.no')],
    ['about.storage', t(`storage.${runtime.storage}`)],
    [
      'about.libraries',
      Object.entries(runtime.libraries)
        .map(([name, version]) => `${name} ${version}`)
        .join(', '),
    ],
  ];
  return (
    <Dialog title={t('about.title')} wide onClose={onClose} testId="about-dialog">
      <p className={styles.brand}>
        <Mark size={34} />
        <span>
          <strong>{t('app.name')}</strong> – {t('app.tagline')}
        </span>
      </p>
      <Facts facts={facts.map(([key, value]) => [t(key), value])} />
      <div>
        <Button
          icon={MonitorCheck}
          onClick={() => {
            dialogs.open('device');
          }}
        >
          {t('device.open')}
        </Button>
      </div>
      <h3>{t('about.status')}</h3>
      <p>{t('about.statusText')}</p>
      <h3>{t('about.licences')}</h3>
      <Licences />
      <h3>{t('about.support')}</h3>
      <Support />
    </Dialog>
  );
}
