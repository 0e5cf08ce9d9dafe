import type { Author } from './finding';
import type { InstanceId, JobId, SeriesId } from './ids';
import type { CheckOutcome, ModelOutput } from './result';
import type { Box } from './units';

type ModelAuthor = Extract<Author, { kind: 'model' }>;

/** What one run of a model said about an image, a text, or one row of a table. Memory only: it speaks of a patient. */
export interface ModelAnswer extends Omit<ModelAuthor, 'kind'> {
  readonly series: SeriesId;
  /** Of a table, from 0; null for anything else. */
  readonly row: number | null;
  /** Of a model of one image the frame it was run on; null for a volume, a text or a row. */
  readonly frame: { readonly instance: InstanceId; readonly frameNumber: number } | null;
  /** Of a model led over a slide the parts that it answered for, level-0 pixels; absent where that is all. */
  readonly covered?: readonly Box[];
  readonly outputs: readonly ModelOutput[];
  readonly checks: readonly CheckOutcome[];
}

/** A second run of a model on the same place takes the place of the first. */
export function withAnswers(answers: readonly ModelAnswer[], fresh: readonly ModelAnswer[]): readonly ModelAnswer[] {
  const taken = new Set(fresh.map(placeOf));
  // Of the thousands of rows of a table, a name is made for those alone that are answered now.
  const rows = new Set(fresh.map(({ row }) => row));
  return [...answers.filter((answer) => !rows.has(answer.row) || !taken.has(placeOf(answer))), ...fresh];
}

/** An explanation beside what it explains; one of the same output and label takes the place of the one before. */
export function withExplanation(answers: readonly ModelAnswer[], job: JobId, map: ModelOutput): readonly ModelAnswer[] {
  const beside = (answer: ModelAnswer): ModelAnswer => ({ ...answer, outputs: [...answer.outputs.filter(({ id }) => id !== map.id), map] });
  return answers.map((answer) => (answer.job === job ? beside(answer) : answer));
}

function placeOf({ series, row, frame, modelId }: ModelAnswer): string {
  return `${series} ${String(row)} ${frame === null ? '' : `${frame.instance}#${String(frame.frameNumber)}`} ${modelId}`;
}

/** What was said about a text (`row` null), or about one row of a table. */
export function answersFor(answers: readonly ModelAnswer[], series: SeriesId, row: number | null): readonly ModelAnswer[] {
  return answers.filter((answer) => answer.series === series && answer.row === row);
}

/** What was said about a frame: by models of one image about it alone, by models of volumes about all of its series. */
export function answersForFrame(
  answers: readonly ModelAnswer[],
  series: SeriesId,
  frame: { readonly instance: InstanceId; readonly frameNumber: number },
): readonly ModelAnswer[] {
  return answers.filter(
    (answer) =>
      answer.series === series &&
      (answer.frame === null || (answer.frame.instance === frame.instance && answer.frame.frameNumber === frame.frameNumber)),
  );
}

/** Who said it, as its findings name their author. */
export function answerAuthor({ job, modelId, modelVersion, weightsSha256, provider }: ModelAnswer): ModelAuthor {
  return { kind: 'model', job, modelId, modelVersion, weightsSha256, provider };
}

/** Names what is drawn of one output over its images. */
export function overlayId({ job }: Pick<ModelAnswer, 'job'>, { id }: Pick<ModelOutput, 'id'>): string {
  return `${job}/${id}`;
}

/** A heatmap that is the answer itself shows at once; one that explains another answer waits to be asked for. */
export function standaloneHeatmap(answer: ModelAnswer): string | null {
  const output = answer.outputs.find(({ kind }) => kind === 'heatmap');
  const alone = output?.kind === 'heatmap' && output.explains === null && !answer.outputs.some(({ kind }) => kind === 'segmentation');
  return alone ? overlayId(answer, output) : null;
}
