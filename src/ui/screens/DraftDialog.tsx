import type { DraftQuestion } from '../../app/app';
import { useCommands } from '../app-context';
import { useTranslate } from '../i18n/language';
import { Message } from '../kit/Message';
import table from '../kit/Table.module.css';
import { DraftFrame } from './DraftFrame';
import styles from './ModelLibrary.module.css';
import { NetworkDraft } from './NetworkDraft';

/** As their homes write their names. */
const FORMATS: Readonly<Record<Extract<DraftQuestion, { kind: 'converted' }>['from'], string>> = {
  bioimageio: 'BioImage.IO',
  monai: 'MONAI',
  nnunet: 'nnU-Net',
  wsinfer: 'WSInfer',
  huggingface: 'Hugging Face',
  ultralytics: 'Ultralytics',
  onnx: 'ONNX',
};

/** A model in another format: what could not be carried over is told before anything is installed. */
function ConvertedDraft({ draft }: { readonly draft: Extract<DraftQuestion, { kind: 'converted' }> }) {
  const commands = useCommands();
  const t = useTranslate();
  return (
    <DraftFrame
      name={draft.name}
      onInstall={() => {
        commands.answerDraft({});
      }}
    >
      <Message level="warning">{t('draft.converted', { format: FORMATS[draft.from] })}</Message>
      {draft.unmapped.length === 0 ? (
        <p>{t('draft.unmappedNone')}</p>
      ) : (
        <table className={table.table}>
          <caption className={styles.caption}>{t('draft.unmapped')}</caption>
          <tbody>
            {draft.unmapped.map(({ path, code, reason }) => (
              <tr key={`${path} ${code}`} data-testid="draft-unmapped" data-code={code}>
                <th scope="row">{path}</th>
                <td>{t.local(reason)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </DraftFrame>
  );
}

export function DraftDialog({ draft }: { readonly draft: DraftQuestion }) {
  return draft.kind === 'network' ? <NetworkDraft draft={draft} /> : <ConvertedDraft draft={draft} />;
}
