import { MemoryStick } from 'lucide-react';
import { useModels } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { Message } from '../kit/Message';
import styles from './ModelsPanel.module.css';

/** What the next run on the volume in view will take, told before it; louder where it may not fit. */
export function MemoryLine() {
  const memory = useModels((models) => models.memory);
  const t = useTranslate();
  const format = useFormat();
  if (memory === null) return null;
  const bytes = format.bytes(memory.bytes);
  const [state, words] = memory.fits
    ? memory.smaller
      ? (['smaller', 'memory.smaller'] as const)
      : (['fits', 'memory.needed'] as const)
    : (['over', 'memory.tooMuch'] as const);
  return (
    <div data-testid="memory-plan" data-state={state} data-bytes={Math.round(memory.bytes)}>
      {state === 'fits' ? (
        <p className={styles.muted}>
          <span className={styles.state}>
            <MemoryStick size={14} aria-hidden="true" />
            {t(words, { bytes })}
          </span>
        </p>
      ) : (
        <Message level={state === 'over' ? 'warning' : 'info'}>{t(words, { bytes })}</Message>
      )}
    </div>
  );
}
