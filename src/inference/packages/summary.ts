import type { LocalizedText, ModelSummary } from '../../domain/model-package';
import type { ManifestText, ModelManifest } from './manifest-schema';
import { sha256Hex } from './package-files';

/** One text stands for both languages where only one is given. */
export function localize(text: ManifestText): LocalizedText {
  return typeof text === 'string' ? { fr: text, en: text } : text;
}

/** What the screens need of a package. */
export async function summarize(manifest: ModelManifest, card: string): Promise<ModelSummary> {
  const { intended_use: use } = manifest;
  const [output] = manifest.outputs;
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
    labels: (output?.labels ?? []).map(({ id, key, name, color }) => ({ id, key, name: localize(name), color })),
    threshold: { value: output?.threshold.value ?? 0, userAdjustable: output?.threshold.user_adjustable ?? false },
    weightsSha256: await weightsHash(manifest),
    size: manifest.files.reduce((sum, { size }) => sum + size, 0),
    card,
  };
}

/** The file's own hash, or for several the hash of their hex hashes in order. */
async function weightsHash(manifest: ModelManifest): Promise<string> {
  const hashes = manifest.networks.flatMap(({ weights }) => weights.map(({ sha256 }) => sha256));
  const [first] = hashes;
  if (first !== undefined && hashes.length === 1) return first;
  return sha256Hex(new TextEncoder().encode(hashes.join('')));
}
