import { useEffect, useRef } from 'react';
import { useCommands, useLive, useModels } from '../app-context';
import { useLabels } from '../hooks/use-labels';
import { useFormat, useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { Message } from '../kit/Message';
import { drawLiveAnswer } from './live-overlay';
import styles from './LiveDialog.module.css';

/** The model chosen over the frames of the camera, with how late its answers are. */
export function LiveDialog({ onClose }: { readonly onClose: () => void }) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const selected = useModels((state) => state.models.find(({ summary }) => summary.id === state.selected)?.summary ?? null);
  const labels = useLabels().of(selected?.id ?? null);
  const state = useLive((live) => live.state);
  const error = useLive((live) => live.error);
  const answer = useLive((live) => live.answer);
  const video = useRef<HTMLVideoElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);

  useEffect(
    () => () => {
      commands.stopLive();
    },
    [commands],
  );
  useEffect(() => {
    const element = video.current;
    if (element === null || state !== 'on') return undefined;
    element.srcObject = commands.liveStream();
    void element.play().catch(() => undefined);
    return () => {
      element.srcObject = null;
    };
  }, [state, commands]);
  useEffect(() => {
    if (canvas.current !== null) drawLiveAnswer(canvas.current, answer, labels);
  }, [answer, labels]);

  if (selected === null) return null;
  const decisions = answer?.result.outputs.flatMap((output) => (output.kind === 'classification' ? output.decision : [])) ?? [];
  return (
    <Dialog wide title={t('live.title', { model: t.local(selected.name) })} onClose={onClose} testId="live-dialog">
      <Message level="info">{t('live.note')}</Message>
      {state === 'failed' && error !== null && (
        <Message level="error" live="alert">
          <strong>{t.error(error).title}</strong> {t.error(error).advice}
        </Message>
      )}
      <div
        className={styles.stage}
        data-testid="live-stage"
        data-state={state}
        data-latency={answer === null ? '' : Math.round(answer.latency)}
      >
        <video ref={video} className={styles.video} muted playsInline />
        <canvas ref={canvas} className={styles.overlay} aria-hidden="true" />
        {state === 'starting' && <p className={styles.waiting}>{t('live.starting')}</p>}
      </div>
      <div className={styles.bar}>
        {state === 'on' || state === 'starting' ? (
          <Button onClick={commands.stopLive}>{t('live.stop')}</Button>
        ) : (
          <Button
            look="primary"
            data-testid="live-start"
            onClick={() => {
              commands.startLive(selected.id);
            }}
          >
            {t('live.start')}
          </Button>
        )}
        <strong className={styles.decision}>{decisions.map((key) => labels.nameOf(key)).join(', ')}</strong>
        {answer !== null && (
          <span className={styles.latency}>
            {t('live.latency', { latency: Math.round(answer.latency), rate: format.number(answer.rate, 1) })}
          </span>
        )}
      </div>
    </Dialog>
  );
}
