import { useMemo } from 'react';
import { answersFor } from '../../domain/model-answer';
import type { Series } from '../../domain/study';
import type { TextColumn } from '../../domain/table';
import { textColumnOf, textDocument, type OpenDocument, type TextDocument } from '../../domain/text-document';
import { useCommands, useModels, useReview, useSession, useView } from '../app-context';
import { useLabels } from '../hooks/use-labels';
import { useTranslate } from '../i18n/language';
import { seriesDescription } from '../viewport/texts';
import { AnswerPanel } from '../answers/AnswerPanel';
import { outputSpans } from './output-spans';
import { rowVerdicts } from './row-verdict';
import { TableView } from './TableView';
import { TextView } from './TextView';
import styles from './DocumentStage.module.css';

export interface DocumentStageProps {
  readonly series: Series;
}

/** A table or a text where an image would hang, with what models said about it, or about the row looked at. */
export function DocumentStage({ series }: DocumentStageProps) {
  const commands = useCommands();
  const t = useTranslate();
  const allLabels = useLabels();
  const hidden = useView((view) => view.identityHidden);
  // Invented cases name nobody.
  const masked = useSession((session) => session.demoCase === null) && hidden;
  const row = useView((view) => view.rows[series.id] ?? 0);
  const all = useReview((review) => review.answers);
  const answers = useMemo(() => answersFor(all, series.id, series.kind === 'table' ? row : null), [all, series, row]);
  // Of a table whose row looked at has no answer, the verdicts of the others are still named.
  const model = answers[0]?.modelId ?? all.find((answer) => answer.series === series.id)?.modelId ?? null;
  const labels = useMemo(() => allLabels.of(model), [allLabels, model]);
  const spans = useMemo(() => outputSpans(answers.flatMap(({ outputs }) => outputs)), [answers]);
  const { colours, names } = useMemo(
    () => ({
      colours: Object.fromEntries(labels.definitions.map(({ key, color }) => [key, color])),
      names: Object.fromEntries(labels.definitions.map(({ key }) => [key, labels.nameOf(key)])),
    }),
    [labels],
  );
  const verdicts = useMemo(() => rowVerdicts(all.filter((answer) => answer.series === series.id)), [all, series]);
  const document = commands.document(series.id);
  // What is marked lies in the column that the model read.
  const models = useModels((state) => state.models);
  const named = useMemo(() => {
    const answered = new Set(answers.map(({ modelId }) => modelId));
    return models.flatMap(({ summary }) => (answered.has(summary.id) ? summary.sources.flatMap(({ textColumns }) => textColumns) : []));
  }, [models, answers]);
  const column = useMemo(() => (document?.kind === 'table' ? textColumnOf(document, named) : null), [document, named]);
  const text = useMemo(() => readText(document, column, row), [document, column, row]);
  if (document === null) return null;
  const name = seriesDescription(series, hidden);
  const reading =
    text === null ? null : masked ? (
      <p className={styles.masked}>{t('text.masked')}</p>
    ) : (
      <TextView
        key={`${series.id} ${text.id}`}
        document={text}
        label={t('text.name', { name })}
        spans={spans}
        colours={colours}
        names={names}
      />
    );
  return (
    <div className={styles.stage}>
      {document.kind === 'table' && (
        <div className={styles.content}>
          <TableView
            key={series.id}
            table={document}
            label={t('table.name', { name })}
            masked={masked}
            row={row}
            onRow={(next) => {
              commands.selectRow(series.id, next);
            }}
            verdicts={verdicts}
            nameOf={labels.nameOf}
          />
        </div>
      )}
      {reading !== null && <div className={styles.content}>{reading}</div>}
      {!masked && <AnswerPanel answers={answers} labels={labels} />}
    </div>
  );
}

/** The text to read: the document itself, or that of the row looked at. */
function readText(document: OpenDocument | null, column: TextColumn | null, row: number): TextDocument | null {
  if (document === null || document.kind === 'text') return document;
  const value = column?.values[row] ?? null;
  return value === null ? null : textDocument(String(row + 1), value);
}
