import { useMemo, useRef } from 'react';
import { answersForFrame } from '../../domain/model-answer';
import { AnswerList } from '../answers/AnswerPanel';
import { isTold } from '../answers/OutputView';
import { useReview, useView } from '../app-context';
import { useActiveSeries } from '../hooks/use-active-series';
import { useLabels } from '../hooks/use-labels';
import { useTranslate } from '../i18n/language';
import { Section } from '../kit/Section';
import styles from '../answers/AnswerPanel.module.css';

/** What models said about the image on screen, beside its findings: decisions, amounts, scales, curves. */
export function AnswersPanel() {
  const t = useTranslate();
  const labels = useLabels();
  const section = useRef<HTMLElement>(null);
  const series = useActiveSeries();
  const index = useView((view) => view.viewports[view.active].index);
  const all = useReview((review) => review.answers);
  const answers = useMemo(() => {
    const frame = series?.frames[Math.max(0, index - 1)];
    return series === null || frame === undefined ? [] : answersForFrame(all, series.id, frame);
  }, [all, series, index]);
  const shown = answers.filter(({ outputs, checks }) => outputs.some(isTold) || checks.some(({ satisfied }) => !satisfied));
  if (shown.length === 0) return null;
  return (
    <Section ref={section} title={t('result.title')}>
      <div className={styles.side} data-testid="answers">
        <AnswerList answers={shown} labels={labels} />
      </div>
    </Section>
  );
}
