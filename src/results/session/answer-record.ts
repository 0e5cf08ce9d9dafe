import { describeMeasure } from '../../domain/check-measure';
import type { ModelAnswer } from '../../domain/model-answer';
import type { CheckOutcome, HeatmapOutput, ModelOutput } from '../../domain/result';
import type { SessionRecord } from './session-schema';

type AnswerRecord = NonNullable<SessionRecord['answers']>[number];
type OutputRecord = AnswerRecord['outputs'][number];

/**
 * An answer as a record: who said it, its numbers, and what the gate found; never an array of voxels.
 * @param at where it lies in the inputs of the record.
 * @param identityHidden words quoted from a text are then left out: they may name the patient.
 */
export function answerRecord(answer: ModelAnswer, at: Pick<AnswerRecord, 'input' | 'place'>, identityHidden: boolean): AnswerRecord {
  const { row, modelId, modelVersion, weightsSha256, provider, outputs, checks } = answer;
  return {
    ...at,
    row,
    modelId,
    modelVersion,
    weightsSha256,
    provider,
    outputs: outputs.map((output) => outputRecord(output, identityHidden)),
    checks: checks.map(checkRecord),
  };
}

function checkRecord({ rule, when, severity, satisfied, measured }: CheckOutcome): AnswerRecord['checks'][number] {
  return { rule, when, severity, satisfied, measured: describeMeasure(measured) };
}

function outputRecord(output: ModelOutput, identityHidden: boolean): OutputRecord {
  const { id } = output;
  switch (output.kind) {
    case 'classification': {
      const classes = output.classes.map(({ label, probability }) => ({ label, probability: finite(probability) }));
      return { id, kind: output.kind, classes, decision: [...output.decision], threshold: output.threshold, calibrated: output.calibrated };
    }
    case 'score': {
      const { kind, label, value, unit, operatingPoint, calibrated } = output;
      return { id, kind, label, value: finite(value), unit, operatingPoint, calibrated };
    }
    case 'measurements': {
      const measurements = output.measurements.map(({ label, name, value, unit }) => ({ label, name, value: finite(value), unit }));
      return { id, kind: output.kind, measurements };
    }
    case 'boxes':
      return { id, kind: output.kind, count: output.boxes.length, threshold: output.threshold };
    case 'points':
      return { id, kind: output.kind, count: output.points.length, threshold: output.threshold };
    case 'polygons':
      return { id, kind: output.kind, count: output.polygons.length, threshold: output.threshold };
    case 'instances':
      return { id, kind: output.kind, count: output.objects.length, threshold: output.threshold };
    case 'segmentation':
      return { id, kind: output.kind, values: output.values.map(({ value, label }) => ({ label, value })) };
    case 'heatmap':
      return { id, kind: output.kind, label: output.label, explains: output.explains, ...methodRecord(output) };
    case 'entities': {
      const entities = output.entities.map(({ start, end, label, score, text }) => ({
        start,
        end,
        label,
        score,
        text: identityHidden ? null : text,
      }));
      return { id, kind: output.kind, entities };
    }
    case 'codes':
      return { id, kind: output.kind, codes: identityHidden ? null : output.codes.map((code) => ({ ...code, span: copied(code.span) })) };
    case 'timeline':
      return {
        id,
        kind: output.kind,
        events: identityHidden ? null : output.events.map((event) => ({ ...event, span: copied(event.span) })),
      };
    case 'text':
      return { id, kind: output.kind, text: identityHidden ? null : output.text };
    case 'curve':
    case 'features':
      return { id, kind: output.kind };
  }
}

/** How the app explained the answer, with its parameters. */
function methodRecord({ method }: HeatmapOutput): { readonly method?: Extract<OutputRecord, { kind: 'heatmap' }>['method'] } {
  if (method === undefined) return {};
  const { input, window, stride } = method;
  return { method: { ...method, input: [...input], window: [...window], stride: [...stride] } };
}

/** JSON has neither infinity nor NaN. */
function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}

function copied(span: { readonly start: number; readonly end: number } | null): { start: number; end: number } | null {
  return span === null ? null : { start: span.start, end: span.end };
}
