import { overlayId } from '../../domain/model-answer';
import { heatColour } from '../../domain/heat-colours';
import type { HeatmapOutput } from '../../domain/result';
import { useCommands, useReview } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { ExplanationCaveat } from './ExplanationCaveat';
import type { OutputViewProps } from './OutputView';
import styles from './AnswerPanel.module.css';

/** Stops of the drawn scale. */
const STOPS = Array.from({ length: 9 }, (_, i) => heatColour(i / 8)).join(', ');

/** The scale of a heatmap and the switch that lays it over the image; one that explains another answer says what it is not. */
export function HeatmapView({ answer, output, labels }: OutputViewProps<HeatmapOutput>) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const id = overlayId(answer, output);
  const shown = useReview((review) => review.heatmap === id);
  const [low, high] = output.range;
  return (
    <>
      <Button
        aria-pressed={shown}
        onClick={() => {
          commands.showHeatmap(shown ? null : id);
        }}
      >
        {t(output.explains === null ? 'result.heatmap' : 'result.explanation', { label: labels.nameOf(output.label) })}
      </Button>
      <div className={styles.scale}>
        <span className={styles.number}>{format.number(low, 2)}</span>
        <span className={styles.ramp} style={{ background: `linear-gradient(to right, ${STOPS})` }} aria-hidden="true" />
        <span className={styles.number}>{format.number(high, 2)}</span>
      </div>
      {output.explains !== null && <ExplanationCaveat output={output} />}
    </>
  );
}
