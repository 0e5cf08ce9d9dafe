import type { Author, Finding, ImageEvidence, TextEvidence } from '../../domain/finding';
import { proposedFinding } from '../../domain/review/verdicts';
import { findingId, type JobId, type SeriesId } from '../../domain/ids';
import type { ClassificationOutput, ModelOutput } from '../../domain/result';
import type { FrameInfo, Series } from '../../domain/study';
import type { Box } from '../../domain/units';
import { instanceOutlines } from '../../domain/instance-outlines';
import { regionsOf } from './regions-of';

type ModelAuthor = Extract<Author, { kind: 'model' }>;

/** Half the side of what is looked at about a point, in pixels. */
const AROUND = 12;

/** One thing that an output says of an image. */
export interface ProposedPart {
  readonly label: string;
  /** 0–1; null where the model gives none. */
  readonly score: number | null;
  readonly evidence: ImageEvidence;
  /** Which part of its output: the place in the list, or of objects and labels their value in the map. */
  readonly part: number;
}

/**
 * What a model's answers about images propose, each for a person to judge: every box, place, outline and object, every
 * label of a map, every decision. Measurements and curves stand beside them and are no findings.
 * @param frame the one the model was run on; of a volume any.
 */
export function imageFindings(outputs: readonly ModelOutput[], series: Series, frame: FrameInfo, author: ModelAuthor): readonly Finding[] {
  return outputs.flatMap((output) =>
    proposedParts(output, series, frame, author.job).map((part) =>
      proposedFinding(findingId(crypto.randomUUID()), series.id, author, part),
    ),
  );
}

/** The parts of one output, as `imageFindings` proposes them. */
export function proposedParts(
  output: ModelOutput,
  series: Series,
  frame: Pick<FrameInfo, 'instance' | 'frameNumber'>,
  job: JobId,
): readonly ProposedPart[] {
  const on = { instance: frame.instance, frameNumber: frame.frameNumber };
  const whole = { kind: 'whole', ...on, job, output: output.id, box: wholeOf(series, frame) } as const;
  switch (output.kind) {
    case 'boxes':
      return output.boxes.map(({ label, score, box }, part) => ({ label, score, evidence: { kind: 'box', ...on, box }, part }));
    case 'points':
      return output.points.map(({ label, score, at, slice }, part) => {
        const box = { x: at.x - AROUND, y: at.y - AROUND, width: 2 * AROUND, height: 2 * AROUND };
        return { label, score, evidence: { kind: 'point', ...(frameOf(series, slice) ?? on), at, box }, part };
      });
    case 'polygons':
      return output.polygons.map(({ label, score, rings }, part) => ({
        label,
        score,
        evidence: { kind: 'polygon', ...on, rings, box: spanOf(rings) },
        part,
      }));
    case 'instances':
      return instanceOutlines(output).map(({ value, label, score, slice, rings }) => ({
        label,
        score,
        evidence: { kind: 'polygon', ...(frameOf(series, slice) ?? on), rings, box: spanOf(rings) },
        part: value,
      }));
    case 'segmentation':
      return regionsOf(output).map(({ label, value, slice, box, amount }) => ({
        label,
        score: null,
        evidence: { kind: 'region', ...(frameOf(series, slice) ?? on), job, output: output.id, value, box, amount },
        part: value,
      }));
    case 'classification':
      return output.decision.map((label, part) => ({ label, score: probabilityOf(output, label), evidence: whole, part }));
    case 'score':
      return [{ label: output.label, score: asScore(output.value), evidence: whole, part: 0 }];
    case 'heatmap':
    case 'curve':
    case 'measurements':
    case 'entities':
    case 'codes':
    case 'timeline':
    case 'text':
    case 'features':
      return [];
  }
}

/** What a model proposes about a text or a row of a table: its decisions, entities, codes and events. */
export function textFindings(
  outputs: readonly ModelOutput[],
  series: SeriesId,
  row: number | null,
  author: ModelAuthor,
): readonly Finding[] {
  return outputs.flatMap((output) => {
    const propose = (label: string, score: number | null, span: { readonly start: number; readonly end: number } | null): Finding => {
      const evidence: TextEvidence = {
        kind: 'text',
        job: author.job,
        output: output.id,
        row,
        start: span?.start ?? 0,
        end: span?.end ?? 0,
      };
      return proposedFinding(findingId(crypto.randomUUID()), series, author, { label, score, evidence });
    };
    switch (output.kind) {
      case 'classification':
        return output.decision.map((label) => propose(label, probabilityOf(output, label), null));
      case 'score':
        return [propose(output.label, asScore(output.value), null)];
      case 'entities':
        return output.entities.map((entity) => propose(entity.label, entity.score, entity));
      case 'codes':
        return output.codes.map(({ scheme, value, score, span }) => propose(`${scheme} ${value}`, score, span));
      case 'timeline':
        return output.events.map(({ label, span }) => propose(label, null, span));
      default:
        return [];
    }
  });
}

/** The frame of a slice; null where there is no such slice, or the answer is of one frame. */
function frameOf(series: Series, slice: number | null): Pick<FrameInfo, 'instance' | 'frameNumber'> | null {
  const frame = slice === null ? undefined : series.frames[slice];
  return frame === undefined ? null : { instance: frame.instance, frameNumber: frame.frameNumber };
}

function wholeOf(series: Series, frame: Pick<FrameInfo, 'instance'>): Box {
  const instance = series.instances.find(({ id }) => id === frame.instance);
  return { x: 0, y: 0, width: instance?.columns ?? 1, height: instance?.rows ?? 1 };
}

function spanOf(rings: readonly (readonly { readonly x: number; readonly y: number }[])[]): Box {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y } of rings.flat()) {
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  }
  return left > right
    ? { x: 0, y: 0, width: 1, height: 1 }
    : { x: left, y: top, width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
}

function probabilityOf({ classes }: ClassificationOutput, label: string): number | null {
  return classes.find((one) => one.label === label)?.probability ?? null;
}

/** A finding's score is 0–1; a score output may be any number (an age, a dose), which the answer shows and no threshold judges. */
function asScore(value: number): number | null {
  return value >= 0 && value <= 1 ? value : null;
}
