import { useId, useState } from 'react';
import { Trash2 } from 'lucide-react';
import type { Finding } from '../../domain/finding';
import { useCommands } from '../app-context';
import { labelsBy, labelsFor, type Labels } from '../hooks/use-labels';
import { useFormat, useTranslate } from '../i18n/language';
import { Button } from '../kit/Button';
import { NumberField, SelectField } from '../kit/Field';
import fieldStyles from '../kit/Field.module.css';
import { classNames } from '../kit/class-names';
import type { NumberedFinding } from './finding-view';
import styles from './FindingsPanel.module.css';

function Note({ finding }: { readonly finding: Finding }) {
  const commands = useCommands();
  const t = useTranslate();
  const id = useId();
  const [draft, setDraft] = useState(finding.note);
  return (
    <div className={fieldStyles.field}>
      <label className={fieldStyles.label} htmlFor={id}>
        {t('findings.note')}
      </label>
      <textarea
        id={id}
        className={classNames(fieldStyles.input, fieldStyles.area)}
        rows={2}
        value={draft}
        aria-describedby={`${id}-hint`}
        onChange={(event) => {
          setDraft(event.target.value);
        }}
        onBlur={() => {
          if (draft !== finding.note) commands.noteFinding(finding.id, draft);
        }}
      />
      <p id={`${id}-hint`} className={styles.muted}>
        {t('findings.noteHint')}
      </p>
    </div>
  );
}

const SIDES = ['x', 'y', 'width', 'height'] as const;

/** The chosen finding: the fields do what dragging on the image does. */
export function FindingDetail({ item, labels }: { readonly item: NumberedFinding; readonly labels: Labels }) {
  const commands = useCommands();
  const t = useTranslate();
  const format = useFormat();
  const { finding, number } = item;
  const { evidence } = finding;
  const own = labelsBy(finding, labels);
  const { proposal } = finding;
  return (
    <section className={styles.detail} aria-label={t('findings.detail', { label: own.nameOf(finding.label), number })}>
      <h3>{t('findings.detail', { label: own.nameOf(finding.label), number })}</h3>
      {proposal !== null && finding.status === 'edited' && (
        <p className={styles.muted}>
          {proposal.score === null
            ? t('findings.proposedUnscored', { label: own.nameOf(proposal.label) })
            : t('findings.proposed', { label: own.nameOf(proposal.label), score: format.fixed(proposal.score, 2) })}
        </p>
      )}
      <SelectField
        label={t('findings.relabel')}
        inline
        value={finding.label}
        options={labelsFor(finding, own).map((value) => ({ value, label: own.nameOf(value) }))}
        onChange={(label) => {
          commands.relabel(finding.id, label);
        }}
      />
      {(evidence.kind === 'box' || evidence.kind === 'ellipse') && (
        <fieldset className={styles.box}>
          <legend>{t('findings.box')}</legend>
          {SIDES.map((side) => (
            <NumberField
              key={side}
              label={t(`findings.${side}`)}
              value={Math.round(evidence.box[side] * 10) / 10}
              step={1}
              {...(side === 'width' || side === 'height' ? { minimum: 1 } : {})}
              onCommit={(value) => {
                commands.moveFinding(finding.id, { ...evidence.box, [side]: value });
              }}
            />
          ))}
        </fieldset>
      )}
      <Note key={finding.id} finding={finding} />
      {finding.author.kind === 'person' && (
        <Button
          icon={Trash2}
          onClick={() => {
            commands.removeFinding(finding.id);
          }}
        >
          {t('findings.remove')}
        </Button>
      )}
    </section>
  );
}
