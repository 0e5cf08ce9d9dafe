import { FlaskConical } from 'lucide-react';
import { demoCaseFor } from '../../domain/demo/case-list';
import type { ModelSummary } from '../../domain/model-package';
import { useCommands, useSession } from '../app-context';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';

export interface TryDemoProps {
  readonly summary: ModelSummary;
  /** In a line of a list one word is enough. */
  readonly short?: boolean;
  /** What else there is to do, such as closing a dialog. */
  readonly onOpen?: () => void;
}

/** Opens the demonstration case made for a model. Nothing where there is none, or while a patient's images are open. */
export function TryDemo({ summary, short = false, onOpen }: TryDemoProps) {
  const commands = useCommands();
  const t = useTranslate();
  const free = useSession(({ series, demoCase }) => series.length === 0 || demoCase !== null);
  const open = useSession((session) => session.demoCase);
  const id = demoCaseFor(summary.id);
  if (id === null || id === open || !free) return null;
  return (
    <Button
      look="quiet"
      icon={FlaskConical}
      data-testid="try-demo"
      data-case={id}
      data-model-id={summary.id}
      aria-label={t('start.demo.tryModel', { model: t.local(summary.name) })}
      onClick={() => {
        commands.selectModel(summary.id);
        void commands.openDemo(id);
        onOpen?.();
      }}
    >
      {t(short ? 'start.demo.tryShort' : 'start.demo.try')}
    </Button>
  );
}
