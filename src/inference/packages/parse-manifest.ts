import { z } from 'zod';
import { AppError } from '../../domain/errors';
import { FORMAT_MAJOR } from './limits';
import { parseJson } from './manifest-json';
import { manifestSchema, type ModelManifest } from './manifest-schema';

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
