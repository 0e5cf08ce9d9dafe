import { useState } from 'react';
import { isFinal } from '../../domain/job';
import type { ModelAnswer } from '../../domain/model-answer';
import type { ClassificationOutput } from '../../domain/result';
import { useCommands, useModels } from '../app-context';
import type { Labels } from '../hooks/use-labels';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { SelectField } from '../kit/Field';
import styles from './AnswerPanel.module.css';

export interface ExplainControlsProps {
  readonly answer: ModelAnswer;
  readonly output: ClassificationOutput;
  readonly labels: Labels;
}

/** Classes offered. */
const CLASSES = 20;

/** Asks which parts of the image a class rested on: the class decided for unless another is chosen. */
export function ExplainControls({ answer, output, labels }: ExplainControlsProps) {
  const commands = useCommands();
  const t = useTranslate();
  const classes = [...output.classes].sort((a, b) => b.probability - a.probability).slice(0, CLASSES);
  const [chosen, choose] = useState(output.decision[0] ?? classes[0]?.label ?? '');
  const busy = useModels(({ queue }) => queue.some(({ job }) => job.purpose === 'explanation' && !isFinal(job)));
  return (
    <div className={styles.explain}>
      {classes.length > 1 && (
        <SelectField
          label={t('explain.class')}
          value={chosen}
          options={classes.map(({ label }) => ({ value: label, label: labels.nameOf(label) }))}
          onChange={choose}
          testId="explain-class"
        />
      )}
      <Button
        data-testid="explain"
        data-tip={t('explain.tip')}
        disabled={busy}
        onClick={() => {
          commands.explainAnswer(answer.job, output.id, chosen);
        }}
      >
        {t('explain.button')}
      </Button>
    </div>
  );
}
