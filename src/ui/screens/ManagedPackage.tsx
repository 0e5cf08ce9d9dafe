import { useState } from 'react';
import { HardDrive, HardDriveDownload, LoaderCircle, Pin, PinOff, ShieldCheck, Trash2 } from 'lucide-react';
import type { InstalledPackage } from '../../domain/installed-package';
import { useCommands } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { Markdown } from '../kit/Markdown';
import { Message } from '../kit/Message';
import { ScrollArea } from '../kit/ScrollArea';
import { SelfTests } from '../panels/ModelCard';
import { ModelFacts } from '../panels/ModelFacts';
import { SelfTestBadge, TrustBadge, UseBadges } from '../panels/ModelRow';
import { TryDemo } from '../panels/TryDemo';
import styles from './ModelLibrary.module.css';
import { TrustDetail } from './TrustDetail';

interface Props {
  readonly one: InstalledPackage;
}

/** Deleting asks once, in place. */
function DeleteButton({ one }: Props) {
  const commands = useCommands();
  const [asking, setAsking] = useState(false);
  const t = useTranslate();
  const { id, version, name } = one.summary;
  if (!asking) {
    return (
      <Button
        icon={Trash2}
        look="quiet"
        data-testid="package-delete"
        onClick={() => {
          setAsking(true);
        }}
      >
        {t('packages.delete')}
      </Button>
    );
  }
  return (
    <span className={styles.confirm} role="group" aria-label={t('packages.delete')}>
      {t('packages.deleteConfirm', { name: t.local(name), version })}
      <Button look="danger" data-testid="package-delete-confirm" onClick={() => void commands.removePackage(id, version)}>
        {t('packages.delete')}
      </Button>
      <Button
        onClick={() => {
          setAsking(false);
        }}
      >
        {t('packages.deleteKeep')}
      </Button>
    </span>
  );
}

interface ManagedPackageProps extends Props {
  /** No other version of the model is installed. */
  readonly alone: boolean;
  /** What is opened from here is seen behind the dialog. */
  readonly onLeave: () => void;
}

function Actions({ one, alone, onLeave }: ManagedPackageProps) {
  const commands = useCommands();
  const t = useTranslate();
  const { id, version } = one.summary;
  const verifying = one.verifiedAt === null || Object.values(one.selfTestStates).includes('running');
  return (
    <div className={styles.actions}>
      <Button
        icon={verifying ? LoaderCircle : ShieldCheck}
        disabled={verifying}
        data-testid="package-verify"
        data-tip={t('packages.verifyHint')}
        onClick={() => void commands.verifyPackage(id, version)}
      >
        {t(verifying ? 'packages.verifying' : 'packages.verify')}
      </Button>
      {(one.pinned || !alone) && one.state !== 'failed' && (
        <Button
          icon={one.pinned ? PinOff : Pin}
          data-testid="package-pin"
          data-tip={t('packages.pinHint')}
          onClick={() => void commands.pinPackage(id, version, !one.pinned)}
        >
          {t(one.pinned ? 'packages.unpin' : 'packages.pin')}
        </Button>
      )}
      <DeleteButton one={one} />
      {one.active && <TryDemo summary={one.summary} onOpen={onLeave} />}
    </div>
  );
}

/** One installed version: a line that unfolds into all there is to know and to do. */
export function ManagedPackage({ one, alone, onLeave }: ManagedPackageProps) {
  const t = useTranslate();
  const format = useFormat();
  const { summary, selfTestStates } = one;
  const Offline = one.readyOffline ? HardDrive : HardDriveDownload;
  return (
    <li className={styles.version} data-testid="managed-package" data-model-id={summary.id} data-version={summary.version}>
      <details>
        <summary>
          <span className={styles.number}>
            {t('packages.version', { version: summary.version })}
            <span className={styles.muted}> · {t(one.active ? 'packages.active' : 'packages.inactive')}</span>
          </span>
          <UseBadges one={one} />
          <TrustBadge state={one.trust.state} />
          <SelfTestBadge provider="webgpu" state={selfTestStates.webgpu} />
          <SelfTestBadge provider="wasm" state={selfTestStates.wasm} />
          <span className={styles.size}>
            <Offline size={14} aria-hidden="true" />
            {format.bytes(summary.size)} · {t(one.readyOffline ? 'models.readyOffline' : 'models.notOffline')}
          </span>
        </summary>
        <div className={styles.detail}>
          {one.error !== null && (
            <Message level="error">
              {t.error(one.error).title}. {t.error(one.error).advice}
            </Message>
          )}
          {!summary.verified && <Message level="warning">{t('packages.unverifiedHint')}</Message>}
          <p>{t.local(summary.description)}</p>
          <TrustDetail one={one} />
          <SelfTests tests={one.selfTests} />
          {one.verifiedAt !== null && one.error === null && (
            <p className={styles.muted}>{t('packages.verifiedAt', { date: format.date(one.verifiedAt) })}</p>
          )}
          <ModelFacts
            summary={summary}
            more={[
              [
                'packages.originLabel',
                t('packages.originText', { origin: t(`packages.origin.${one.origin}`), date: format.date(one.installedAt) }),
              ],
              ['packages.sizeLabel', t('packages.sizeText', { size: format.bytes(summary.size), place: one.place })],
            ]}
          />
          {summary.card !== '' && (
            <details>
              <summary>{t('models.fullCard')}</summary>
              <ScrollArea className={styles.card} label={t('models.fullCard')}>
                <Markdown source={summary.card} />
              </ScrollArea>
            </details>
          )}
        </div>
      </details>
      <Actions one={one} alone={alone} onLeave={onLeave} />
    </li>
  );
}
