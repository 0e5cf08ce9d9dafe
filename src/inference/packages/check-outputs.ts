import { AppError } from '../../domain/errors';
import type { OutputKind } from '../../domain/result';
import { describeType, type RegisterType } from '../steps/register';
import type { ManifestOutput } from './manifest-schema';

/** Which registers an output of a kind may be made from. */
const ACCEPTS: Readonly<Record<OutputKind, readonly RegisterType['kind'][]>> = {
  boxes: ['boxes'],
  points: ['points'],
  polygons: ['polygons'],
  instances: ['instances'],
  segmentation: ['labels'],
  heatmap: ['image'],
  classification: ['tensor'],
  score: ['tensor'],
  curve: ['tensor'],
  measurements: ['measurements'],
  entities: ['spans'],
  codes: ['codes'],
  timeline: ['timeline'],
  text: ['text'],
  features: ['tensor'],
};

/**
 * An output names a register of a kind it can show, brought back to the source where it has a place.
 * @throws AppError `package-schema`.
 */
export function checkOutput(output: ManifestOutput, index: number, types: ReadonlyMap<string, RegisterType>, ids: readonly string[]): void {
  const place = `outputs[${String(index)}]`;
  const type = types.get(output.from);
  if (type === undefined) throw problem(place, `from: no register "${output.from}"`);
  if (!ACCEPTS[output.kind].includes(type.kind)) {
    throw problem(
      place,
      `from: "${output.from}" is ${describeType(type)}; an output of kind ${output.kind} is made from ${ACCEPTS[output.kind].join(' or ')}`,
    );
  }
  if ('space' in type && type.space !== 'source') {
    throw problem(place, `from: "${output.from}" is not in source pixels: put InvertTransforms before it`);
  }
  if (type.kind === 'tensor' && type.dtype === 'string') throw problem(place, `from: "${output.from}" holds texts`);
  if (output.kind === 'heatmap' && type.kind === 'image' && (output.channel ?? 0) >= type.channels) {
    throw problem(place, `channel: "${output.from}" has ${String(type.channels)}`);
  }
  if (output.kind === 'heatmap' && output.explains !== undefined && !ids.includes(output.explains)) {
    throw problem(place, `explains: no output "${output.explains}"`);
  }
  if (output.kind === 'classification' && output.contributions !== undefined && types.get(output.contributions)?.kind !== 'tensor') {
    throw problem(place, `contributions: "${output.contributions}" is not a tensor known here`);
  }
  if (output.kind === 'classification' && output.contributions !== undefined && output.contribution_names === undefined) {
    throw problem(place, 'contribution_names: missing, one name for each contribution');
  }
  const labels = 'labels' in output ? (output.labels ?? []) : [];
  if (new Set(labels.map(({ id }) => id)).size !== labels.length) throw problem(place, 'labels: two have one id');
  if (output.kind === 'classification' && labels.some(({ id }) => id >= labels.length)) {
    throw problem(place, `labels: ids of a classification are the places in the tensor, 0 to ${String(labels.length - 1)}`);
  }
  if (new Set(labels.map(({ key }) => key)).size !== labels.length) throw problem(place, 'labels: two have one key');
}

function problem(place: string, message: string): AppError {
  const text = `${place}: ${message}`;
  return new AppError('package-schema', text, { problem: text.slice(0, 300) });
}
