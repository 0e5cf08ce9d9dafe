import { CircleCheck, CircleMinus, LoaderCircle, MonitorDown } from 'lucide-react';
import { useCommands, useModels, useShell } from '../app-context';
import { offlineItemName } from '../i18n/codes';
import { useFormat, useTranslate } from '../i18n/language';
import { Badge } from '../kit/Badge';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { Message } from '../kit/Message';
import table from '../kit/Table.module.css';

const LEVELS = { preparing: 'info', ready: 'success', unavailable: 'warning' } as const;

/** What is stored on this machine for working without a network, with its size. */
export function OfflineDialog({ onClose }: { readonly onClose: () => void }) {
  const commands = useCommands();
  const offline = useShell((shell) => shell.offline);
  const installable = useShell((shell) => shell.installable);
  const storage = useShell((shell) => shell.runtime.storage);
  const withoutModel = useModels((models) => models.models.length === 0);
  const t = useTranslate();
  const format = useFormat();
  return (
    <Dialog title={t('offline.title')} onClose={onClose}>
      <Message level={LEVELS[offline.status]} live="status">
        {t(
          offline.status === 'unavailable' && offline.items.length > 0 && withoutModel
            ? 'offline.withoutModelText'
            : `offline.${offline.status}Text`,
        )}
      </Message>
      <table className={table.table}>
        <thead>
          <tr>
            <th scope="col">{t('offline.item')}</th>
            <th scope="col" className={table.number}>
              {t('offline.size')}
            </th>
            <th scope="col">{t('offline.state')}</th>
          </tr>
        </thead>
        <tbody>
          {offline.items.map((item) => (
            <tr key={item.name} data-testid="offline-item" data-ready={item.ready}>
              <th scope="row">{offlineItemName(item.name, t.language)}</th>
              <td className={table.number}>{format.bytes(item.bytes)}</td>
              <td>
                <Badge
                  icon={item.ready ? CircleCheck : offline.status === 'preparing' ? LoaderCircle : CircleMinus}
                  tone={item.ready ? 'success' : 'plain'}
                >
                  {t(item.ready ? 'offline.stored' : offline.status === 'preparing' ? 'offline.storing' : 'offline.notStored')}
                </Badge>
              </td>
            </tr>
          ))}
          <tr>
            <th scope="row">{t('offline.total')}</th>
            <td className={table.number}>{format.bytes(offline.items.reduce((sum, item) => sum + item.bytes, 0))}</td>
            <td />
          </tr>
        </tbody>
      </table>
      <p>{t(`offline.storage.${storage}`)}</p>
      {installable && (
        <div>
          <Button icon={MonitorDown} onClick={() => void commands.promptInstall()}>
            {t('offline.install')}
          </Button>
          <p>{t('offline.installHint')}</p>
        </div>
      )}
    </Dialog>
  );
}
