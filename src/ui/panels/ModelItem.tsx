import { Ban, CircleCheck, HardDrive, HardDriveDownload, LoaderCircle, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { InstalledPackage } from '../../domain/installed-package';
import type { Applicability } from '../../domain/model-package';
import { useCommands } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import styles from './ModelsPanel.module.css';

const VERDICT_ICONS = { yes: CircleCheck, warn: TriangleAlert, no: Ban } as const;

function State({ model }: { readonly model: InstalledPackage }) {
  const t = useTranslate();
  const format = useFormat();
  if (model.state === 'installing') {
    return (
      <span className={styles.state}>
        <LoaderCircle size={14} aria-hidden="true" />
        {t('models.installing')}
      </span>
    );
  }
  const Icon = model.readyOffline ? HardDrive : HardDriveDownload;
  return (
    <span className={classNames(styles.state, styles.muted)}>
      <Icon size={14} aria-hidden="true" />
      {format.bytes(model.summary.size)} · {t(model.readyOffline ? 'models.readyOffline' : 'models.notOffline')}
      {model.trust.state !== 'known' && ` · ${t(`packages.trustWord.${model.trust.state}`)}`}
    </span>
  );
}

export interface ModelItemProps {
  readonly model: InstalledPackage;
  readonly applicability: Applicability | null;
  readonly selected: boolean;
}

/** One installed model: what it is, whether it suits the image, and why not. */
export function ModelItem({ model, applicability, selected }: ModelItemProps) {
  const commands = useCommands();
  const t = useTranslate();
  const { summary } = model;
  const Icon = applicability === null ? null : VERDICT_ICONS[applicability.verdict];
  return (
    <button
      type="button"
      className={classNames(styles.item, selected && styles.selected)}
      data-testid="model-item"
      data-model-id={summary.id}
      data-applicable={applicability?.verdict ?? 'no'}
      aria-pressed={selected}
      onClick={() => {
        commands.selectModel(summary.id);
      }}
    >
      <span className={styles.name}>
        {t.local(summary.name)}
        <span className={styles.version}>{t('models.version', { version: summary.version })}</span>
      </span>
      <span className={styles.muted}>{t.local(summary.description)}</span>
      {applicability !== null && Icon !== null && (
        <span className={styles.line}>
          <span className={classNames(styles.state, styles[applicability.verdict])}>
            <Icon size={14} aria-hidden="true" />
            {t(`models.applies.${applicability.verdict}`)}
          </span>
          {applicability.reasons.map((reason) => (
            <span key={reason.en}>{t.local(reason)}</span>
          ))}
        </span>
      )}
      {model.state === 'failed' && (
        <span className={classNames(styles.state, styles.failed)}>
          <OctagonAlert size={14} aria-hidden="true" />
          {t('models.failed')} · {t.error(model.error ?? 'internal').title}
        </span>
      )}
      <State model={model} />
      {!summary.verified && (
        <span className={classNames(styles.state, styles.warn)}>
          <TriangleAlert size={14} aria-hidden="true" />
          {t('packages.unverified')}
        </span>
      )}
    </button>
  );
}
