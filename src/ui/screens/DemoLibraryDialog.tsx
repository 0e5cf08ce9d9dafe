import { DEMO_CASES, type DemoSpecialty } from '../../domain/demo/case-list';
import type { DemoCaseId } from '../../app/app';
import { useCommands } from '../app-context';
import { useTranslate } from '../i18n/language';
import { Dialog } from '../kit/Dialog';
import { DemoPreview } from './DemoPreview';
import styles from './Demos.module.css';

function DemoEntry({ id, onOpen }: { readonly id: DemoCaseId; readonly onOpen: () => void }) {
  const commands = useCommands();
  const t = useTranslate();
  return (
    <li>
      <button
        type="button"
        className={styles.entry}
        data-testid="demo-case"
        data-case={id}
        onClick={() => {
          onOpen();
          void commands.openDemo(id);
        }}
      >
        <DemoPreview id={id} />
        <span className={styles.text}>
          <span className={styles.title}>{t(`start.demo.${id}.title`)}</span>
          <span className={styles.muted}>{t(`start.demo.${id}.text`)}</span>
        </span>
      </button>
    </li>
  );
}

/** Specialties in the order of their first case. */
const SPECIALTIES: readonly DemoSpecialty[] = [...new Set(DEMO_CASES.map(({ specialty }) => specialty))];

/** Every demonstration case, by specialty. */
export function DemoLibraryDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useTranslate();
  return (
    <Dialog title={t('start.demo.allTitle')} wide testId="demo-library" onClose={onClose}>
      <p className={styles.muted}>{t('start.demo.note')}</p>
      <div className={styles.groups}>
        {SPECIALTIES.map((specialty) => (
          <section key={specialty} className={styles.group} aria-labelledby={`demos-${specialty}`}>
            <h3 id={`demos-${specialty}`}>{t(`demo.specialty.${specialty}`)}</h3>
            <ul className={styles.entries}>
              {DEMO_CASES.filter((one) => one.specialty === specialty).map(({ id }) => (
                <DemoEntry key={id} id={id} onOpen={onClose} />
              ))}
            </ul>
          </section>
        ))}
      </div>
    </Dialog>
  );
}
