import { useRef } from 'react';
import { AnswerList } from '../answers/AnswerPanel';
import { HotRegions } from '../answers/HotRegions';
import { OverlayControls } from '../answers/OverlayControls';
import { useLabels } from '../hooks/use-labels';
import { useRevealOnSuccess } from '../hooks/use-reveal';
import { useShownAnswers } from '../hooks/use-shown-answers';
import { useTranslate } from '../i18n/language';
import { Section } from '../kit/Section';
import styles from '../answers/AnswerPanel.module.css';

/** What models said about the image on screen, beside its findings: decisions, amounts, scales, curves. */
export function AnswersPanel() {
  const t = useTranslate();
  const labels = useLabels();
  const section = useRef<HTMLElement>(null);
  const answers = useShownAnswers();
  useRevealOnSuccess(section);
  if (answers.length === 0) return null;
  const mapped = answers.some(({ outputs }) => outputs.some(({ kind }) => kind === 'segmentation' || kind === 'heatmap'));
  return (
    <Section ref={section} title={t('result.title')}>
      <div className={styles.side} data-testid="answers">
        {mapped && <OverlayControls />}
        <AnswerList answers={answers} labels={labels} />
        <HotRegions answers={answers} labels={labels} />
      </div>
    </Section>
  );
}
