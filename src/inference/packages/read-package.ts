import { AppError } from '../../domain/errors';
import type { ModelSummary } from '../../domain/model-package';
import type { PackageSignature } from '../../domain/trust';
import { checkPipeline, type Pipeline } from './check-pipeline';
import { MANIFEST_PATH, PACKAGE_LIMITS, SIGNATURE_PATH } from './limits';
import type { ManifestNetwork, ModelManifest } from './manifest-schema';
import { auditOnnx, type OnnxAudit } from './onnx/audit';
import { hashMismatch, missing, readVerified, type PackageFiles } from './package-files';
import { checkManifestSize } from './manifest-json';
import { parseManifest } from './parse-manifest';
import { summarize } from './summary';
import { verifySignature } from './trust/package-signature';

/** What a package says of itself, checked, before any file that it lists is read. */
export interface PackageHeader {
  readonly manifest: ModelManifest;
  readonly pipeline: Pipeline;
  /** Verified; null for an unsigned package. */
  readonly signature: PackageSignature | null;
}

/** A package that has been read whole and found sound. */
export interface ModelPackage extends PackageHeader {
  readonly summary: ModelSummary;
  /** By network id. */
  readonly audits: ReadonlyMap<string, OnnxAudit>;
  /** Reads a listed file, its hash checked again. */
  read(path: string): Promise<Uint8Array<ArrayBuffer>>;
}

/**
 * Reads and checks what costs nothing: the manifest, its signature and the pipeline. No weight is read.
 * @param options.sizes whether every listed file must be there in its stated size; the default.
 * @throws AppError `package-*`, `read-failed`.
 */
export async function readPackageHeader(files: PackageFiles, { sizes = true } = {}): Promise<PackageHeader> {
  const names = new Set(await files.list());
  if (!names.has(MANIFEST_PATH)) throw missing(MANIFEST_PATH);
  checkManifestSize(await files.size(MANIFEST_PATH));
  const bytes = await files.read(MANIFEST_PATH);
  // First of all, so that an altered manifest is said to be so, whatever else is wrong with it.
  const signature = names.has(SIGNATURE_PATH) ? await verifySignature(bytes, await files.read(SIGNATURE_PATH)) : null;
  const manifest = parseManifest(bytes);
  const pipeline = checkPipeline(manifest);
  checkFileList(manifest);
  for (const { path, size } of sizes ? manifest.files : []) {
    if (!names.has(path)) throw missing(path);
    if ((await files.size(path)) !== size) throw hashMismatch(path);
  }
  return { manifest, pipeline, signature };
}

/**
 * Reads and checks a package, the cheap checks first: its header, then every file against its SHA-256, one at a time,
 * then each network against what the runtime can run. Called at install and again at each load. Files that the manifest
 * does not list are never looked at.
 * @throws AppError `package-*`, `onnx-*`, `read-failed`.
 */
export async function readPackage(files: PackageFiles): Promise<ModelPackage> {
  const header = await readPackageHeader(files);
  const { manifest } = header;
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
  return { ...header, audits, read, summary: await summarize(manifest, card) };
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
  if (new Set(paths).size !== paths.length || paths.includes(MANIFEST_PATH) || paths.includes(SIGNATURE_PATH))
    throw problem('files: a path is listed twice, or is the manifest or its signature');
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
