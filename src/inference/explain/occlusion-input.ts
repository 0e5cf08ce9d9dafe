import type { Pipeline } from '../packages/check-pipeline';
import type { ModelManifest } from '../packages/manifest-schema';
import { readsOf, stepsToRun } from '../run-pipeline';

/**
 * The register in which an image is hidden part by part to explain a classification: the last plane before a network through
 * which all comes that the answer knows of the image. What comes of other sources (a row of a table) stays as it is. Null where
 * there is none: the output is no classification, or not of one image of two dimensions.
 */
export function occlusionInput(manifest: ModelManifest, pipeline: Pipeline, output: string): string | null {
  const declared = manifest.outputs.find(({ id }) => id === output);
  if (declared?.kind !== 'classification') return null;
  const planes = stepsToRun(pipeline, new Set(), [declared.from])
    .flatMap((step) => step.out.names)
    .filter((name) => isPlane(pipeline, name));
  return planes.findLast((plane) => isOnlyWay(manifest, pipeline, plane, declared.from)) ?? null;
}

function isPlane({ types }: Pipeline, name: string): boolean {
  const type = types.get(name);
  return type?.kind === 'image' && type.dims === 2;
}

/** Whether a network sees the one image through this plane alone. */
function isOnlyWay(manifest: ModelManifest, pipeline: Pipeline, plane: string, answer: string): boolean {
  if (!stepsToRun(pipeline, new Set([plane]), [answer]).some(({ definition }) => definition.runsNetwork === true)) return false;
  const behind = sourcesOf(manifest, pipeline, new Set(), [plane]);
  const beside = sourcesOf(manifest, pipeline, new Set([plane]), [answer]);
  return behind.length === 1 && behind[0] === 'image' && beside.every((kind) => NOT_SEEN.includes(kind));
}

/** Sources that hold no picture. */
const NOT_SEEN: readonly SourceKind[] = ['table', 'series', 'text'];
type SourceKind = ModelManifest['sources'][number]['kind'];

/** Kinds of the sources that registers are made of, beside what is given. */
function sourcesOf(manifest: ModelManifest, pipeline: Pipeline, given: ReadonlySet<string>, wanted: readonly string[]): SourceKind[] {
  const read = new Set([...wanted, ...stepsToRun(pipeline, given, wanted).flatMap(readsOf)]);
  return manifest.sources.filter(({ id }) => read.has(id) && !given.has(id)).map(({ kind }) => kind);
}
