import { AppError } from '../../domain/errors';
import { boxAt } from '../../domain/kernels/box';
import type { ModelOutput } from '../../domain/result';
import type { ManifestOutput } from '../packages/manifest-schema';
import { numbersOf } from '../runtime/network-tensor';
import type { BoxesValue, InstancesValue, PointsValue, PolygonsValue, RegisterValue } from '../steps/register';
import { valueOf } from '../steps/step';
import { classificationOutput } from './classification-output';
import { gridOf } from './grid';
import { heatmapOutput } from './heatmap-output';
import { labelKeys, type LabelKeys } from './label-keys';
import { requireNumbers } from './require-numbers';

/**
 * A register as the answer that the manifest promises: class numbers become label keys, arrays get their grid.
 * @throws AppError `inference-failed` where the network answered a class that has no label; `answer-not-finite`.
 */
export function assembleOutput(output: ManifestOutput, registers: ReadonlyMap<string, RegisterValue>): ModelOutput {
  return requireNumbers(assemble(output, registers));
}

function assemble(output: ManifestOutput, registers: ReadonlyMap<string, RegisterValue>): ModelOutput {
  const value = registers.get(output.from);
  if (value === undefined) throw new AppError('internal', `no value for output "${output.id}"`);
  const { id } = output;
  switch (output.kind) {
    case 'boxes':
      return { id, kind: 'boxes', boxes: boxes(valueOf(value, 'boxes'), labelKeys(output.labels)), threshold: output.threshold.value };
    case 'points':
      return { id, kind: 'points', points: points(valueOf(value, 'points'), labelKeys(output.labels)), threshold: output.threshold.value };
    case 'polygons':
      return {
        id,
        kind: 'polygons',
        polygons: polygons(valueOf(value, 'polygons'), labelKeys(output.labels)),
        threshold: output.threshold.value,
      };
    case 'instances': {
      const instances = valueOf(value, 'instances');
      const objects = objectsOf(instances, labelKeys(output.labels));
      return { id, kind: 'instances', grid: gridOf(instances), data: instances.data, objects, threshold: output.threshold.value };
    }
    case 'segmentation': {
      const map = valueOf(value, 'labels');
      requireLabels(map.data, output);
      const values = output.labels.map((label) => ({ value: label.id, label: label.key }));
      return { id, kind: 'segmentation', grid: gridOf(map), data: map.data, values };
    }
    case 'heatmap':
      return heatmapOutput(output, valueOf(value, 'image'));
    case 'classification':
      return classificationOutput(output, valueOf(value, 'tensor'), contributionsOf(output, registers));
    case 'score': {
      const [score = NaN] = numbersOf(valueOf(value, 'tensor')) ?? [];
      const label = output.labels?.[0]?.key ?? output.id;
      const operatingPoint = output.threshold?.value ?? null;
      return { id, kind: 'score', label, value: score, unit: output.unit ?? '1', operatingPoint, calibrated: output.calibrated ?? false };
    }
    case 'curve': {
      const y = Array.from(numbersOf(valueOf(value, 'tensor')) ?? []);
      const x = y.map((_, i) => (output.x_start ?? 0) + i * (output.x_step ?? 1));
      return { id, kind: 'curve', label: output.labels?.[0]?.key ?? output.id, x, y, xUnit: output.x_unit, yUnit: output.y_unit };
    }
    case 'measurements': {
      const key = labelKeys(output.labels ?? []);
      const measurements = valueOf(value, 'measurements').values.map((measured) => ({
        ...measured,
        label: measured.label === null ? null : output.labels === undefined ? String(measured.label) : key(measured.label),
      }));
      return { id, kind: 'measurements', measurements };
    }
    case 'entities': {
      const { text, spans } = valueOf(value, 'spans');
      return { id, kind: 'entities', entities: spans.map((span) => ({ ...span, text: text.slice(span.start, span.end) })) };
    }
    case 'codes': {
      const codes = valueOf(value, 'codes').codes.map(({ start, end, ...code }) => ({ ...code, span: spanOf(start, end) }));
      return { id, kind: 'codes', codes };
    }
    case 'timeline': {
      const events = valueOf(value, 'timeline').events.map(({ start, end, ...event }) => ({ ...event, span: spanOf(start, end) }));
      return { id, kind: 'timeline', events };
    }
    case 'text':
      return { id, kind: 'text', text: valueOf(value, 'text').text };
    case 'features': {
      const tensor = valueOf(value, 'tensor');
      return { id, kind: 'features', dims: tensor.dims, data: Float32Array.from(numbersOf(tensor) ?? []) };
    }
  }
}

/** A class without a label would be drawn nowhere and counted nowhere. 0 is the background, with a label or without. */
function requireLabels(data: Uint8Array | Uint16Array, output: Extract<ManifestOutput, { kind: 'segmentation' }>): void {
  const known = new Uint8Array(65536);
  known[0] = 1;
  for (const { id } of output.labels) known[id] = 1;
  for (const value of data) {
    if (known[value] === 1) continue;
    const remedy = 'name it, or clear it with LabelFilter or MergeLabels';
    throw new AppError('inference-failed', `output "${output.id}" holds the class ${String(value)}, which has no label: ${remedy}`);
  }
}

function contributionsOf(
  output: Extract<ManifestOutput, { kind: 'classification' }>,
  registers: ReadonlyMap<string, RegisterValue>,
): { readonly weights: Float64Array; readonly sources: ReadonlyMap<string, RegisterValue> } | null {
  const value = output.contributions === undefined ? undefined : registers.get(output.contributions);
  if (value === undefined) return null;
  return { weights: numbersOf(valueOf(value, 'tensor')) ?? new Float64Array(), sources: registers };
}

function spanOf(start: number | null, end: number | null): { readonly start: number; readonly end: number } | null {
  return start === null || end === null ? null : { start, end };
}

function boxes(value: BoxesValue, key: LabelKeys): Extract<ModelOutput, { kind: 'boxes' }>['boxes'] {
  return Array.from(value.scores, (score, i) => ({ label: key(value.labels[i] ?? -1), score, box: boxAt(value.corners, i) }));
}

function points(value: PointsValue, key: LabelKeys): Extract<ModelOutput, { kind: 'points' }>['points'] {
  const dims = value.scores.length === 0 ? 2 : value.coordinates.length / value.scores.length;
  return Array.from(value.scores, (score, i) => {
    const at = value.coordinates.subarray(i * dims, (i + 1) * dims);
    const point = { x: at[dims - 1] ?? 0, y: at[dims - 2] ?? 0 };
    return { label: key(value.labels[i] ?? -1), score, at: point, slice: dims === 3 ? Math.floor(at[0] ?? 0) : null };
  });
}

function polygons({ polygons: list }: PolygonsValue, key: LabelKeys): Extract<ModelOutput, { kind: 'polygons' }>['polygons'] {
  return list.map(({ rings, label, score }) => ({ label: key(label), score, rings: rings.map(ringPoints) }));
}

function ringPoints(ring: Float64Array): { readonly x: number; readonly y: number }[] {
  return Array.from({ length: ring.length / 2 }, (_, i) => ({ x: ring[i * 2] ?? 0, y: ring[i * 2 + 1] ?? 0 }));
}

function objectsOf(value: InstancesValue, key: LabelKeys): Extract<ModelOutput, { kind: 'instances' }>['objects'] {
  return Array.from(value.classes, (label, i) => ({ value: i + 1, label: key(label), score: value.scores?.[i] ?? null }));
}
