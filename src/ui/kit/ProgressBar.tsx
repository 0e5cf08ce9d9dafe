import styles from './ProgressBar.module.css';

export interface ProgressBarProps {
  readonly label: string;
  /** 0–1; null while unknown. */
  readonly ratio: number | null;
}

export function ProgressBar({ label, ratio }: ProgressBarProps) {
  const percent = ratio === null ? null : Math.round(Math.min(1, Math.max(0, ratio)) * 100);
  return (
    <div
      className={styles.track}
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent ?? undefined}
    >
      {percent === null ? (
        <div className={`${styles.fill ?? ''} ${styles.indeterminate ?? ''}`} />
      ) : (
        <div className={styles.fill} style={{ width: `${String(percent)}%` }} />
      )}
    </div>
  );
}
