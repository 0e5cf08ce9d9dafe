import { Download } from 'lucide-react';
import type { OutputKind } from '../../domain/result';
import { useCommands, useReview } from '../app-context';
import { useTranslate } from '../i18n/language';
import { MenuButton } from '../kit/Menu';

/** Kinds of answers that are maps or outlines. */
const DRAWN: ReadonlySet<OutputKind> = new Set(['segmentation', 'instances', 'heatmap', 'boxes', 'points', 'polygons']);

export function ExportMenu() {
  const commands = useCommands();
  const t = useTranslate();
  const drawn = useReview(
    ({ answers, findings }) =>
      answers.some(({ outputs }) => outputs.some(({ kind }) => DRAWN.has(kind))) || findings.some(({ author }) => author.kind === 'person'),
  );
  return (
    <MenuButton
      icon={Download}
      label={t('export.button')}
      text={t('export.button')}
      testId="export"
      entries={(drawn ? (['csv', 'session', 'maps'] as const) : (['csv', 'session'] as const)).map((format) => ({
        id: format,
        label: t(`export.${format}`),
        testId: 'export-item',
        data: { 'data-format': format },
        run: () => {
          void commands.export(format);
        },
      }))}
    />
  );
}
