import { useTranslate } from '../i18n/language';
import styles from './Shell.module.css';

/** The mark: light through a thin slide. */
export function Mark({ size }: { readonly size: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" aria-hidden="true">
      <rect x="3" y="3" width="26" height="26" rx="6" fill="#10202b" stroke="#5fb3e8" strokeWidth="1.6" />
      <circle cx="16" cy="16" r="8" stroke="#8ccbf3" strokeWidth="1.8" />
      <path d="M16 8a8 8 0 0 1 0 16z" fill="#5fb3e8" fillOpacity="0.85" />
    </svg>
  );
}

export function Brand() {
  const t = useTranslate();
  return (
    <h1 className={styles.brand}>
      <Mark size={22} />
      {t('app.name')}
    </h1>
  );
}
