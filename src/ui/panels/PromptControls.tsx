import { CircleMinus, CirclePlus, Eraser, MousePointerClick, Undo2 } from 'lucide-react';
import { isSameFrame } from '../../domain/prompt';
import { useCommands, usePrompt, useView } from '../app-context';
import { useActiveSeries } from '../hooks/use-active-series';
import { useFormat, useTranslate } from '../i18n/language';
import { Button, IconButton } from '../kit/Button';
import styles from './ModelsPanel.module.css';

/** How many places are clicked on the frame on screen. */
function usePointCount(): number {
  const series = useActiveSeries();
  const index = useView((view) => view.viewports[view.active].index);
  const frame = series?.frames[index - 1];
  return usePrompt(({ prompts }) => {
    if (series === null || frame === undefined) return 0;
    const place = { series: series.id, instance: frame.instance, frameNumber: frame.frameNumber };
    return prompts.find((prompt) => isSameFrame(prompt, place))?.points.length ?? 0;
  });
}

/** Of a model that is asked by clicks: everything that a click or a key does, and how long the last one took. */
export function PromptControls() {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const outside = usePrompt((prompt) => prompt.outside);
  const latency = usePrompt((prompt) => prompt.latency);
  const tool = useView((view) => view.tool);
  const count = usePointCount();
  return (
    <div className={styles.prompt} data-testid="prompt" data-points={count}>
      <p className={styles.muted}>{t('prompt.hint')}</p>
      <div className={styles.promptButtons} role="group" aria-label={t('prompt.title')}>
        <Button
          icon={MousePointerClick}
          aria-pressed={tool === 'prompt'}
          onClick={() => {
            commands.setTool('prompt');
          }}
        >
          {t('prompt.click')}
        </Button>
        <IconButton
          icon={outside ? CircleMinus : CirclePlus}
          label={t(outside ? 'prompt.outside' : 'prompt.inside')}
          pressed={outside}
          data-testid="prompt-outside"
          onClick={() => {
            commands.setPromptOutside(!outside);
          }}
        />
        <IconButton icon={Undo2} label={t('prompt.removeLast')} disabled={count === 0} onClick={commands.removePromptPoint} />
        <IconButton icon={Eraser} label={t('prompt.clear')} disabled={count === 0} onClick={commands.clearPromptPoints} />
      </div>
      {latency !== null && (
        <p className={styles.muted} data-testid="prompt-latency" data-ms={Math.round(latency)}>
          {t('prompt.latency', { latency: format.fixed(latency, 0) })}
        </p>
      )}
    </div>
  );
}
