import { Download } from 'lucide-react';
import { useCommands } from '../app-context';
import { useTranslate } from '../i18n/language';
import { MenuButton } from '../kit/Menu';

export function ExportMenu() {
  const commands = useCommands();
  const t = useTranslate();
  return (
    <MenuButton
      icon={Download}
      label={t('export.button')}
      text={t('export.button')}
      testId="export"
      entries={(['csv', 'session'] as const).map((format) => ({
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
