import type { LabelDefinition, LocalizedText, ModelSource, ModelSummary } from '../../domain/model-package';
import type { FieldSize } from '../../domain/slide-fields/field';
import { occlusionInput } from '../explain/occlusion-input';
import { checkPipeline } from './check-pipeline';
import type { ManifestOutput, ManifestSource, ManifestText, ModelManifest } from './manifest-schema';
import { sha256Hex } from './package-files';

/** One text stands for both languages where only one is given. */
export function localize(text: ManifestText): LocalizedText {
  return typeof text === 'string' ? { fr: text, en: text } : text;
}

/** What the screens need of a package. */
export async function summarize(manifest: ModelManifest, card: string): Promise<ModelSummary> {
  const { intended_use: use } = manifest;
  const pipeline = checkPipeline(manifest);
  const labels = new Map(manifest.outputs.flatMap(labelsOf).map((label) => [label.key, label]));
  const thresholds = manifest.outputs.flatMap((output) =>
    'threshold' in output && output.threshold !== undefined ? [output.threshold] : [],
  );
  return {
    id: manifest.id,
    version: manifest.version,
    name: localize(manifest.name),
    description: localize(manifest.description),
    publisher: typeof manifest.publisher === 'string' ? manifest.publisher : manifest.publisher.name,
    license: manifest.license,
    task: manifest.task,
    modalities: manifest.modality,
    intendedUse: {
      status: use.status,
      purpose: localize(use.purpose),
      population: localize(use.population),
      outOfScope: localize(use.out_of_scope_use),
      limitations: localize(use.limitations),
    },
    sources: manifest.sources.map(({ id, kind, role, optional, constraints, field }) => ({
      id,
      kind,
      role: role ?? '',
      optional: optional ?? false,
      textColumns: constraints?.text_column ?? [],
      ...columnLabels(constraints?.columns ?? []),
      ...(field === undefined ? {} : { field: fieldOf(field) }),
    })),
    outputs: manifest.outputs.map((output) => ({
      id: output.id,
      kind: output.kind,
      name: output.name === undefined ? null : localize(output.name),
      labels: labelsOf(output),
      explainable: occlusionInput(manifest, pipeline, output.id) !== null,
    })),
    labels: [...labels.values()],
    threshold: { value: thresholds[0]?.value ?? 0, userAdjustable: thresholds[0]?.user_adjustable ?? false },
    verified: manifest.verified ?? true,
    weightsSha256: await weightsHash(manifest),
    size: manifest.files.reduce((sum, { size }) => sum + size, 0),
    card,
  };
}

function fieldOf({ size: [rows, columns], mpp, overlap }: NonNullable<ManifestSource['field']>): FieldSize {
  return { rows, columns, micronsPerPixel: mpp ?? null, overlap };
}

function columnLabels(
  columns: readonly { readonly name: string; readonly label?: ManifestText | undefined }[],
): Pick<ModelSource, 'columnLabels'> {
  const labelled = columns.flatMap(({ name, label }) => (label === undefined ? [] : [[name, localize(label)] as const]));
  return labelled.length === 0 ? {} : { columnLabels: Object.fromEntries(labelled) };
}

function labelsOf(output: ManifestOutput): LabelDefinition[] {
  const labels = 'labels' in output ? (output.labels ?? []) : [];
  return labels.map(({ id, key, name, color }) => ({ id, key, name: localize(name), color }));
}

/** The file's own hash, or for several the hash of their hex hashes in order. */
async function weightsHash(manifest: ModelManifest): Promise<string> {
  const hashes = manifest.networks.flatMap(({ weights }) => weights.map(({ sha256 }) => sha256));
  const [first] = hashes;
  if (first !== undefined && hashes.length === 1) return first;
  return sha256Hex(new TextEncoder().encode(hashes.join('')));
}
