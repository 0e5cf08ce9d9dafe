import { X } from 'lucide-react';
import type { RefusedPackage } from '../../app/app';
import { useCommands, usePackages } from '../app-context';
import { useTranslate } from '../i18n/language';
import { IconButton } from '../kit/Button';
import { Message } from '../kit/Message';
import styles from './Shell.module.css';

function Refusal({ refused }: { readonly refused: RefusedPackage }) {
  const t = useTranslate();
  const words = t.error(refused.code);
  return (
    <div data-testid="notice" data-code={refused.code} data-level="error">
      <p data-testid="package-refused" data-code={refused.code}>
        <strong>{t('packages.refused', { name: refused.name })}</strong> {words.title}. {words.advice}
      </p>
      <details>
        <summary>{t('packages.refusedDetail')}</summary>
        <p lang="en">
          {refused.code}: {refused.message}
        </p>
      </details>
    </div>
  );
}

/** Why packages were not installed; stays until it is read. */
export function PackageRefusals() {
  const commands = useCommands();
  const refused = usePackages((packages) => packages.refused);
  const t = useTranslate();
  if (refused.length === 0) return null;
  return (
    <Message level="error" live="alert" className={styles.banner}>
      <div className={styles.bannerRow}>
        <div>
          {refused.map((one) => (
            <Refusal key={one.id} refused={one} />
          ))}
        </div>
        <IconButton icon={X} label={t('packages.dismiss')} onClick={commands.dismissRefusals} />
      </div>
    </Message>
  );
}
