import { z } from 'zod';
import { AppError } from '../../domain/errors';
import { FORMAT_MAJOR, PACKAGE_LIMITS } from './limits';
import { manifestSchema, type ModelManifest } from './manifest-schema';

/** Depth of the nesting, found without recursion so that a hostile file cannot exhaust the stack. */
function nestingDepth(json: string): number {
  let depth = 0;
  let deepest = 0;
  let quoted = false;
  for (let i = 0; i < json.length; i++) {
    const character = json[i];
    if (quoted) {
      if (character === '\\') i++;
      else if (character === '"') quoted = false;
    } else if (character === '"') quoted = true;
    else if (character === '{' || character === '[') deepest = Math.max(deepest, ++depth);
    else if (character === '}' || character === ']') depth--;
  }
  return deepest;
}

/** Asked before the manifest is read, and of what was read. @throws AppError `package-too-large`. */
export function checkManifestSize(bytes: number): void {
  if (bytes > PACKAGE_LIMITS.manifestBytes) {
    throw new AppError('package-too-large', `manifest.json is larger than ${String(PACKAGE_LIMITS.manifestBytes)} bytes`, { bytes });
  }
}

/** JSON of a package within the limits on size and depth. @throws AppError `package-malformed`, `package-too-large`. */
export function parseJson(bytes: Uint8Array): unknown {
  checkManifestSize(bytes.length);
  let json: string;
  try {
    json = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (cause) {
    throw new AppError('package-malformed', 'manifest.json is not UTF-8', {}, { cause });
  }
  if (nestingDepth(json) > PACKAGE_LIMITS.jsonDepth) {
    throw new AppError('package-malformed', `manifest.json is nested deeper than ${String(PACKAGE_LIMITS.jsonDepth)} levels`);
  }
  try {
    return JSON.parse(json) as unknown;
  } catch (cause) {
    throw new AppError('package-malformed', 'manifest.json is not valid JSON', {}, { cause });
  }
}

/** Whether these bytes claim to be a manifest of a model package, right or wrong. */
export function isManifest(bytes: Uint8Array): boolean {
  try {
    return z.object({ format_version: z.string(), networks: z.array(z.unknown()) }).safeParse(parseJson(bytes)).success;
  } catch {
    return false;
  }
}

/** Paths that a manifest lists, without judging the rest of it: what to unpack. None where it cannot be read at all. */
export function listedPaths(bytes: Uint8Array): readonly string[] {
  try {
    const { files } = z.object({ files: z.array(z.object({ path: z.string() })).max(PACKAGE_LIMITS.files) }).parse(parseJson(bytes));
    return [...new Set(files.map(({ path }) => path))];
  } catch {
    return [];
  }
}

/** `pipeline[3].kwargs.mode`. */
export function formatPath(path: readonly PropertyKey[]): string {
  return path.map((part, i) => (typeof part === 'number' ? `[${String(part)}]` : `${i === 0 ? '' : '.'}${String(part)}`)).join('');
}

/** The first problem of a refused value, in words that name its place. */
export function describeIssue(error: z.ZodError, place = ''): string {
  const issue = error.issues[0];
  if (issue === undefined) return 'invalid';
  const path = formatPath(issue.path);
  const where = [place, path].filter((part) => part !== '').join('.') || 'manifest';
  if (issue.code === 'unrecognized_keys') return `${where}: unknown field ${issue.keys.map((key) => `"${key}"`).join(', ')}`;
  return `${where}: ${issue.message}`;
}

/**
 * Reads the bytes of `manifest.json`.
 * @throws AppError `package-malformed`, `package-too-large`, `package-version-unsupported`, `package-schema`.
 */
export function parseManifest(bytes: Uint8Array): ModelManifest {
  const value = parseJson(bytes);
  const version = z.object({ format_version: z.string() }).safeParse(value);
  if (!version.success) throw new AppError('package-schema', 'format_version: expected a version such as 1.0.0');
  const major = Number(/^(\d+)\./.exec(version.data.format_version)?.[1]);
  if (major !== FORMAT_MAJOR) {
    throw new AppError('package-version-unsupported', `format_version ${version.data.format_version} is not known to this app`, {
      version: version.data.format_version.slice(0, 32),
    });
  }
  const parsed = manifestSchema.safeParse(value);
  if (!parsed.success) {
    const message = describeIssue(parsed.error);
    throw new AppError('package-schema', message, { problem: message });
  }
  return parsed.data;
}
