import type { ModelAnswer } from '../../domain/model-answer';
import type { ModelOutput } from '../../domain/result';
import type { Labels } from '../hooks/use-labels';
import { useFormat, useTranslate } from '../i18n/language';
import { classNames } from '../kit/class-names';
import { ContributionBars } from './ContributionBars';
import styles from './AnswerPanel.module.css';

export interface AnswerPanelProps {
  readonly answers: readonly ModelAnswer[];
  readonly labels: Labels;
}

/** What models said about a text or a row: scores with their threshold and what weighed, codes, events. */
export function AnswerPanel({ answers, labels }: AnswerPanelProps) {
  const t = useTranslate();
  const outputs = answers.flatMap(({ job, modelId, modelVersion, outputs: said }) =>
    said.filter(isTold).map((output) => ({ key: `${job} ${output.id}`, model: `${modelId} ${modelVersion}`, output })),
  );
  if (outputs.length === 0) return null;
  return (
    <section className={styles.panel} aria-label={t('result.title')} data-testid="answers" tabIndex={0}>
      {outputs.map(({ key, model, output }) => (
        <article key={key} className={styles.answer} data-testid="answer" data-output={output.id} data-kind={output.kind}>
          <Output output={output} labels={labels} />
          <p className={styles.model}>{t('result.by', { model })}</p>
        </article>
      ))}
    </section>
  );
}

type Told = Extract<ModelOutput, { kind: 'classification' | 'score' | 'codes' | 'timeline' | 'text' | 'measurements' }>;
const TOLD: readonly ModelOutput['kind'][] = ['classification', 'score', 'codes', 'timeline', 'text', 'measurements'];

/** Entities are marked in the text itself; pictures belong to images. */
function isTold(output: ModelOutput): output is Told {
  return TOLD.includes(output.kind);
}

function Output({ output, labels }: { readonly output: Told; readonly labels: Labels }) {
  const t = useTranslate();
  const format = useFormat();
  switch (output.kind) {
    case 'classification':
      return <Classification output={output} labels={labels} />;
    case 'score':
      return (
        <p className={styles.line}>
          {labels.nameOf(output.label)} <strong>{format.number(output.value, 3)}</strong> {output.unit === '1' ? '' : output.unit}
        </p>
      );
    case 'codes':
      return (
        <ul className={styles.list}>
          {output.codes.map(({ scheme, value, meaning, score }) => (
            <li key={`${scheme} ${value}`} className={styles.line} data-code={value}>
              <strong>{value}</strong> {meaning} <span className={styles.muted}>{`${scheme} · ${format.percent(score)}`}</span>
            </li>
          ))}
        </ul>
      );
    case 'timeline':
      return (
        <ol className={styles.list}>
          {output.events.map(({ date, label, text }, i) => (
            <li key={`${String(i)} ${text}`} className={styles.event}>
              <time className={styles.muted}>{date === null ? t('result.undated') : date.replace('T', ' ')}</time>
              <span>
                {text} <span className={styles.muted}>{labels.nameOf(label)}</span>
              </span>
            </li>
          ))}
        </ol>
      );
    case 'text':
      return <p className={styles.line}>{output.text}</p>;
    case 'measurements':
      return (
        <ul className={styles.list}>
          {output.measurements.map(({ label, name, value, unit }) => (
            <li key={`${label ?? ''} ${name}`} className={styles.line}>
              {label === null ? '' : `${labels.nameOf(label)} `}
              {name} <strong>{format.number(value, 3)}</strong> {unit === '1' ? '' : unit}
            </li>
          ))}
        </ul>
      );
  }
}

/** Every class with its bar and the threshold on it; the decision in words, so that it is not told by colour alone. */
function Classification({
  output,
  labels,
}: {
  readonly output: Extract<ModelOutput, { kind: 'classification' }>;
  readonly labels: Labels;
}) {
  const t = useTranslate();
  const format = useFormat();
  const decided = output.decision.map((key) => labels.nameOf(key)).join(', ');
  // Of two classes the second is the one looked for: one bar says it all.
  const shown = output.classes.length === 2 && !output.multiLabel ? output.classes.slice(1) : output.classes;
  const sorted = [...shown].sort((a, b) => b.probability - a.probability).slice(0, CLASSES);
  return (
    <>
      <p className={styles.line}>
        <strong data-testid="decision">{decided === '' ? t('result.none') : decided}</strong>
      </p>
      <ul className={styles.list}>
        {sorted.map(({ label, probability }) => (
          <li key={label} className={styles.class} data-label={label} data-probability={probability}>
            <span className={styles.name}>{labels.nameOf(label)}</span>
            <span className={styles.track} aria-hidden="true">
              <span
                className={classNames(styles.bar, output.decision.includes(label) && styles.decided)}
                style={{ width: `${String(probability * 100)}%` }}
              />
              <span className={styles.threshold} style={{ left: `${String(output.threshold * 100)}%` }} />
            </span>
            <span className={styles.number}>{format.percent(probability, 1)}</span>
          </li>
        ))}
      </ul>
      <p className={styles.muted}>
        {t('result.threshold', { value: format.percent(output.threshold, 1) })}
        {!output.calibrated && ` · ${t('result.notCalibrated')}`}
      </p>
      {output.contributions.length > 0 && (
        <>
          <h3 className={styles.heading}>{t('result.contributions')}</h3>
          <ContributionBars contributions={output.contributions} />
        </>
      )}
    </>
  );
}

/** Classes shown of many. */
const CLASSES = 12;
