import { AppError } from '../domain/errors';
import { gatherSources, type RunPlace } from '../app/models/gather-sources';
import type { ModelSource } from '../domain/model-package';
import type { Series } from '../domain/study';
import { tableGrid, tableRows, type TableDocument } from '../domain/table';
import { runningTextColumn, type OpenDocument } from '../domain/text-document';
import type { ManifestSource, ModelManifest } from '../inference/packages/manifest-schema';
import type { SourcePayload, SourcePayloads } from '../inference/source-payload';
import type { Input } from './open-inputs';
import type { GivenSpacing } from './given-spacing';

type ImageInput = Extract<Input, { kind: 'image' }>;
type DocumentInput = Extract<Input, { kind: 'document' }>;

/** One run of the model: a frame, a volume, a row, a text. */
export interface RunCase {
  /** What tells it from the others of its input: `{ frame: 3 }`, `{ row: 12 }`; empty where the input is one case. */
  readonly place: Readonly<Record<string, number | string>>;
  readonly sources: SourcePayloads;
  readonly series: ReadonlyMap<string, Series>;
}

/**
 * The cases of an input, in order: each frame for a model of one image, each row of a table, else the input as a whole.
 * @throws AppError `model-not-applicable` where the input is of another kind than the model reads.
 */
export async function* runCases(
  manifest: ModelManifest,
  sources: readonly ModelSource[],
  input: ImageInput | DocumentInput,
  given: GivenSpacing,
): AsyncGenerator<RunCase> {
  const first = manifest.sources[0];
  if (first === undefined) throw new AppError('internal', 'a model without source');
  const needed = sources.filter(({ optional }) => !optional);
  if (needed.length > 1) throw new AppError('model-not-applicable', 'the model reads several series at once; this command gives it one');
  if (input.kind === 'document') yield* documentCases(first, input.document);
  else yield* imageCases(first, sources, input, given);
}

async function* imageCases(
  first: ManifestSource,
  sources: readonly ModelSource[],
  input: ImageInput,
  given: GivenSpacing,
): AsyncGenerator<RunCase> {
  const own = sources.filter(({ id }) => id === first.id);
  const { series, frames, tiles } = input;
  if (first.kind === 'wsi' && tiles !== null) {
    yield { place: {}, sources: new Map([[first.id, { kind: 'tiles', tiles }]]), series: new Map([[first.id, series]]) };
    return;
  }
  const each = first.kind === 'image' || first.kind === 'wsi' ? series.frames : series.frames.slice(0, 1);
  for (const [index, frame] of each.entries()) {
    const place: RunPlace = { series, frame: given.apply(frame, input.input) };
    yield {
      place: each.length > 1 ? { frame: index + 1 } : {},
      sources: await gatherSources(own, new Map([[first.id, place]]), frames),
      series: new Map([[first.id, series]]),
    };
  }
}

function* documentCases(first: ManifestSource, document: OpenDocument): Generator<RunCase> {
  const one = (payload: SourcePayload, place: RunCase['place'] = {}): RunCase => ({
    place,
    sources: new Map([[first.id, payload]]),
    series: new Map(),
  });
  if (first.kind === 'text' && document.kind === 'text') yield one({ kind: 'text', text: document.text });
  else if (first.kind === 'text' && document.kind === 'table') yield* textCases(first, document, one);
  else if (first.kind === 'table' && document.kind === 'table') {
    let row = 0;
    for (const cells of tableRows(document)) yield one({ kind: 'row', cells }, { row: ++row });
  } else if (first.kind === 'series' && document.kind === 'table') yield one({ kind: 'rows', ...tableGrid(document) });
  else throw new AppError('model-not-applicable', `this model reads ${first.kind}, not a ${document.kind}`);
}

/** The column the manifest names, else the one with the longest texts. Empty cells are texts of no character. */
function* textCases(
  first: ManifestSource,
  table: TableDocument,
  one: (payload: SourcePayload, place: RunCase['place']) => RunCase,
): Generator<RunCase> {
  const named = first.constraints?.text_column ?? [];
  const lower = new Map(table.columns.map(({ name }) => [name.toLowerCase(), name]));
  const column = named.map((name) => lower.get(name.toLowerCase())).find((name) => name !== undefined) ?? runningTextColumn(table);
  if (column === null) throw new AppError('model-not-applicable', 'the table has no column of texts');
  let row = 0;
  for (const cells of tableRows(table)) yield one({ kind: 'text', text: String(cells.get(column) ?? '') }, { row: ++row });
}
