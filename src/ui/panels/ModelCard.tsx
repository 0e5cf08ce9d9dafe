import { CircleCheck, CircleDashed, FileText, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { InstalledModel, SelfTest } from '../../domain/model-package';
import { useFormat, useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import { PlainText } from '../kit/PlainText';
import { ModelFacts } from './ModelFacts';
import styles from './ModelsPanel.module.css';

function SelfTestLine({ test }: { readonly test: SelfTest }) {
  const t = useTranslate();
  const format = useFormat();
  const Icon = test.passed ? CircleCheck : OctagonAlert;
  return (
    <li className={classNames(styles.state, test.passed ? styles.yes : styles.failed)}>
      <Icon size={14} aria-hidden="true" />
      <span>
        {t(test.passed ? 'models.selfTest.passed' : 'models.selfTest.failed', {
          provider: t(`provider.${test.provider}`),
          date: format.date(test.date),
          error: format.scientific(test.maximumError),
        })}
      </span>
    </li>
  );
}

export function SelfTests({ tests }: { readonly tests: readonly SelfTest[] }) {
  const t = useTranslate();
  if (tests.length === 0) {
    return (
      <p className={classNames(styles.state, styles.muted)}>
        <CircleDashed size={14} aria-hidden="true" />
        {t('models.selfTest.none')}
      </p>
    );
  }
  return (
    <ul>
      {tests.map((test) => (
        <SelfTestLine key={`${test.provider} ${test.date}`} test={test} />
      ))}
    </ul>
  );
}

/** In one word, on the folded card. */
function SelfTestState({ tests }: { readonly tests: readonly SelfTest[] }) {
  const t = useTranslate();
  if (tests.length === 0) return null;
  const passed = tests.every((test) => test.passed);
  const Icon = passed ? CircleCheck : TriangleAlert;
  return (
    <span className={classNames(styles.state, styles.end, passed ? styles.yes : styles.warn)}>
      <Icon size={14} aria-hidden="true" />
      {t(passed ? 'models.selfTests.passed' : 'models.selfTests.partly')}
    </span>
  );
}

/** The sheet to read before a run: intended use, limits, origin. The card of the package is shown as text. */
export function ModelCard({ model }: { readonly model: InstalledModel }) {
  const t = useTranslate();
  const { summary } = model;
  return (
    <details className={styles.card}>
      <summary>
        <FileText size={15} aria-hidden="true" />
        {t('models.card')}
        <SelfTestState tests={model.selfTests} />
      </summary>
      <div className={styles.cardBody}>
        <SelfTests tests={model.selfTests} />
        <ModelFacts summary={summary} />
        {summary.card !== '' && (
          <details>
            <summary>{t('models.fullCard')}</summary>
            <PlainText label={t('models.fullCard')}>{summary.card}</PlainText>
          </details>
        )}
      </div>
    </details>
  );
}
