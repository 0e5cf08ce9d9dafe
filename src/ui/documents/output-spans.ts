import type { ModelOutput } from '../../domain/result';
import type { LabelledSpan } from './highlight';

/** What models marked in a text, in its order: entities, the words behind codes, the events of a timeline. */
export function outputSpans(outputs: readonly ModelOutput[]): readonly LabelledSpan[] {
  return outputs.flatMap(spansOf).sort((a, b) => a.start - b.start || a.end - b.end);
}

function spansOf(output: ModelOutput): readonly LabelledSpan[] {
  switch (output.kind) {
    case 'entities':
      return output.entities.map(({ start, end, label, score }) => ({ start, end, label, score, value: null }));
    case 'codes':
      return output.codes.flatMap(({ span, scheme, value, meaning, score }) =>
        span === null ? [] : [{ ...span, label: scheme, score, value: `${value} ${meaning}`.trim() }],
      );
    case 'timeline':
      return output.events.flatMap(({ span, label, date }) => (span === null ? [] : [{ ...span, label, score: null, value: date }]));
    default:
      return [];
  }
}
