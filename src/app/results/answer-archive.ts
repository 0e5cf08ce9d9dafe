import { isOnImage, type Finding } from '../../domain/finding';
import type { SeriesId } from '../../domain/ids';
import { labelLook } from '../../domain/label-look';
import type { ModelAnswer } from '../../domain/model-answer';
import { CLASSES_AS_MODEL } from '../../domain/regions/annotation-classes';
import { gridPlace } from '../../domain/map-place';
import type { Language } from '../../domain/settings';
import type { Series } from '../../domain/study';
import { storeZip, type ZipSource } from '../../io/archive/store-zip';
import type { StoredOrder } from '../../results/nifti/write-nifti';
import { writePersonsGeoJson } from '../../results/geojson/write-geojson';
import { outputFiles } from '../../results/files/output-files';
import { RESEARCH_STATEMENT, type ReviewExport } from '../../results/review-export';
import { reviewedOutput } from './reviewed-output';

/** What the archive says of itself. Not `manifest.json`: that is what tells a model package from other archives. */
export const ARCHIVE_INDEX = 'result.json';

const SERIES_WORD: Readonly<Record<Language, string>> = { fr: 'serie', en: 'series' };
const FRAME_WORD: Readonly<Record<Language, string>> = { fr: 'image', en: 'frame' };
const PERSON_WORD: Readonly<Record<Language, string>> = { fr: 'lecteur', en: 'reader' };

/**
 * A zip of what models drew, as it stands after review: label maps and heatmaps as NIfTI (volumes, on the grid of their
 * series) or PNG and `.npy` (frames), outlines as GeoJSON, what a person drew and counted as GeoJSON, and an index that says which model said what and what a person
 * decided. Names are of numbers alone: series in session order, frames in the order shown.
 * @param orderOf how the file of a series runs: volumes are written as it does.
 * @throws AppError `export-failed` past 4 GiB.
 */
export async function answerArchive(
  review: Pick<ReviewExport, 'app' | 'language' | 'exportedAt' | 'series' | 'findings' | 'answers' | 'classes'>,
  orderOf: (series: Series) => StoredOrder,
): Promise<Blob> {
  const members: ZipSource[] = [];
  const unused = uniqueNames();
  const answers = review.answers.flatMap((answer) => {
    const at = review.series.findIndex(({ id }) => id === answer.series);
    const series = review.series[at];
    if (series === undefined) return [];
    const base = unused(baseName(answer, series, at + 1, review.language));
    const outputs = answer.outputs.map((one) => {
      const { output, findings } = reviewedOutput(answer, one, series, review.findings);
      const files = outputFiles(output, orderOf(series)).map(({ suffix, bytes }) => {
        const path = `${base}${suffix}`;
        members.push({ path, blob: new Blob([bytes]) });
        return path;
      });
      const values =
        output.kind === 'segmentation' || output.kind === 'instances'
          ? { values: (output.kind === 'segmentation' ? output.values : output.objects).map(({ value, label }) => ({ value, label })) }
          : {};
      return {
        id: output.id,
        kind: output.kind,
        files,
        ...values,
        ...('grid' in output ? gridPlace(output.grid) : {}),
        findings: findings.map(verdict),
      };
    });
    const { modelId, modelVersion, weightsSha256, provider } = answer;
    return [{ series: at + 1, frame: frameNumber(answer, series), modelId, modelVersion, weightsSha256, provider, outputs }];
  });
  const drawn = personsFiles(review);
  members.push(...drawn.map(({ path, text }) => ({ path, blob: new Blob([text]) })));
  const rejected = review.findings
    .filter(({ status, author }) => status === 'rejected' && author.kind === 'model')
    .map(rejection(review.series));
  const index = {
    statement: RESEARCH_STATEMENT,
    app: { name: 'Diaphane', ...review.app },
    exportedAt: review.exportedAt,
    answers,
    drawn: drawn.map(({ series, frame, path, count }) => ({ series, frame, files: [path], count })),
    rejected,
  };
  const text = `${JSON.stringify(index, null, 2)}\n`;
  return storeZip([...members, { path: ARCHIVE_INDEX, blob: new Blob([text]) }]);
}

function baseName(answer: ModelAnswer, series: Series, number: number, language: Language): string {
  const frame = frameNumber(answer, series);
  const place = `${SERIES_WORD[language]}-${String(number)}${frame === null ? '' : `-${FRAME_WORD[language]}-${String(frame)}`}`;
  return `${place}.${answer.modelId}`;
}

interface PersonsFile {
  readonly series: number;
  readonly frame: number;
  readonly path: string;
  readonly text: string;
  readonly count: number;
}

/** What a person drew and counted, a GeoJSON a frame. */
function personsFiles({
  series: all,
  findings,
  classes,
  language,
}: Pick<ReviewExport, 'series' | 'findings' | 'classes' | 'language'>): PersonsFile[] {
  const look = labelLook([{ id: CLASSES_AS_MODEL, labels: classes }], language);
  const own = findings.filter(isOnImage).filter(({ author }) => author.kind === 'person');
  return all.flatMap((series, at) =>
    series.frames.flatMap((frame, i): PersonsFile[] => {
      const here = own.filter(
        ({ evidence, series: id }) =>
          id === series.id && evidence.instance === frame.instance && evidence.frameNumber === frame.frameNumber,
      );
      if (here.length === 0) return [];
      const [number, place] = [at + 1, i + 1];
      const path = `${SERIES_WORD[language]}-${String(number)}-${FRAME_WORD[language]}-${String(place)}.${PERSON_WORD[language]}.geojson`;
      return [{ series: number, frame: place, path, text: writePersonsGeoJson(here, look, frame.spacing), count: here.length }];
    }),
  );
}

/** Several answers of one model on one frame (one a click) are told apart by `-2`, `-3` … in the order they were given. */
function uniqueNames(): (name: string) => string {
  const given = new Map<string, number>();
  return (name) => {
    const count = (given.get(name) ?? 0) + 1;
    given.set(name, count);
    return count === 1 ? name : `${name}-${String(count)}`;
  };
}

/** From 1, in the order shown; null where the answer is of all the series. */
function frameNumber({ frame }: ModelAnswer, series: Series): number | null {
  if (frame === null) return null;
  return series.frames.findIndex(({ instance, frameNumber: number }) => instance === frame.instance && number === frame.frameNumber) + 1;
}

function verdict({ label, score, status, evidence }: Finding): Readonly<Record<string, unknown>> {
  return { label, score, status, ...(evidence.kind === 'region' ? { amount: evidence.amount } : {}) };
}

/** What a person took out, so that nobody takes its absence for the model's answer. */
function rejection(all: readonly Series[]): (finding: Finding) => Readonly<Record<string, unknown>> {
  const numbers = new Map<SeriesId, number>(all.map(({ id }, i) => [id, i + 1]));
  return (finding) => ({
    series: numbers.get(finding.series) ?? null,
    modelId: finding.author.kind === 'model' ? finding.author.modelId : null,
    ...verdict(finding),
  });
}
