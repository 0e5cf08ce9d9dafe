import { Check, OctagonAlert } from 'lucide-react';
import type { LedgerEntry, ShellState } from '../../app/app';
import { useCommands, useShell } from '../app-context';
import { initiatorName } from '../i18n/codes';
import { useFormat, useTranslate } from '../i18n/language';
import { Badge } from '../kit/Badge';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { ScrollArea } from '../kit/ScrollArea';
import { Message } from '../kit/Message';
import table from '../kit/Table.module.css';

type Detail = ShellState['seal']['details'][number];

function TestResult({ detail }: { readonly detail: Detail }) {
  const t = useTranslate();
  const headers = detail.channel === 'headers';
  const good = headers ? 'seal.headersPresent' : 'seal.refused';
  const bad = headers ? 'seal.headersMissing' : 'seal.notRefused';
  return (
    <tr>
      <th scope="row">{t(`seal.channel.${detail.channel}`)}</th>
      <td>
        <Badge icon={detail.refused ? Check : OctagonAlert} tone={detail.refused ? 'success' : 'error'}>
          {t(detail.refused ? good : bad)}
        </Badge>
      </td>
    </tr>
  );
}

function Row({ entry }: { readonly entry: LedgerEntry }) {
  const t = useTranslate();
  const format = useFormat();
  const outcome =
    entry.kind === 'test'
      ? `${t(`seal.outcome.${entry.outcome}`)}, ${t('seal.kind.test').toLowerCase()}`
      : t(`seal.outcome.${entry.outcome}`);
  return (
    <tr data-testid="ledger-entry" data-kind={entry.kind} data-outcome={entry.outcome}>
      <td style={{ overflowWrap: 'anywhere' }}>{entry.target}</td>
      <td>
        <Badge tone={entry.kind === 'other' ? 'error' : 'plain'}>{t(`seal.kind.${entry.kind}`)}</Badge>
      </td>
      <td>{outcome}</td>
      <td>{initiatorName(entry.initiator, t.language)}</td>
      <td className={table.number}>{format.bytes(entry.bytes)}</td>
      <td className={table.number}>{format.milliseconds(entry.at)}</td>
    </tr>
  );
}

function Ledger() {
  const ledger = useShell((shell) => shell.ledger);
  const t = useTranslate();
  return (
    <ScrollArea className={table.scroll} label={t('seal.title')}>
      <table className={table.table} data-testid="ledger">
        <thead>
          <tr>
            {(['target', 'kind', 'outcome', 'initiator'] as const).map((column) => (
              <th key={column} scope="col">
                {t(`seal.${column}`)}
              </th>
            ))}
            <th scope="col" className={table.number}>
              {t('seal.bytes')}
            </th>
            <th scope="col" className={table.number}>
              {t('seal.at')}
            </th>
          </tr>
        </thead>
        <tbody>
          {ledger.map((entry, index) => (
            <Row key={`${String(index)} ${entry.target}`} entry={entry} />
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

/** Every request since load, and the test that shows the browser holds the door. */
export function SealDialog({ onClose }: { readonly onClose: () => void }) {
  const commands = useCommands();
  const seal = useShell((shell) => shell.seal);
  const foreign = useShell((shell) => shell.foreignRequests);
  const t = useTranslate();
  return (
    <Dialog title={t('seal.title')} wide onClose={onClose} testId="seal-dialog">
      <Message level={foreign === 0 ? 'success' : 'error'}>
        <strong>{foreign === 0 ? t('seal.nothingLeft') : t('seal.somethingElse', { count: foreign })}</strong>
      </Message>
      {seal.status === 'unsealed' && (
        <Message level="error">
          <p>
            {t('seal.unsealedText')} {t('seal.unsealedAdvice')}
          </p>
          {seal.consented ? (
            <strong>{t('seal.consented')}</strong>
          ) : (
            <Button look="danger" onClick={commands.consentUnsealed}>
              {t('seal.consent')}
            </Button>
          )}
        </Message>
      )}
      <p>{t('seal.intro')}</p>
      <Ledger />
      <h3>{t('seal.testTitle')}</h3>
      <p>{t('seal.testIntro')}</p>
      <table className={table.table}>
        <tbody>
          {seal.details.map((detail) => (
            <TestResult key={detail.channel} detail={detail} />
          ))}
        </tbody>
      </table>
    </Dialog>
  );
}
