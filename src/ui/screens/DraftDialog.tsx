import { useId, useState, type ReactNode } from 'react';
import type { DraftQuestion } from '../../app/app';
import { useCommands } from '../app-context';
import type { MessageKey } from '../i18n/fr';
import { useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { Dialog } from '../kit/Dialog';
import { NumberField, SelectField } from '../kit/Field';
import { Message } from '../kit/Message';
import table from '../kit/Table.module.css';
import { answersOf, SCALINGS, type DraftForm, type Scaling } from './draft-scaling';
import styles from './ModelLibrary.module.css';

type Network = Extract<DraftQuestion, { kind: 'network' }>;
type Converted = Extract<DraftQuestion, { kind: 'converted' }>;
type Tensor = Network['network']['inputs'][number];

const shapeText = ({ name, shape }: Tensor): string => `${name} [${shape.map((size) => size ?? '?').join(', ')}]`;

interface FrameProps {
  readonly name: string;
  readonly children: ReactNode;
  readonly disabled?: boolean;
  onInstall(): void;
}

function Frame({ name, children, disabled = false, onInstall }: FrameProps) {
  const commands = useCommands();
  const t = useTranslate();
  const decline = (): void => {
    commands.answerDraft(null);
  };
  return (
    <Dialog
      title={t('draft.title', { name })}
      wide
      testId="draft-dialog"
      onClose={decline}
      actions={
        <>
          <Button data-testid="draft-decline" onClick={decline}>
            {t('draft.decline')}
          </Button>
          <Button look="primary" data-testid="draft-install" disabled={disabled} onClick={onInstall}>
            {t('draft.install')}
          </Button>
        </>
      }
    >
      {children}
    </Dialog>
  );
}

/** What the file says of itself, as it says it. */
function NetworkFacts({ network }: { readonly network: Network['network'] }) {
  const t = useTranslate();
  const facts: readonly (readonly [MessageKey, readonly string[]])[] = [
    ['draft.inputs', network.inputs.map(shapeText)],
    ['draft.outputs', network.outputs.map(shapeText)],
    ['draft.opsets', network.opsets],
    ['draft.producer', network.producer === '' ? [] : [network.producer]],
    ['draft.metadata', network.metadata.map(([name, value]) => `${name}: ${value}`)],
    ['draft.task', [t(`draft.task.${network.task}`)]],
  ];
  return (
    <table className={table.table}>
      <caption className={styles.caption}>{t('draft.network')}</caption>
      <tbody>
        {facts
          .filter(([, lines]) => lines.length > 0)
          .map(([key, lines]) => (
            <tr key={key}>
              <th scope="row">{t(key)}</th>
              <td>
                {lines.map((line) => (
                  <div key={line}>{line}</div>
                ))}
              </td>
            </tr>
          ))}
      </tbody>
    </table>
  );
}

/** A bare network: what it does not say is asked, and goes into the draft as the user says it. */
function NetworkDraft({ draft }: { readonly draft: Network }) {
  const commands = useCommands();
  const { network } = draft;
  const [form, setForm] = useState<DraftForm>({
    name: draft.name.replace(/\.onnx$/i, ''),
    rows: network.size?.[0] ?? 0,
    columns: network.size?.[1] ?? 0,
    scaling: 'unit',
    labels: '',
  });
  const id = useId();
  const t = useTranslate();
  const change = (patch: Partial<DraftForm>): void => {
    setForm({ ...form, ...patch });
  };
  return (
    <Frame
      name={draft.name}
      disabled={network.task === 'tensor'}
      onInstall={() => {
        commands.answerDraft(answersOf(form));
      }}
    >
      <Message level="warning">{t('draft.intro')}</Message>
      <NetworkFacts network={network} />
      <div className={styles.form}>
        <label htmlFor={`${id}-name`}>{t('draft.name')}</label>
        <input
          id={`${id}-name`}
          type="text"
          value={form.name}
          maxLength={200}
          onChange={(event) => {
            change({ name: event.target.value });
          }}
        />
        <NumberField
          label={t('draft.rows')}
          value={form.rows}
          minimum={0}
          maximum={8192}
          step={1}
          onCommit={(rows) => {
            change({ rows: Math.round(rows) });
          }}
        />
        <NumberField
          label={t('draft.columns')}
          value={form.columns}
          minimum={0}
          maximum={8192}
          step={1}
          onCommit={(columns) => {
            change({ columns: Math.round(columns) });
          }}
        />
        <p className={styles.muted}>{t('draft.sizeHint')}</p>
        <SelectField
          label={t('draft.scaling')}
          value={form.scaling}
          options={(Object.keys(SCALINGS) as readonly Scaling[]).map((value) => ({ value, label: t(`draft.scaling.${value}`) }))}
          onChange={(scaling) => {
            change({ scaling });
          }}
        />
        <label htmlFor={`${id}-labels`}>{t('draft.labels')}</label>
        <textarea
          id={`${id}-labels`}
          rows={4}
          value={form.labels}
          aria-describedby={`${id}-hint`}
          onChange={(event) => {
            change({ labels: event.target.value });
          }}
        />
        <p id={`${id}-hint`} className={styles.muted}>
          {t('draft.labelsHint', { count: network.classes ?? 0 })}
        </p>
      </div>
    </Frame>
  );
}

/** A model in another format: what could not be carried over is told before anything is installed. */
function ConvertedDraft({ draft }: { readonly draft: Converted }) {
  const commands = useCommands();
  const t = useTranslate();
  return (
    <Frame
      name={draft.name}
      onInstall={() => {
        commands.answerDraft({});
      }}
    >
      <Message level="warning">{t('draft.converted', { format: draft.from })}</Message>
      {draft.unmapped.length === 0 ? (
        <p>{t('draft.unmappedNone')}</p>
      ) : (
        <table className={table.table}>
          <caption className={styles.caption}>{t('draft.unmapped')}</caption>
          <tbody>
            {draft.unmapped.map(({ path, reason }) => (
              <tr key={`${path} ${reason}`} data-testid="draft-unmapped">
                <th scope="row">{path}</th>
                <td lang="en">{reason}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Frame>
  );
}

export function DraftDialog({ draft }: { readonly draft: DraftQuestion }) {
  return draft.kind === 'network' ? <NetworkDraft draft={draft} /> : <ConvertedDraft draft={draft} />;
}
