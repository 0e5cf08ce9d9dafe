import type { ModelAnswer } from '../../domain/model-answer';
import type { LocalizedText, ModelSummary } from '../../domain/model-package';
import { useModels, useSession } from '../app-context';
import type { Labels } from '../hooks/use-labels';
import { useTranslate } from '../i18n/language';
import { isTold, OutputView } from './OutputView';
import { CheckList } from './CheckList';
import { ExplainControls } from './ExplainControls';
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
  const models = useModels((state) => state.models);
  const summaryOf = (id: string): ModelSummary | undefined => models.find(({ summary }) => summary.id === id)?.summary;
  const by = ({ modelId, modelVersion }: ModelAnswer): string => {
    const name = summaryOf(modelId)?.name;
    return t('result.by', { model: `${name === undefined ? modelId : t.local(name)} ${modelVersion}` });
  };
  const nameOf = ({ modelId }: ModelAnswer, output: string): LocalizedText | null =>
    summaryOf(modelId)?.outputs.find(({ id }) => id === output)?.name ?? null;
  /** Only the model that gave an answer can explain it. */
  const isExplainable = ({ modelId, modelVersion, frame }: ModelAnswer, output: string): boolean => {
    const summary = summaryOf(modelId);
    return (
      frame !== null && summary?.version === modelVersion && summary.outputs.some(({ id, explainable }) => id === output && explainable)
    );
  };
  const demo = useSession((session) => session.demoCase !== null);
  return answers.flatMap((answer, index) => [
    demo && index === 0 && (
      <p key="demo" className={styles.note} data-testid="demo-note">
        {t('start.demo.answerNote')}
      </p>
    ),
    <CheckList key={`${answer.job} checks`} checks={answer.checks} />,
    // Where the gate let nothing through, its reasons are all that is told.
    !answer.outputs.some(isTold) && answer.checks.some(({ satisfied }) => !satisfied) && (
      <p key={`${answer.job} model`} className={styles.model}>
        {by(answer)}
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
        <Question name={nameOf(answer, output.id)} />
        <OutputView answer={answer} output={output} labels={labels.of(answer.modelId)} />
        {output.kind === 'classification' && isExplainable(answer, output.id) && (
          <ExplainControls answer={answer} output={output} labels={labels.of(answer.modelId)} />
        )}
        <p className={styles.model}>{by(answer)}</p>
      </article>
    )),
  ]);
}

/** What an answer answers: a model of several outputs asks several things of one input. */
function Question({ name }: { readonly name: LocalizedText | null }) {
  const t = useTranslate();
  return name !== null && <h3 className={styles.question}>{t.local(name)}</h3>;
}
