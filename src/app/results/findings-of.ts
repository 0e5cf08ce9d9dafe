import type { Author, Finding, TextEvidence } from '../../domain/finding';
import { proposedFinding } from '../../domain/review/verdicts';
import { findingId, type SeriesId } from '../../domain/ids';
import type { ModelOutput } from '../../domain/result';
import type { FrameInfo, Series } from '../../domain/study';
import type { Box } from '../../domain/units';
import { instanceOutlines } from './instance-outlines';
import { regionsOf } from './regions-of';

type ModelAuthor = Extract<Author, { kind: 'model' }>;

/** Half the side of what is looked at about a point, in pixels. */
const AROUND = 12;

/**
 * What a model's answers about images propose, each for a person to judge: every box, place, outline and object, every
 * label of a map, every decision. Measurements and curves stand beside them and are no findings.
 * @param frame the one the model was run on; of a volume any.
 */
export function imageFindings(outputs: readonly ModelOutput[], series: Series, frame: FrameInfo, author: ModelAuthor): readonly Finding[] {
  return outputs.flatMap((output) => outputFindings(output, series, frame, author));
}

function outputFindings(output: ModelOutput, series: Series, frame: FrameInfo, author: ModelAuthor): readonly Finding[] {
  const on = { instance: frame.instance, frameNumber: frame.frameNumber };
  const propose = (label: string, score: number | null, evidence: Finding['evidence']): Finding =>
    proposedFinding(findingId(crypto.randomUUID()), series.id, author, { label, score: score ?? 1, evidence });
  switch (output.kind) {
    case 'boxes':
      return output.boxes.map(({ label, score, box }) => propose(label, score, { kind: 'box', ...on, box }));
    case 'points':
      return output.points.map(({ label, score, at, slice }) => {
        const place = frameOf(series, slice) ?? on;
        const box = { x: at.x - AROUND, y: at.y - AROUND, width: 2 * AROUND, height: 2 * AROUND };
        return propose(label, score, { kind: 'point', ...place, at, box });
      });
    case 'polygons':
      return output.polygons.map(({ label, score, rings }) => propose(label, score, { kind: 'polygon', ...on, rings, box: spanOf(rings) }));
    case 'instances':
      return instanceOutlines(output).map(({ label, score, slice, rings }) =>
        propose(label, score, { kind: 'polygon', ...(frameOf(series, slice) ?? on), rings, box: spanOf(rings) }),
      );
    case 'segmentation':
      return regionsOf(output).map(({ label, value, slice, box, amount }) =>
        propose(label, null, { kind: 'region', ...(frameOf(series, slice) ?? on), job: author.job, output: output.id, value, box, amount }),
      );
    case 'classification':
      return output.decision.map((label) => {
        const probability = output.classes.find((candidate) => candidate.label === label)?.probability ?? 0;
        return propose(label, probability, { kind: 'whole', ...on, job: author.job, output: output.id, box: wholeOf(series, frame) });
      });
    case 'score':
      return [
        propose(output.label, clamped(output.value), {
          kind: 'whole',
          ...on,
          job: author.job,
          output: output.id,
          box: wholeOf(series, frame),
        }),
      ];
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
    const propose = (label: string, score: number, span: { readonly start: number; readonly end: number } | null): Finding => {
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
        return output.decision.map((label) => propose(label, output.classes.find((one) => one.label === label)?.probability ?? 0, null));
      case 'score':
        return [propose(output.label, clamped(output.value), null)];
      case 'entities':
        return output.entities.map((entity) => propose(entity.label, entity.score, entity));
      case 'codes':
        return output.codes.map(({ scheme, value, score, span }) => propose(`${scheme} ${value}`, score, span));
      case 'timeline':
        return output.events.map(({ label, span }) => propose(label, 1, span));
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

function wholeOf(series: Series, frame: FrameInfo): Box {
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

/** A finding's score is 0–1; a score output may be any number. */
function clamped(value: number): number {
  return Number.isFinite(value) ? Math.min(1, Math.max(0, value)) : 0;
}
