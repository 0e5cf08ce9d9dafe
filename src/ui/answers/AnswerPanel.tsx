import type { ModelAnswer } from '../../domain/model-answer';
import type { Labels } from '../hooks/use-labels';
import { useTranslate } from '../i18n/language';
import { isTold, OutputView } from './OutputView';
import { CheckList } from './CheckList';
import styles from './AnswerPanel.module.css';

export interface AnswerPanelProps {
  readonly answers: readonly ModelAnswer[];
  readonly labels: Labels;
}

/** What models said about a text or a row, under it: scores with their threshold and what weighed, codes, events. */
export function AnswerPanel({ answers, labels }: AnswerPanelProps) {
  const t = useTranslate();
  if (!answers.some(({ outputs }) => outputs.some(isTold))) return null;
  return (
    <section className={styles.panel} aria-label={t('result.title')} data-testid="answers" tabIndex={0}>
      <AnswerList answers={answers} labels={labels} />
    </section>
  );
}

/** Answers one after the other, each with who said it. */
export function AnswerList({ answers, labels }: AnswerPanelProps) {
  const t = useTranslate();
  return answers.flatMap((answer) => [
    <CheckList key={`${answer.job} checks`} checks={answer.checks} />,
    // Where the gate let nothing through, its reasons are all that is told.
    !answer.outputs.some(isTold) && answer.checks.some(({ satisfied }) => !satisfied) && (
      <p key={`${answer.job} model`} className={styles.model}>
        {t('result.by', { model: `${answer.modelId} ${answer.modelVersion}` })}
      </p>
    ),
    ...answer.outputs.filter(isTold).map((output) => (
      <article
        key={`${answer.job} ${output.id}`}
        className={styles.answer}
        data-testid="answer"
        data-output={output.id}
        data-output-id={output.id}
        data-kind={output.kind}
      >
        <OutputView answer={answer} output={output} labels={labels.of(answer.modelId)} />
        <p className={styles.model}>{t('result.by', { model: `${answer.modelId} ${answer.modelVersion}` })}</p>
      </article>
    )),
  ]);
}
