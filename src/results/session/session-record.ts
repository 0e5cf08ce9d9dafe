import { AppError } from '../../domain/errors';
import { isPersonsRegion, type Evidence, type Finding } from '../../domain/finding';
import type { PixelSpacing } from '../../domain/geometry/frame-geometry';
import { planeOfInstance } from '../../domain/geometry/planes';
import type { InstanceId, SeriesId } from '../../domain/ids';
import type { JobState } from '../../domain/job';
import { isRegional, measureRegion } from '../../domain/regions/region';
import type { Series, Study } from '../../domain/study';
import type { Box } from '../../domain/units';
import type { Measurement } from '../../domain/view';
import { RESEARCH_STATEMENT, type ExportedModel, type ReviewExport } from '../review-export';
import { answerRecord } from './answer-record';
import { SESSION_FORMAT, SESSION_FORMAT_VERSION, sessionRecordSchema, type SessionRecord } from './session-schema';

type Place = SessionRecord['findings'][number]['place'];
type PlaceOf = (series: SeriesId, instance: InstanceId, frame: number) => Place;

/**
 * The session as a record, with every finding and measurement that is given: which ones those are, the caller decides.
 * @throws AppError `export-failed` when one of them lies on an image that no series has.
 */
export function sessionRecord(review: ReviewExport): SessionRecord {
  const placeOf = places(review.series);
  const inputOf = (id: SeriesId): number =>
    Math.max(
      0,
      review.series.findIndex((series) => series.id === id),
    ) + 1;
  const spacingOf = (id: SeriesId, evidence: Evidence): PixelSpacing | null => {
    if (evidence.kind === 'text') return null;
    const frames = review.series.find((series) => series.id === id)?.frames;
    return (
      frames?.find(({ instance, frameNumber }) => instance === evidence.instance && frameNumber === evidence.frameNumber)?.spacing ?? null
    );
  };
  return {
    format: SESSION_FORMAT,
    formatVersion: SESSION_FORMAT_VERSION,
    statement: { ...RESEARCH_STATEMENT },
    app: { name: 'Diaphane', ...review.app },
    browser: review.browser,
    language: review.language,
    exportedAt: review.exportedAt,
    identityHidden: review.identityHidden,
    models: review.models.map((model) => modelRecord(model, review)),
    runs: review.runs.map(runRecord),
    inputs: review.series.map((series, index) => inputRecord(series, index + 1, review)),
    findings: review.findings.map((finding, index) => findingRecord(finding, index + 1, placeOf, inputOf, spacingOf)),
    classes: review.classes.map(({ key, name, color }) => ({ key, name: { ...name }, color })),
    measurements: review.measurements.map((measurement, index) => measurementRecord(measurement, index + 1, placeOf)),
    answers: review.answers.map((answer) => {
      const { frame, series } = answer;
      const place = frame === null ? null : placeOf(series, frame.instance, frame.frameNumber);
      return answerRecord(answer, { input: inputOf(series), place }, review.identityHidden);
    }),
  };
}

/** As written to the file: indented, so that it can be read and compared by eye. */
export function sessionRecordText(review: ReviewExport): string {
  return `${JSON.stringify(sessionRecord(review), null, 2)}\n`;
}

export type SessionReading =
  | { readonly ok: true; readonly record: SessionRecord }
  | {
      readonly ok: false;
      /** `foreign`: not a session record; `version`: written by a later app; `invalid`: damaged at `at`. */
      readonly problem: 'foreign' | 'version' | 'invalid';
      /** Path of the first fault (`findings.2.box.width`), empty for the whole. */
      readonly at: string;
    };

/** Reads a record back. Never throws; unknown fields are left aside. */
export function readSessionRecord(text: string): SessionReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, problem: 'foreign', at: '' };
  }
  if (typeof value !== 'object' || value === null || !('format' in value) || value.format !== SESSION_FORMAT) {
    return { ok: false, problem: 'foreign', at: '' };
  }
  if ('formatVersion' in value && typeof value.formatVersion === 'number' && value.formatVersion > SESSION_FORMAT_VERSION) {
    return { ok: false, problem: 'version', at: 'formatVersion' };
  }
  const parsed = sessionRecordSchema.safeParse(value);
  if (!parsed.success) return { ok: false, problem: 'invalid', at: parsed.error.issues[0]?.path.map(String).join('.') ?? '' };
  const lost = misplaced(parsed.data);
  return lost === null ? { ok: true, record: parsed.data } : { ok: false, problem: 'invalid', at: lost };
}

/** Path of the first place that points outside the inputs, or null. */
function misplaced(record: SessionRecord): string | null {
  const outside = ({ place }: { place: Place | null }): boolean => {
    if (place === null) return false;
    const frames = record.inputs[place.input - 1]?.files[place.file - 1]?.frames;
    // How many slices a plane has the record does not say.
    return frames === undefined || (place.plane === undefined && place.frame > frames);
  };
  const finding = record.findings.findIndex(outside);
  if (finding >= 0) return `findings.${String(finding)}.place`;
  const measurement = record.measurements.findIndex(outside);
  return measurement >= 0 ? `measurements.${String(measurement)}.place` : null;
}

/**
 * What lies on an image stays with the image: as a study grows, a series may split and its files move to others. The
 * series named is asked first, then the one that shows the frame, then any that has the file.
 */
function places(all: readonly Series[]): PlaceOf {
  const byInstance = new Map<InstanceId, { readonly series: Series; readonly input: number; readonly file: number }[]>();
  for (const [s, series] of all.entries()) {
    for (const [i, { id }] of series.instances.entries()) {
      const place = { series, input: s + 1, file: i + 1 };
      const known = byInstance.get(id);
      if (known === undefined) byInstance.set(id, [place]);
      else known.push(place);
    }
  }
  return (seriesId, instance, frame) => {
    const cut = planeOfInstance(instance);
    const volume = cut === null ? -1 : all.findIndex(({ id }) => id === cut.series);
    if (cut !== null && volume >= 0) return { input: volume + 1, file: 1, frame, plane: cut.plane };
    const having = byInstance.get(instance) ?? [];
    const place =
      having.find(({ series }) => series.id === seriesId) ??
      having.find(({ series }) => series.frames.some((shown) => shown.instance === instance && shown.frameNumber === frame)) ??
      having[0];
    if (place === undefined) throw new AppError('export-failed', 'a finding lies on an image that is not open');
    return { input: place.input, file: place.file, frame };
  };
}

function modelRecord(model: ExportedModel, review: ReviewExport): SessionRecord['models'][number] {
  const { id, version, weightsSha256 } = model;
  const selfTests = model.selfTests.map(({ provider, passed, maximumError, milliseconds, date, adapter }) => ({
    provider,
    passed,
    // JSON has no infinity; a failed test may have found one.
    maximumError: Number.isFinite(maximumError) ? maximumError : null,
    milliseconds,
    date,
    adapter,
  }));
  return { id, version, weightsSha256, threshold: review.thresholds[id] ?? null, selfTests };
}

function runRecord({ modelId, purpose, state, provider, startedAt, timing }: JobState): SessionRecord['runs'][number] {
  const milliseconds = timing === null ? null : { ...timing };
  return { modelId, purpose, state, provider, startedAt: new Date(startedAt).toISOString(), milliseconds };
}

function inputRecord(series: Series, number: number, review: ReviewExport): SessionRecord['inputs'][number] {
  const study: Study | undefined = review.studies.find((candidate) => candidate.id === series.studyId);
  const shown = (uid: string | null | undefined): string | null => (review.identityHidden ? null : (uid ?? null));
  return {
    number,
    kind: series.kind,
    modality: series.modality,
    studyInstanceUid: shown(study?.uid),
    seriesInstanceUid: shown(series.uid),
    issues: [...series.issues],
    files: series.instances.map((instance, index) => ({
      number: index + 1,
      sopInstanceUid: shown(instance.uid),
      sha256: review.fileSha256.get(instance.id) ?? null,
      byteLength: instance.provenance.byteLength,
      rows: instance.rows,
      columns: instance.columns,
      frames: instance.frameCount,
      pixelSize: pixelSize(series, instance.id),
    })),
  };
}

function pixelSize(series: Series, instance: InstanceId): SessionRecord['inputs'][number]['files'][number]['pixelSize'] {
  const spacing = series.frames.find((frame) => frame.instance === instance)?.spacing ?? null;
  return spacing === null ? null : { row: spacing.row, column: spacing.column, calibration: spacing.calibration };
}

/** The kind of evidence, with all that is not in the box; ids of this session mean nothing outside it. */
function evidenceRecord(evidence: Evidence, input: number): SessionRecord['findings'][number]['evidence'] {
  switch (evidence.kind) {
    case 'box':
    case 'ellipse':
      return { kind: evidence.kind };
    case 'point':
      return { kind: 'point', at: { x: evidence.at.x, y: evidence.at.y } };
    case 'polygon':
      return { kind: 'polygon', rings: evidence.rings.map((ring) => ring.map(({ x, y }) => ({ x, y }))) };
    case 'region':
      return { kind: 'region', output: evidence.output, value: evidence.value, amount: { ...evidence.amount } };
    case 'whole':
      return { kind: 'whole', output: evidence.output };
    case 'text':
      return { kind: 'text', output: evidence.output, input, row: evidence.row, start: evidence.start, end: evidence.end };
  }
}

function findingRecord(
  finding: Finding,
  number: number,
  placeOf: PlaceOf,
  inputOf: (series: SeriesId) => number,
  spacingOf: (series: SeriesId, evidence: Evidence) => PixelSpacing | null,
): SessionRecord['findings'][number] {
  const { series, evidence, author, proposal, label, score, status, note, decidedAt } = finding;
  return {
    number,
    place: evidence.kind === 'text' ? null : placeOf(series, evidence.instance, evidence.frameNumber),
    label,
    score,
    box: evidence.kind === 'text' ? null : copyBox(evidence.box),
    evidence: evidenceRecord(evidence, inputOf(series)),
    author: author.kind === 'person' ? { kind: 'person' } : modelAuthor(author),
    proposal:
      proposal === null
        ? null
        : { label: proposal.label, score: proposal.score, box: proposal.evidence.kind === 'text' ? null : copyBox(proposal.evidence.box) },
    status,
    note,
    decidedAt,
    ...sizeRecord(finding, spacingOf(series, evidence)),
  };
}

function sizeRecord(finding: Finding, spacing: PixelSpacing | null): Pick<SessionRecord['findings'][number], 'size'> {
  const { evidence } = finding;
  return isPersonsRegion(finding) && isRegional(evidence) ? { size: { ...measureRegion(evidence, spacing) } } : {};
}

/** Without the job: its id means nothing outside this session. */
function modelAuthor(author: Extract<Finding['author'], { kind: 'model' }>): SessionRecord['findings'][number]['author'] {
  const { kind, modelId, modelVersion, weightsSha256, provider } = author;
  return { kind, modelId, modelVersion, weightsSha256, provider };
}

function measurementRecord(measurement: Measurement, number: number, placeOf: PlaceOf): SessionRecord['measurements'][number] {
  const { series, instance, frameNumber, kind, points, text, value, unit, calibration, statistics } = measurement;
  return {
    number,
    place: placeOf(series, instance, frameNumber),
    kind,
    points: points.map(({ x, y }) => ({ x, y })),
    text,
    value,
    unit,
    calibration,
    statistics: statistics === null ? null : { ...statistics },
  };
}

function copyBox({ x, y, width, height }: Box): Box {
  return { x, y, width, height };
}
