import { Download, MonitorCheck, PackagePlus } from 'lucide-react';
import { packageKey, type InstalledPackage } from '../../domain/installed-package';
import type { ModelStorage } from '../../app/app';
import { useCommands, usePackages } from '../app-context';
import { useDialogs } from '../dialogs';
import { useFormat, useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { Message } from '../kit/Message';
import { usePackagePicker } from '../package-picker';
import { PackageRefusals } from '../shell/PackageRefusals';
import { ManagedPackage } from './ManagedPackage';
import styles from './ModelLibrary.module.css';

function StorageLine({ storage }: { readonly storage: ModelStorage }) {
  const t = useTranslate();
  const format = useFormat();
  const { models, used, left, durability } = storage;
  return (
    <p className={styles.storage} data-testid="model-storage" data-durability={durability}>
      <span>{t('packages.storage', { models: format.bytes(models) })}</span>
      {used !== null && <span>{t('packages.storageUsed', { used: format.bytes(used) })}</span>}
      {left !== null && <span>{t('packages.storageLeft', { left: format.bytes(left) })}</span>}
      <span>{t(`packages.durability.${durability}`)}</span>
    </p>
  );
}

/** Versions of one model together, in the order of the list. */
function byModel(installed: readonly InstalledPackage[]): readonly (readonly [InstalledPackage, ...InstalledPackage[]])[] {
  const models = new Map<string, [InstalledPackage, ...InstalledPackage[]]>();
  for (const one of installed) {
    const known = models.get(one.summary.id);
    if (known === undefined) models.set(one.summary.id, [one]);
    else known.push(one);
  }
  return [...models.values()];
}

/** Everything installed on this machine: what it is, who made it, whether it is whole, and what can be done with it. */
export function ModelLibraryDialog({ onClose }: { readonly onClose: () => void }) {
  const commands = useCommands();
  const dialogs = useDialogs();
  const pick = usePackagePicker();
  const installed = usePackages((packages) => packages.installed);
  const storage = usePackages((packages) => packages.storage);
  const busy = usePackages((packages) => packages.busy);
  const starting = usePackages((packages) => packages.starting);
  const t = useTranslate();
  return (
    <Dialog
      title={t('packages.title')}
      wide
      testId="model-manager"
      onClose={onClose}
      actions={
        <>
          <Button
            icon={MonitorCheck}
            look="quiet"
            onClick={() => {
              dialogs.open('device');
            }}
          >
            {t('device.open')}
          </Button>
          <Button
            icon={Download}
            disabled={busy !== null || installed.length === 0}
            data-testid="export-packages"
            data-tip={t('packages.exportHint')}
            onClick={() => void commands.exportPackages()}
          >
            {t('packages.exportAll')}
          </Button>
          <Button icon={PackagePlus} look="primary" disabled={busy !== null} onClick={pick}>
            {t('packages.import')}
          </Button>
        </>
      }
    >
      <p className={styles.muted}>{t('packages.importHint')}</p>
      {busy !== null && (
        <Message level="info" live="status">
          {t(`packages.${busy.doing}`, { name: busy.name })}
        </Message>
      )}
      <PackageRefusals />
      {installed.length === 0 && <p>{t(starting ? 'models.preparing' : 'models.none')}</p>}
      {byModel(installed).map((versions) => (
        <section key={versions[0].summary.id} className={styles.model} aria-label={t.local(versions[0].summary.name)}>
          <h3>{t.local(versions[0].summary.name)}</h3>
          <ul className={styles.versions}>
            {versions.map((one) => (
              <ManagedPackage key={packageKey(one.summary)} one={one} alone={versions.length === 1} onLeave={onClose} />
            ))}
          </ul>
        </section>
      ))}
      {storage !== null && <StorageLine storage={storage} />}
    </Dialog>
  );
}
