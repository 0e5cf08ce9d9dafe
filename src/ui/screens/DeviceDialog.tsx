import { useEffect, useState } from 'react';
import { Check, Copy } from 'lucide-react';
import type { DeviceFacts } from '../../app/shell/device-facts';
import { useCommands } from '../app-context';
import { useCopy } from '../hooks/use-copy';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { DeviceAbilities } from './DeviceAbilities';
import { DeviceModels } from './DeviceModels';
import styles from './DeviceDialog.module.css';

function useDeviceFacts(): DeviceFacts | null {
  const commands = useCommands();
  const [facts, setFacts] = useState<DeviceFacts | null>(null);
  useEffect(() => {
    let shown = true;
    void commands.readDevice().then((read) => {
      if (shown) setFacts(read);
    });
    return () => {
      shown = false;
    };
  }, [commands]);
  return facts;
}

/** What this browser on this machine can do for the app, and how long each model takes on it; to copy for IT. */
export function DeviceDialog({ onClose }: { readonly onClose: () => void }) {
  const commands = useCommands();
  const facts = useDeviceFacts();
  const { copied, copy } = useCopy();
  const t = useTranslate();
  return (
    <Dialog
      title={t('device.title')}
      wide
      testId="device-page"
      onClose={onClose}
      actions={
        <>
          <span className={styles.hint}>{t('device.copyHint')}</span>
          <Button
            icon={copied ? Check : Copy}
            look="primary"
            disabled={facts === null}
            data-testid="device-copy"
            onClick={() => {
              if (facts !== null) copy(commands.deviceText(facts));
            }}
          >
            {t(copied ? 'common.copied' : 'device.copy')}
          </Button>
        </>
      }
    >
      {facts === null ? <p role="status">{t('device.reading')}</p> : <DeviceAbilities facts={facts} />}
      <h3>{t('device.models')}</h3>
      <DeviceModels />
    </Dialog>
  );
}
