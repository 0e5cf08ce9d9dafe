import { AppError } from '../../domain/errors';
import type { ModelSummary } from '../../domain/model-package';
import { checkPipeline, type Pipeline } from './check-pipeline';
import { MANIFEST_PATH, PACKAGE_LIMITS } from './limits';
import type { ManifestNetwork, ModelManifest } from './manifest-schema';
import { auditOnnx, type OnnxAudit } from './onnx/audit';
import { missing, readVerified, type PackageFiles } from './package-files';
import { checkManifestSize, parseManifest } from './parse-manifest';
import { summarize } from './summary';

/** A package that has been read whole and found sound. */
export interface ModelPackage {
  readonly manifest: ModelManifest;
  readonly summary: ModelSummary;
  readonly pipeline: Pipeline;
  /** By network id. */
  readonly audits: ReadonlyMap<string, OnnxAudit>;
  /** Reads a listed file, its hash checked again. */
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Reads and checks a package, the cheap checks first: manifest, pipeline, then every file against its size and SHA-256,
 * then each network against what the runtime can run. Called at install and again at each load. Files that the manifest
 * does not list are never looked at.
 * @throws AppError `package-*`, `onnx-*`, `read-failed`.
 */
export async function readPackage(files: PackageFiles): Promise<ModelPackage> {
  if (!(await files.list()).includes(MANIFEST_PATH)) throw missing(MANIFEST_PATH);
  checkManifestSize(await files.size(MANIFEST_PATH));
  const manifest = parseManifest(await files.read(MANIFEST_PATH));
  const pipeline = checkPipeline(manifest);
  checkFileList(manifest);
  const read = async (path: string): Promise<Uint8Array<ArrayBuffer>> => readVerified(files, recordOf(manifest, path));
  const audits = new Map<string, OnnxAudit>();
  let card = '';
  for (const record of manifest.files) {
    const bytes = await read(record.path);
    // Networks may share one file and still describe it differently.
    const networks = manifest.networks.filter((network) => weightsOf(network).source === record.path);
    for (const network of networks) audits.set(network.id, auditOnnx(bytes, network));
    if (record.path === manifest.documentation) card = new TextDecoder().decode(bytes);
  }
  return { manifest, pipeline, audits, read, summary: await summarize(manifest, card) };
}

export function weightsOf(network: ManifestNetwork): ManifestNetwork['weights'][number] {
  const [weights] = network.weights;
  if (weights === undefined) throw new AppError('internal', 'a network without weights passed the schema');
  return weights;
}

function recordOf(manifest: ModelManifest, path: string): ModelManifest['files'][number] {
  const record = manifest.files.find((file) => file.path === path);
  if (record === undefined) throw missing(path);
  return record;
}

/** Every file that the manifest names is listed, once, with the same hash, and within the limits. */
function checkFileList(manifest: ModelManifest): void {
  const paths = manifest.files.map(({ path }) => path);
  if (new Set(paths).size !== paths.length || paths.includes(MANIFEST_PATH))
    throw problem('files: a path is listed twice, or is the manifest');
  const tests = new Set(manifest.tests.flatMap((test) => [...Object.values(test.inputs), ...Object.values(test.expected)]));
  const named = [...tests, ...(manifest.covers ?? []), ...(manifest.documentation === undefined ? [] : [manifest.documentation])];
  for (const path of named) if (!paths.includes(path)) throw problem(`files: ${path} is used but not listed`);
  for (const network of manifest.networks) {
    const weights = weightsOf(network);
    const record = recordOf(manifest, weights.source);
    if (record.sha256 !== weights.sha256 || record.size !== weights.size) {
      throw problem(`networks.${network.id}.weights: size or sha256 differ from those in files`);
    }
  }
  const bytes = (list: ModelManifest['files']): number => list.reduce((sum, { size }) => sum + size, 0);
  if (bytes(manifest.files) > PACKAGE_LIMITS.totalBytes) throw tooLarge('the package');
  if (bytes(manifest.files.filter(({ path }) => tests.has(path))) > PACKAGE_LIMITS.testBytes) throw tooLarge('its test vectors');
}

function problem(message: string): AppError {
  return new AppError('package-schema', message, { problem: message.slice(0, 300) });
}

function tooLarge(what: string): AppError {
  return new AppError('package-too-large', `the files of ${what} are larger than allowed`, { what });
}
