import { useState } from 'react';
import type { WipeResult } from '../../app/app';
import { useCommands, useReview } from '../app-context';
import { useFormat, useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { Toggle } from '../kit/Field';
import { Message } from '../kit/Message';
import table from '../kit/Table.module.css';

function Result({ result }: { readonly result: WipeResult }) {
  const t = useTranslate();
  const format = useFormat();
  const nothing = result.studies === 0 && result.models === 0 && result.bytes === 0;
  return (
    <div data-testid="wipe-result" data-studies={result.studies} data-models={result.models} data-bytes={result.bytes}>
      <Message level="success" live="status">
        {nothing ? t('wipe.nothing') : t('wipe.done')}
      </Message>
      {!nothing && (
        <table className={table.table}>
          <tbody>
            <tr>
              <th scope="row">{t('wipe.left.studies')}</th>
              <td className={table.number}>{format.number(result.studies)}</td>
            </tr>
            <tr>
              <th scope="row">{t('wipe.left.models')}</th>
              <td className={table.number}>{format.number(result.models)}</td>
            </tr>
            <tr>
              <th scope="row">{t('wipe.left.bytes')}</th>
              <td className={table.number}>{format.bytes(result.bytes)}</td>
            </tr>
          </tbody>
        </table>
      )}
    </div>
  );
}

type Phase = { readonly step: 'ask' | 'working' } | { readonly step: 'done'; readonly result: WipeResult };

/** Asks before erasing, about the models separately, and says afterwards what remains. */
export function WipeDialog({ onClose }: { readonly onClose: () => void }) {
  const commands = useCommands();
  const unexported = useReview((review) => review.unexported);
  const [models, setModels] = useState(false);
  const [phase, setPhase] = useState<Phase>({ step: 'ask' });
  const t = useTranslate();
  const wipe = async (): Promise<void> => {
    setPhase({ step: 'working' });
    try {
      setPhase({ step: 'done', result: await commands.wipe({ models }) });
    } catch {
      // The failure is told once, as a notice.
      setPhase({ step: 'ask' });
    }
  };
  const working = phase.step === 'working';
  return (
    <Dialog
      title={t('wipe.title')}
      testId="wipe-dialog"
      {...(working ? {} : { onClose })}
      actions={
        phase.step === 'done' ? (
          <Button look="primary" onClick={onClose}>
            {t('common.close')}
          </Button>
        ) : (
          <>
            <Button disabled={working} onClick={onClose}>
              {t('common.cancel')}
            </Button>
            <Button look="danger" disabled={working} data-testid="wipe-confirm" onClick={() => void wipe()}>
              {t(working ? 'wipe.working' : 'wipe.confirm')}
            </Button>
          </>
        )
      }
    >
      {phase.step === 'done' ? (
        <Result result={phase.result} />
      ) : (
        <>
          <p>{t('wipe.text')}</p>
          {unexported && <Message level="warning">{t('wipe.unexported')}</Message>}
          <Toggle label={t('wipe.models')} checked={models} disabled={working} data-testid="wipe-models" onChange={setModels} />
        </>
      )}
    </Dialog>
  );
}
