import { useId, useState } from 'react';
import type { InstalledPackage } from '../../domain/installed-package';
import type { PackageSignature } from '../../domain/trust';
import { useCommands, usePackages } from '../app-context';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import styles from './ModelLibrary.module.css';

/** A key is vouched for under a name that the user reads and may change: what a package calls itself proves nothing. */
function TrustKey({ signature, publisher }: { readonly signature: PackageSignature; readonly publisher: string }) {
  const commands = useCommands();
  const [name, setName] = useState(publisher);
  const id = useId();
  const t = useTranslate();
  const { keyId, publicKey } = signature;
  return (
    <div className={styles.trust}>
      <p className={styles.muted}>{t('packages.trustKeyHint')}</p>
      <label htmlFor={id}>{t('packages.trustName')}</label>
      <input
        id={id}
        type="text"
        value={name}
        maxLength={200}
        onChange={(event) => {
          setName(event.target.value);
        }}
      />
      <Button
        data-testid="trust-publisher"
        disabled={name.trim() === ''}
        onClick={() => void commands.trustPublisher({ name: name.trim(), keyId, publicKey })}
      >
        {t('packages.trustKey')}
      </Button>
    </div>
  );
}

/** Who vouches for a package, in a sentence, and what the user can say about it. */
export function TrustDetail({ one }: { readonly one: InstalledPackage }) {
  const commands = useCommands();
  const { trust, summary } = one;
  const accepted = usePackages(({ publishers }) =>
    publishers.some(({ publicKey, origin }) => origin === 'accepted' && publicKey === trust.signature?.publicKey),
  );
  const t = useTranslate();
  const { signature } = trust;
  return (
    <div>
      <p>{t(`packages.trustText.${trust.state}`, { publisher: trust.publisher ?? '' })}</p>
      {signature !== null && (
        <p className={styles.muted}>{t('packages.key', { keyId: signature.keyId, fingerprint: signature.fingerprint })}</p>
      )}
      {signature !== null && trust.state === 'unknown' && <TrustKey signature={signature} publisher={summary.publisher} />}
      {signature !== null && accepted && (
        <Button look="quiet" onClick={() => void commands.distrustPublisher(signature.publicKey)}>
          {t('packages.distrustKey')}
        </Button>
      )}
    </div>
  );
}
