import { useId, useState } from 'react';
import type { DraftQuestion } from '../../app/app';
import { useCommands } from '../app-context';
import type { MessageKey } from '../i18n/fr';
import { useTranslate } from '../i18n/language';
import { NumberField, SelectField } from '../kit/Field';
import { Message } from '../kit/Message';
import table from '../kit/Table.module.css';
import { answersOf, canDraft, formOf, linesOf, preparationsOf, type BareNetwork, type DraftForm } from './draft-form';
import { DraftFrame } from './DraftFrame';
import styles from './ModelLibrary.module.css';
import own from './NetworkDraft.module.css';

type Tensor = BareNetwork['inputs'][number];

const shapeText = ({ name, shape }: Tensor): string => `${name} [${shape.map((size) => size ?? '?').join(', ')}]`;

/** What the file says of itself, as it says it. */
function NetworkFacts({ network }: { readonly network: BareNetwork }) {
  const t = useTranslate();
  const facts: readonly (readonly [MessageKey, readonly string[]])[] = [
    ['draft.inputs', network.inputs.map(shapeText)],
    ['draft.outputs', network.outputs.map(shapeText)],
    ['draft.opsets', network.opsets],
    ['draft.producer', network.producer === '' ? [] : [network.producer]],
    ['draft.metadata', network.metadata.map(([name, value]) => t('common.colon', { label: name, value }))],
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

interface LinesProps {
  readonly label: string;
  readonly hint: string;
  readonly value: string;
  readonly testId: string;
  onChange(value: string): void;
}

/** Names, one a line. */
function LinesField({ label, hint, value, testId, onChange }: LinesProps) {
  const id = useId();
  return (
    <>
      <label className={own.label} htmlFor={id}>
        {label}
      </label>
      <textarea
        id={id}
        rows={4}
        value={value}
        data-testid={testId}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          onChange(event.target.value);
        }}
      />
      <p id={`${id}-hint`} className={styles.muted} aria-live="polite">
        {hint}
      </p>
    </>
  );
}

interface FieldsProps {
  readonly network: BareNetwork;
  readonly form: DraftForm;
  onChange(patch: Partial<DraftForm>): void;
}

const SIDES = ['draft.depth', 'draft.rows', 'draft.columns'] as const;

/** Size and values of the images that go in, by the rank of the network's input. */
function ImageFields({ network, form, onChange }: FieldsProps) {
  const t = useTranslate();
  const { dims, task } = network;
  const preparations = preparationsOf(network);
  return (
    <>
      <div className={own.sizes}>
        {SIDES.slice(-dims).map((key, axis) => (
          <NumberField
            key={key}
            label={t(key, { dims })}
            value={form.size[axis] ?? 0}
            minimum={0}
            maximum={8192}
            step={1}
            onCommit={(length) => {
              onChange({ size: form.size.map((old, i) => (i === axis ? Math.round(length) : old)) });
            }}
          />
        ))}
      </div>
      <p className={styles.muted}>{t(dims === 2 ? 'draft.sizeHint' : task === 'segmentation' ? 'draft.windowHint' : 'draft.volumeHint')}</p>
      {form.preparation !== null && (
        <SelectField
          label={t('draft.scaling')}
          value={form.preparation}
          testId="draft-preparation"
          options={preparations.map((value) => ({ value, label: t(`draft.scaling.${value}`) }))}
          onChange={(preparation) => {
            onChange({ preparation });
          }}
        />
      )}
    </>
  );
}

/** A bare network: what it does not say is asked, and goes into the draft as the user says it. */
export function NetworkDraft({ draft }: { readonly draft: Extract<DraftQuestion, { kind: 'network' }> }) {
  const commands = useCommands();
  const { network } = draft;
  const [form, setForm] = useState<DraftForm>(() => formOf(network, draft.name));
  const id = useId();
  const t = useTranslate();
  const change = (patch: Partial<DraftForm>): void => {
    setForm({ ...form, ...patch });
  };
  if (network.task === 'text' || network.task === 'tensor') {
    return (
      <DraftFrame name={draft.name}>
        <Message level="warning">{t(`draft.byHand.${network.task}`)}</Message>
        <NetworkFacts network={network} />
      </DraftFrame>
    );
  }
  return (
    <DraftFrame
      name={draft.name}
      disabled={!canDraft(network, form)}
      onInstall={() => {
        commands.answerDraft(answersOf(form));
      }}
    >
      <Message level="warning">{t('draft.intro')}</Message>
      <NetworkFacts network={network} />
      <div className={styles.form}>
        <label className={own.label} htmlFor={`${id}-name`}>
          {t('draft.name')}
        </label>
        <input
          id={`${id}-name`}
          type="text"
          value={form.name}
          maxLength={200}
          onChange={(event) => {
            change({ name: event.target.value });
          }}
        />
        {network.dims > 0 && <ImageFields network={network} form={form} onChange={change} />}
        {network.task === 'table' && (
          <LinesField
            label={t('draft.tableColumns')}
            hint={t('draft.tableColumnsHint', { count: network.channels ?? 0, given: linesOf(form.columns).length })}
            value={form.columns}
            testId="draft-columns"
            onChange={(columns) => {
              change({ columns });
            }}
          />
        )}
        <LinesField
          label={t('draft.labels')}
          hint={t('draft.labelsHint', { count: network.classes ?? 0 })}
          value={form.labels}
          testId="draft-labels"
          onChange={(labels) => {
            change({ labels });
          }}
        />
      </div>
    </DraftFrame>
  );
}
