import type { HeatmapOutput } from '../../domain/result';
import { useFormat, useTranslate } from '../i18n/language';
import styles from './AnswerPanel.module.css';

/** A fall of less says little of any place. */
const TELLING = 0.05;

/** What a map that explains an answer shows and what it does not, by the way it was found. */
export function ExplanationCaveat({ output: { method } }: { readonly output: HeatmapOutput }) {
  const t = useTranslate();
  const format = useFormat();
  if (method === undefined) return <p className={styles.muted}>{t('result.explanationCaveat')}</p>;
  const [rows, columns] = method.window;
  const score = format.percent(method.probability, 1);
  const least = format.percent(method.probability - method.largestDrop, 1);
  return (
    <>
      <p className={styles.line} data-testid="occlusion" data-drop={method.largestDrop} data-probability={method.probability}>
        {t(method.largestDrop < TELLING ? 'explain.spread' : 'explain.drop', { score, least })}
      </p>
      <p className={styles.muted}>{t('explain.caveat', { rows, columns, height: method.input[0], width: method.input[1] })}</p>
    </>
  );
}
